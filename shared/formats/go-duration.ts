const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["μs", 1e-3],
  ["ms", 1],
  ["s", 1e3],
  ["m", 6e4],
  ["h", 3.6e6],
]);

const PART = /(\d{1,15}(?:\.\d{1,15})?)(ns|us|µs|μs|ms|s|m|h)/y;

/** Milliseconds of a Go duration such as `1.926865ms`, `1h0m0.5s`, `0s` (time.Duration.String); undefined for other text. */
export function goDurationMs(text: string): number | undefined {
  if (text.length > 64) return undefined;
  const negative = text.startsWith("-");
  let at = negative ? 1 : 0;
  if (at === text.length) return undefined;
  let total = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    const unit = UNIT_MS.get(part?.[2] ?? "");
    if (part === null || unit === undefined) return undefined;
    total += Number(part[1]) * unit;
    at = PART.lastIndex;
  }
  // Binary fractions of the units leave digits that nobody wrote; nanoseconds are what Go has.
  const rounded = Math.round(total * 1e6) / 1e6;
  return negative ? -rounded : rounded;
}
