import { constants, createReadStream } from "node:fs";
import { access, stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { foreignCompression, isGzip } from "../../../shared/core/decode/inflate.ts";
import { Problem, systemReason } from "../problem.ts";
import { peek } from "./peek.ts";

/** A file that is to be replayed. */
export interface InputFile {
  /** As it was named on the command line. */
  readonly name: string;
  /** Undefined for standard input. */
  readonly path: string | undefined;
  /** Bytes on disk; undefined where nobody knows before the end. */
  readonly size: number | undefined;
  /** ms since 1970; of standard input, when it was opened. */
  readonly modifiedAt: number;
}

/**
 * Looks at a file before anything is read.
 *
 * @param name `-` is standard input.
 * @throws Problem when it cannot be read.
 */
export async function inputFile(name: string, path: string): Promise<InputFile> {
  if (name === "-") return { name: "standard input", path: undefined, size: undefined, modifiedAt: Date.now() };
  try {
    const found = await stat(path);
    await access(path, constants.R_OK);
    if (found.isDirectory()) throw new Problem(`${name}: is a folder; name the files in it`);
    const size = found.isFile() ? found.size : undefined;
    return { name, path, size, modifiedAt: found.isFile() ? Math.floor(found.mtimeMs) : Date.now() };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${name}: ${systemReason(error)}`);
  }
}

/** A stream that was compressed by its producer may lie in a compressed file. */
const GZIP_LAYERS = 2;

/**
 * The bytes of a file, inflated where they are gzip, whatever the file's name says.
 *
 * @param onRead called with the number of bytes that were read from disk.
 * @throws Problem while reading, when the file is cut off or in a compression that is not gzip.
 */
export function bytesOf(file: InputFile, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  return inflatedBytes(rawBytes(file, onRead), file.name);
}

/** The same for bytes that are in no file. @param name for messages. */
export function inflatedBytes(bytes: AsyncIterable<Buffer>, name: string): AsyncIterable<Buffer> {
  return inflated(bytes, name, GZIP_LAYERS);
}

async function* rawBytes({ name, path }: InputFile, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const stream = path === undefined ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      onRead(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw new Problem(`${name}: ${systemReason(error)}`);
  }
}

async function* inflated(bytes: AsyncIterable<Buffer>, name: string, layers: number): AsyncGenerator<Buffer> {
  const { head, chunks } = await peek(bytes, 8);
  const foreign = foreignCompression(head);
  if (foreign !== undefined)
    throw new Problem(`${name}: compressed with ${foreign}; replay reads gzip and plain files`);
  if (layers === 0 || !isGzip(head)) yield* chunks;
  else yield* inflated(gunzipped(chunks, name), name, layers - 1);
}

async function* gunzipped(bytes: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  // What goes wrong on either side destroys the other; it is met below, where the bytes are taken.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${name}: gzip data is cut off or corrupt (${systemReason(error)})`);
  }
}
