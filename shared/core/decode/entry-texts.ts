/**
 * The text of each element of a payload's `logEvents`, as it stands there: a broken entry is kept byte for byte, which no
 * writing of its parsed value would do.
 *
 * @param text a payload that `JSON.parse` accepts.
 */
export function entryTexts(text: string): string[] {
  const start = startOfEntries(text);
  if (start < 0) return [];
  const entries: string[] = [];
  let from = start + 1;
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) index = endOfString(text, index);
    else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) {
      if (--depth === 0) return from < index ? [...entries, text.slice(from, index).trim()] : entries;
    } else if (code === 44 && depth === 1) {
      entries.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return entries;
}

/** Index of the bracket after the last `"logEvents":` of the payload itself: of two members of one name the last one counts. */
function startOfEntries(text: string): number {
  let depth = 0;
  let found = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) depth--;
    else if (code === 34) {
      const end = endOfString(text, index);
      if (depth === 1 && text.startsWith('"logEvents"', index)) {
        const bracket = /^\s*:\s*\[/.exec(text.slice(end + 1, end + 200))?.[0].length;
        if (bracket !== undefined) found = end + bracket;
      }
      index = end;
    }
  }
  return found;
}

function endOfString(text: string, at: number): number {
  let index = at + 1;
  while (index < text.length && text.charCodeAt(index) !== 34) index += text.charCodeAt(index) === 92 ? 2 : 1;
  return index;
}
