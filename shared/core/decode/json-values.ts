/** A stretch of text that holds one JSON value, or text between such values. */
export interface Chunk {
  readonly kind: "object" | "text";
  readonly text: string;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const NEWLINE = 10;
const COMMA = 44;

/**
 * Cuts text into its JSON objects, glued together or on lines of their own, and the lines between them that are none.
 * Firehose concatenates records without a delimiter, Fluent Bit's aggregation puts one on each line. Nothing but blank
 * space between values is left out. An object that never ends is text up to the end of its line, and from there on objects
 * are only looked for within a line: that keeps the whole linear.
 *
 * @param between what may stand between values; commas do within an array.
 */
export function splitJsonObjects(text: string, between: "space" | "space and commas" = "space"): Chunk[] {
  const chunks: Chunk[] = [];
  let acrossLines = true;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === NEWLINE || code === 13 || code === 9 || (code === COMMA && between !== "space")) {
      at++;
      continue;
    }
    const lineEnd = endOfLine(text, at);
    const end = code === OPEN ? endOfObject(text, at, acrossLines ? text.length : lineEnd) : -1;
    if (end > 0) {
      chunks.push({ kind: "object", text: text.slice(at, end) });
      at = end;
      continue;
    }
    if (code === OPEN) acrossLines = false;
    chunks.push({ kind: "text", text: text.slice(at, lineEnd) });
    at = lineEnd;
  }
  return chunks;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Index after the object that begins at `at`, by brackets and strings only; -1 when it does not end before `limit`. */
function endOfObject(text: string, at: number, limit: number): number {
  let depth = 0;
  for (let index = at; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index, limit);
      if (index < 0) return -1;
    } else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return index + 1;
  }
  return -1;
}

/** Index of the closing quote; -1 when a raw line end comes first, which JSON forbids inside strings. */
function endOfString(text: string, at: number, limit: number): number {
  for (let index = at + 1; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) return index;
    else if (code === NEWLINE) return -1;
  }
  return -1;
}
