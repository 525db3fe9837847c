import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import type { Path } from "./paths.ts";
import type { PayloadSet } from "./payloads.ts";

/** What a path made of a set: medians over the rounds. */
export interface Measured {
  readonly name: string;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
  readonly nanosecondsPerEvent: number;
  /** Speed beside the floor's of the same rounds: 1 is as fast. */
  readonly ratioToFloor: number;
  readonly bytesOutPerByteIn: number;
  /** Largest resident set seen after a run, MB. */
  readonly peakMegabytes: number;
  /** Part of the time that went into collecting garbage. */
  readonly gcShare: number;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * Runs all paths over a set, interleaved, so that whatever else the machine does falls on all of them alike, and takes the median
 * of the rounds. The first rounds warm up the compiler and are thrown away.
 */
export async function measure(set: PayloadSet, paths: readonly Path[], rounds: number): Promise<Measured[]> {
  const collections: Run[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      collections.push({ start: startTime, end: startTime + duration });
  });
  observer.observe({ entryTypes: ["gc"] });
  const tallies = paths.map(() => ({ runs: [] as Run[], bytes: 0, peak: 0 }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [index, path] of paths.entries()) {
      globalThis.gc?.();
      const tally = tallies[index] as (typeof tallies)[number];
      const start = performance.now();
      tally.bytes = await path.run(set);
      const run = { start, end: performance.now() };
      tally.peak = Math.max(tally.peak, process.memoryUsage.rss());
      if (round >= 0) tally.runs.push(run);
      // The observer is told of collections between runs.
      await setImmediate();
    }
  }
  await setImmediate();
  observer.disconnect();

  const floor = tallies[0]?.runs.map(lengthOf) ?? [];
  return paths.map(({ name }, index): Measured => {
    const { runs, bytes, peak } = tallies[index] as (typeof tallies)[number];
    const times = runs.map(lengthOf);
    const seconds = median(times) / 1000;
    return {
      name,
      eventsPerSecond: Math.round(set.events / seconds),
      megabytesPerSecond: Math.round(set.bytes / seconds / 1e5) / 10,
      nanosecondsPerEvent: Math.round((seconds * 1e9) / set.events),
      ratioToFloor: Math.round(median(times.map((time, round) => (floor[round] ?? 0) / time)) * 1000) / 1000,
      bytesOutPerByteIn: Math.round((bytes / set.bytes) * 100) / 100,
      peakMegabytes: Math.round(peak / 1e6),
      gcShare: Math.round((collectedWithin(runs, collections) / sum(times)) * 1000) / 1000,
    };
  });
}

const WARM_UP = 2;

function lengthOf({ start, end }: Run): number {
  return end - start;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function collectedWithin(runs: readonly Run[], collections: readonly Run[]): number {
  let total = 0;
  for (const run of runs) {
    for (const { start, end } of collections) {
      total += Math.max(0, Math.min(end, run.end) - Math.max(start, run.start));
    }
  }
  return total;
}
