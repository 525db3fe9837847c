import { isUtf8 } from "node:buffer";

/** Escapes of the code points that one byte above 127 could be mistaken for once the text is read as latin1. */
const ESCAPES = /\\(?:u00([89a-fA-F][0-9a-fA-F])|[^])/g;

/**
 * The exact bytes of those messages of a subscription payload that are not valid UTF-8; undefined for the others.
 *
 * The payload is read as latin1, so that every raw byte is one character: the JSON structure is ASCII and stays what it is,
 * and a message's characters are its bytes again. Escapes of U+0080–U+00FF are turned into their UTF-8 bytes before, as they
 * would look like raw bytes afterwards.
 */
export function damagedMessages(raw: Buffer): (Buffer | undefined)[] {
  const text = raw
    .toString("latin1")
    .replace(ESCAPES, (escape, hex: string | undefined) =>
      hex === undefined ? escape : Buffer.from(String.fromCharCode(Number.parseInt(hex, 16))).toString("latin1"),
    );
  const entries = (JSON.parse(text) as { logEvents: ({ message?: unknown } | null)[] }).logEvents;
  return entries.map((entry) => {
    if (typeof entry?.message !== "string") return undefined;
    const bytes = bytesOf(entry.message);
    return isUtf8(bytes) ? undefined : bytes;
  });
}

/** Characters up to U+00FF are bytes; longer ones were escapes and become UTF-8. */
function bytesOf(text: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  let wide = false;
  for (let index = 0; index <= text.length; index++) {
    const isWide = text.charCodeAt(index) > 0xff;
    if (index < text.length && isWide === wide) continue;
    parts.push(Buffer.from(text.slice(from, index), wide ? "utf8" : "latin1"));
    from = index;
    wide = isWide;
  }
  return Buffer.concat(parts);
}
