/**
 * The carrier's time of lines that no carrier has touched, ms since 1970: the line's own full date, else that of the line before
 * it, else the given one. Lines must be asked about in their order.
 *
 * @param ownTime see `ownTimeOf`.
 * @param otherwise for what comes before the first line that has a date: `--at`, or the file's own time.
 */
export function lineClock(ownTime: (text: string) => number | undefined, otherwise: number): (bytes: Buffer) => number {
  let last = otherwise;
  return (bytes) => {
    last = ownTime(bytes.toString("utf8")) ?? last;
    return last;
  };
}
