/** EKS cuts an over-long event and ends it with this; what is left is no JSON any more. */
export const CUT_MARK = "[Truncated...]";

/** Members in the order of the audit API type; the bodies, which make an event long, come after all that identifies it. */
const HEAD_END = /,"(?:requestObject|responseObject)":/;

/**
 * Makes a JSON object of what is left of a cut event: everything before its bodies. Members that stand there in full are kept
 * exactly; the first that does not is left out with all that follow.
 *
 * @returns the text of an object, and where in the line it ends; undefined when not even the first member is whole.
 */
export function headOfCutEvent(line: string): { readonly json: string; readonly end: number } | undefined {
  const bodies = HEAD_END.exec(line)?.index;
  if (bodies !== undefined) return { json: `${line.slice(0, bodies)}}`, end: bodies };
  // Cut within the head: close it after the last member that is whole at the top level.
  let depth = 0;
  let inString = false;
  let lastComma = -1;
  for (let index = 0; index < line.length; index++) {
    const code = line.charCodeAt(index);
    if (inString) {
      if (code === 92) index++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) depth--;
    else if (code === 44 && depth === 1) lastComma = index;
  }
  return lastComma < 0 ? undefined : { json: `${line.slice(0, lastComma)}}`, end: lastComma };
}
