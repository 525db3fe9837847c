/** The bytes as a stream of chunks of the given lengths; what is left over comes last. */
export async function* chunked(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const length of lengths) {
    yield bytes.subarray(from, from + length);
    from += length;
  }
  yield bytes.subarray(from);
}

export async function collected<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
