import { gunzipSync } from "node:zlib";
import { fail, success, type Result } from "../failures.ts";

/** First two bytes of a gzip member (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** First bytes of zstd and of framed snappy, which Fluent Bit can be told to send instead. */
export function foreignCompression(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) return "zstd";
  if (bytes[0] === 0xff && bytes[1] === 0x06 && bytes[4] === 0x73 && bytes[5] === 0x4e && bytes[6] === 0x61)
    return "snappy";
  return undefined;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Inflates gzip, all members of it: carriers concatenate members, and RFC 1952 makes that one file.
 *
 * @param maxBytes what it may inflate to; a bomb is stopped there, not in memory.
 * @returns `gzip_too_large` or `gzip_corrupt` otherwise. Zeros after the last member are padding; other bytes after it would
 *   be log events that vanish uncounted, so they make the whole corrupt.
 */
export function inflate(bytes: Uint8Array, maxBytes: number): Result<Buffer> {
  try {
    // With `info` Node says how far it has read; @types/node does not know that it then returns both.
    const options = { maxOutputLength: maxBytes, info: true, chunkSize: roomFor(bytes, maxBytes) };
    const { buffer, engine } = gunzipSync(bytes, options) as unknown as Inflated;
    const left = bytes.subarray(engine.bytesWritten);
    if (left.some((byte) => byte !== 0)) return fail("gzip_corrupt", `${left.length} bytes follow that are no member`);
    return success(buffer);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ERR_BUFFER_TOO_LARGE") return fail("gzip_too_large", `inflates to more than ${maxBytes} bytes`);
    if (code.startsWith("Z_")) return fail("gzip_corrupt", `${code} in ${bytes.length} bytes`);
    throw error;
  }
}

/** More than deflate can make of one byte (RFC 1951: 258 of two bits each, and some). */
const HIGHEST_RATIO = 1032;
const SMALLEST_ROOM = 16 * 1024;

/**
 * Bytes to inflate into at once: what the last member says of its length (ISIZE, RFC 1952), so that nothing is collected from
 * small pieces and copied together. Anybody may write any length there, so it is held to what is possible.
 */
function roomFor(bytes: Uint8Array, maxBytes: number): number {
  const end = bytes.length;
  if (end < 18) return SMALLEST_ROOM;
  const said = new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getUint32(0, true);
  // One byte more than needed: zlib asks for another round when the room is full.
  return Math.max(SMALLEST_ROOM, Math.min(said, maxBytes, end * HIGHEST_RATIO) + 1);
}
