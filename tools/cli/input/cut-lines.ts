const NEWLINE = 10;

/** One line: its bytes without `\n`, and whether a `\n` ended it. */
export interface Line {
  readonly bytes: Buffer;
  readonly ended: boolean;
}

/**
 * Cuts a stream of bytes into its lines. An empty line is a line; nothing after the last `\n` is none. Yields the lines of one
 * chunk at a time, because a step of an async iterator costs more than a line.
 */
export async function* cutLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  let begun: Buffer[] = [];
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const last = chunk.subarray(from, end);
      lines.push({ bytes: begun.length === 0 ? last : Buffer.concat([...begun, last]), ended: true });
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (begun.length > 0) yield [{ bytes: Buffer.concat(begun), ended: false }];
}
