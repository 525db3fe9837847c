import { readGoQuoted } from "../../formats/go-quote.ts";
import { keyEnd } from "../../formats/logfmt.ts";

const SPACE = 0x20;
const OPENING = "{[(";
const CLOSING = "}])";

/** What stands in a line as `key=value`, and the words between that are no pair. */
export interface AgentPairs {
  readonly pairs: readonly (readonly [key: string, value: string])[];
  readonly loose: string;
}

/**
 * Reads the pairs of the agent's structured text formatter (ecs-agent/logger/format.go): strings and errors are quoted as Go
 * does, everything else is `%+v`, so that a struct has blanks within its brackets. Linear: after a bracket that never closes,
 * brackets are not followed any more.
 */
export function readAgentPairs(text: string): AgentPairs {
  const pairs: [string, string][] = [];
  const loose: string[] = [];
  let brackets = true;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === SPACE) {
      at++;
      continue;
    }
    const equals = keyEnd(text, at);
    if (equals < 0) {
      const end = wordEnd(text, at);
      loose.push(text.slice(at, end));
      at = end;
      continue;
    }
    const quoted = readGoQuoted(text, equals + 1);
    let end = quoted?.end;
    if (end === undefined && brackets) {
      end = bracketedEnd(text, equals + 1);
      brackets = end !== undefined;
    }
    end ??= wordEnd(text, equals + 1);
    pairs.push([text.slice(at, equals), quoted?.value ?? text.slice(equals + 1, end)]);
    at = end;
  }
  return { pairs, loose: loose.join(" ") };
}

function wordEnd(text: string, at: number): number {
  const space = text.indexOf(" ", at);
  return space < 0 ? text.length : space;
}

/** The end of a value that may hold blanks within brackets; undefined when one of them never closes. */
function bracketedEnd(text: string, at: number): number | undefined {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    const char = text.charAt(index);
    if (OPENING.includes(char)) depth++;
    else if (CLOSING.includes(char)) depth--;
    else if (char === " " && depth <= 0) return index;
  }
  return depth <= 0 ? text.length : undefined;
}
