import fc from "fast-check";
import { expect, it } from "vitest";
import { pacer } from "../../../shared/core/subscribe/pace.ts";

/** When turns begin, if the work between them takes so long and timers fire so early, ms. */
async function begins(work: readonly number[], earlyBy: number): Promise<number[]> {
  let clock = 1_000;
  const turn = pacer(5, {
    now: () => clock,
    wait: async (ms) => {
      clock += Math.max(1, ms - earlyBy);
    },
  });
  const times: number[] = [];
  for (const ms of work) {
    await turn();
    times.push(clock);
    clock += ms;
  }
  return times;
}

it("gives no more than five turns in any second", async () => {
  const work = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(work, fc.integer({ min: 0, max: 3 }), async (durations, earlyBy) => {
      const times = await begins(durations, earlyBy);
      for (const time of times) {
        expect(times.filter((other) => other >= time && other < time + 1000).length).toBeLessThanOrEqual(5);
      }
    }),
  );
});

it("does not wait when there was time enough, nor before the first", async () => {
  expect(await begins([500, 0, 500], 0)).toEqual([1_000, 1_500, 1_700]);
});
