import { splitJsonObjects } from "../../../shared/core/decode/json-values.ts";
import { withoutMark } from "./input-shape.ts";

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN = 123;
const CLOSE = 125;

/** What is not closed after so many bytes never will be; it is handed on as it is. */
const LONGEST_VALUE = 64 * 1024 * 1024;

/**
 * Cuts a stream of bytes into its JSON objects and the lines of text between them, like `splitJsonObjects`, but without holding
 * more than one value: an archive of subscription payloads may be larger than a string can be. Brackets and commas of an array
 * around the objects are left out. What never closes is cut by `splitJsonObjects` at the end.
 */
export async function* cutValues(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  const cutter = newCutter();
  let first = true;
  for await (const chunk of chunks) {
    const pieces = cutter.push(first ? withoutMark(chunk) : chunk);
    first = false;
    if (pieces.length > 0) yield pieces;
  }
  const pieces = cutter.end();
  if (pieces.length > 0) yield pieces;
}

interface Cutter {
  /** Gives the pieces that end in this chunk. */
  readonly push: (chunk: Buffer) => Buffer[];
  /** Gives what is left. */
  readonly end: () => Buffer[];
}

function newCutter(): Cutter {
  let inside: "nothing" | "object" | "text" = "nothing";
  let depth = 0;
  let inString = false;
  let escaped = false;
  let begun: Buffer[] = [];
  let begunBytes = 0;

  const take = (last: Buffer): Buffer => {
    const piece = begun.length === 0 ? last : Buffer.concat([...begun, last]);
    begun = [];
    begunBytes = 0;
    inside = "nothing";
    return piece;
  };

  /** Whether the object ends with this byte, or can end no more because its string has a raw line end. */
  const endsObject = (byte: number): boolean => {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inString = false;
      return byte === NEWLINE;
    }
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN) depth++;
    else if (byte === CLOSE) depth--;
    return depth === 0;
  };

  const push = (chunk: Buffer): Buffer[] => {
    const pieces: Buffer[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (inside === "nothing") {
        if (isBetweenValues(byte)) continue;
        from = at;
        inside = byte === OPEN ? "object" : "text";
        depth = 1;
        inString = false;
        escaped = false;
      } else if (inside === "object") {
        if (endsObject(byte)) pieces.push(take(chunk.subarray(from, byte === NEWLINE ? at : at + 1)));
      } else if (byte === NEWLINE) {
        pieces.push(take(chunk.subarray(from, at)));
      }
    }
    if (inside !== "nothing") {
      begun.push(chunk.subarray(from));
      begunBytes += chunk.length - from;
      if (begunBytes > LONGEST_VALUE) {
        pieces.push(take(Buffer.alloc(0)));
        inside = "text";
      }
    }
    return pieces;
  };

  const end = (): Buffer[] => {
    const unclosed = inside === "object";
    const rest = take(Buffer.alloc(0));
    if (rest.length === 0) return [];
    // In latin1 a character is a byte.
    return unclosed ? splitJsonObjects(rest.toString("latin1")).map(({ text }) => Buffer.from(text, "latin1")) : [rest];
  };

  return { push, end };
}

function isBetweenValues(byte: number): boolean {
  return byte <= 32 || byte === COMMA || byte === OPEN_ARRAY || byte === CLOSE_ARRAY;
}
