/** How long to wait between attempts, ms. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { baseMs: 200, capMs: 10_000 };

/**
 * Full jitter: anything between nothing and `base × 2^attempt`, at most `cap` (AWS Architecture Blog, "Exponential Backoff
 * and Jitter"), so that functions that failed together do not come back together.
 *
 * @param attempt how many attempts have failed, from 1.
 * @param random between 0 and 1.
 * @param remainingMs time until the deadline.
 * @returns ms to wait, or `give-up` when another attempt could not begin in time.
 */
export function nextDelay(attempt: number, random: number, remainingMs: number, backoff: Backoff): number | "give-up" {
  const ceiling = Math.min(backoff.capMs, backoff.baseMs * 2 ** (attempt - 1));
  const delay = Math.floor(random * ceiling);
  return delay < remainingMs ? delay : "give-up";
}
