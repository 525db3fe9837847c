/** The beginning of a stream of bytes, and the stream as if nobody had looked. */
export interface Peeked {
  readonly head: Buffer;
  /** The head is all there is. */
  readonly complete: boolean;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Reads `length` bytes ahead, or all if there are fewer; the head may be longer, by what is left of its last chunk. */
export async function peek(chunks: AsyncIterable<Buffer>, length: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let size = 0;
  let complete = false;
  while (size < length && !complete) {
    const next = await iterator.next();
    if (next.done === true) {
      complete = true;
    } else {
      parts.push(next.value);
      size += next.value.length;
    }
  }
  return { head: Buffer.concat(parts), complete, chunks: resumed(parts, complete ? undefined : iterator) };
}

async function* resumed(parts: readonly Buffer[], rest: AsyncIterator<Buffer> | undefined): AsyncGenerator<Buffer> {
  yield* parts;
  if (rest !== undefined) yield* { [Symbol.asyncIterator]: () => rest };
}
