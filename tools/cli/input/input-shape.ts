import { splitJsonObjects } from "../../../shared/core/decode/json-values.ts";

/** How a file is to be cut: line by line, JSON value by JSON value, or as base64 text. */
export type InputShape = "lines" | "values" | "base64";

/** Enough of a file to tell its shape by, bytes. */
export const HEAD_BYTES = 64 * 1024;

/** gzip's magic number and its only method, in base64. */
const GZIP_IN_BASE64 = "H4sI";

/**
 * Tells the shape of a file by its beginning, never by its name. What CloudWatch Logs and Firehose invoke functions with,
 * subscription payloads, and objects that are glued together, pretty-printed or in an array are values. A log of one JSON object
 * a line is lines, like every other text.
 */
export function inputShape(head: Buffer): InputShape {
  const text = withoutMark(head).toString("latin1").trimStart();
  const lineEnd = text.indexOf("\n");
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  if (line.startsWith(GZIP_IN_BASE64) && !line.trimEnd().includes(" ")) return "base64";
  if (text.startsWith("{")) {
    if (namesCarrier(text)) return "values";
    return !isObject(line) && beginsWithObject(text, /^[ \t\r]*\{/) ? "values" : "lines";
  }
  const array = /^\[\s*(?=\{)/.exec(text)?.[0];
  if (array === undefined) return "lines";
  return namesCarrier(text) || beginsWithObject(text.slice(array.length), /^\s*[,\]]/) ? "values" : "lines";
}

/** Windows tools begin UTF-8 files with a byte order mark, which no JSON parser takes. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Members of the events and payloads of CloudWatch Logs and Firehose, all of which stand at their beginning. */
function namesCarrier(text: string): boolean {
  return /^.{0,1000}?"(?:awslogs|messageType|deliveryStreamArn|recordId)"\s*:/s.test(text);
}

/** Whether text begins with a whole JSON object, which either has line ends in itself or is followed by what may follow it. */
function beginsWithObject(text: string, follows: RegExp): boolean {
  const first = splitJsonObjects(text)[0];
  if (first?.kind !== "object" || !isObject(first.text)) return false;
  return first.text.includes("\n") || follows.test(text.slice(first.text.length));
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
