/** Work shorter than this shows no progress, ms. */
const PATIENCE_MS = 700;
const INTERVAL_MS = 100;
const WIDTH = 30;

/** Shows on a terminal how far a replay is. */
export interface Progress {
  /** Adds bytes that were read. */
  readonly add: (bytes: number) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

/**
 * @param total bytes of all files; undefined when one of them has no known end.
 * @param stream where to draw; nothing is drawn unless it is a terminal, and never among records that go to the same one.
 */
export function newProgress(
  total: number | undefined,
  stream: NodeJS.WriteStream,
  recordsOnTerminal = false,
): Progress {
  const visible = stream.isTTY && !recordsOnTerminal;
  const started = Date.now();
  let read = 0;
  let drawn = 0;
  return {
    add: (bytes) => {
      read += bytes;
      const now = Date.now();
      if (!visible || now - started < PATIENCE_MS || now - drawn < INTERVAL_MS) return;
      drawn = now;
      stream.write(`\r${progressLine(read, total, (now - started) / 1000)}\u001b[K`);
    },
    end: () => {
      if (drawn > 0) stream.write("\r\u001b[K");
    },
  };
}

/** One line: a bar when the total is known, the megabytes read, and how fast. */
export function progressLine(read: number, total: number | undefined, seconds: number): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const speed = `${megabytes(read / Math.max(seconds, 0.001))}/s`;
  if (total === undefined || total === 0) return `${megabytes(read)}  ${speed}`;
  const part = Math.min(read / total, 1);
  const filled = Math.round(part * WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  return `${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${megabytes(read)} of ${megabytes(total)}  ${speed}`;
}
