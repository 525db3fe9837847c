/** The memory of this process at one moment, MB. */
export interface MemorySample {
  /** What the system has given it. */
  readonly rss: number;
  /** What is in use: heap, and buffers beside it. */
  readonly used: number;
}

const MB = 1024 * 1024;

/** Takes a sample, after a garbage collection where node was started with --expose-gc. */
export function sampleMemory(): MemorySample {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: Math.round(rss / MB), used: Math.round((heapUsed + external) / MB) };
}

/** What may be more in use at the end than at the beginning, MB: caches of the runtime, not of log events. */
const SLACK = 32;
/** By so much RSS may be larger, as pages that were free once are given back late. */
const RSS_GROWTH = 1.25;
const RSS_SLACK = 64;

/**
 * Whether memory stayed flat: of the ten tenths of a run the first is warming up; the mean of the last three samples must not be above
 * that of the second to fourth by more than 32 MB in use, or by a quarter and 64 MB of RSS.
 *
 * @returns undefined where there are fewer than ten samples.
 */
export function isFlat(samples: readonly MemorySample[]): boolean | undefined {
  if (samples.length < 10) return undefined;
  const early = samples.slice(1, 4);
  const late = samples.slice(-3);
  return (
    mean(late, "used") <= mean(early, "used") + SLACK &&
    mean(late, "rss") <= mean(early, "rss") * RSS_GROWTH + RSS_SLACK
  );
}

function mean(samples: readonly MemorySample[], key: keyof MemorySample): number {
  return samples.reduce((sum, sample) => sum + sample[key], 0) / samples.length;
}
