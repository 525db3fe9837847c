import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { redriveRun } from "../../../shared/core/redrive/redrive-run.ts";
import { selectionOf } from "../../../shared/core/redrive/selection.ts";
import { awslogs, entry, gz, subscription } from "../payloads.ts";
import { newWorld, type World } from "../world.ts";
import { askablePipeline, fakeStore } from "./fake-store.ts";
import { anyCharacter } from "../../any-character.ts";

const ALL = selectionOf({ kind: "prefix", prefix: "failures/" }, "failures", []);
const events = fc.array(fc.array(fc.string({ unit: anyCharacter, maxLength: 12 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
});
const payload = (texts: string[], at: number) =>
  awslogs(gz(subscription(texts.map((text, index) => entry(text, at * 100 + index)))));
const stored = ({ cluster }: World) =>
  Object.fromEntries([...cluster.indices].map(([name, documents]) => [name, Object.fromEntries(documents)]));

/** Runs a redrive whose process ends at its nth call to the outside: no call after that has any effect, and none answers. */
async function killedRun(world: World, calls: number): Promise<void> {
  const never = new Promise<never>(() => undefined);
  const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
  let left = calls;
  const alive = <T>(call: () => Promise<T>): Promise<T> => {
    if (left-- > 0) return call();
    kill();
    return never;
  };
  const store = fakeStore(world);
  const pipeline = askablePipeline(world);
  const run = redriveRun(
    ALL,
    { ...store, get: (key) => alive(() => store.get(key)), remove: (key) => alive(() => store.remove(key)) },
    {
      ...pipeline,
      bulk: (body, ms) => alive(() => pipeline.bulk(body, ms)),
      putFailure: (key, body) => alive(() => pipeline.putFailure(key, body)),
    },
    { deadline: world.clock.now + 600_000, maxAttempts: 10, maxObjectBytes: 10_000_000, maxObjects: 100 },
  );
  await Promise.race([run, killed]);
  // What other objects had under way when it ended takes no more than a turn of the loop: everything here is in memory.
  await new Promise((resolve) => setImmediate(resolve));
}

describe("a redrive that is killed", () => {
  it("changes nothing by being run again, wherever it ended, even if some records are refused meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (payloads, kills, every) => {
          const healthy = newWorld();
          const world = newWorld({ faults: { request: () => ({ kind: "answer", status: 401, body: "" }) } });
          for (const [at, texts] of payloads.entries()) {
            await indexEvent(payload(texts, at), healthy.pipeline, "eu-west-1", healthy.deadline);
            await indexEvent(payload(texts, at), world.pipeline, "eu-west-1", world.clock.now + 1000);
          }
          let sent = 0;
          world.cluster.faults = {
            item: () => (++sent % every === 0 && every > 1 ? { status: 400, type: "odd_exception" } : undefined),
          };
          for (const calls of kills) await killedRun(world, calls);
          world.cluster.faults = {};
          await killedRun(world, Number.POSITIVE_INFINITY);
          expect(stored(world)).toEqual(stored(healthy));
          expect(world.bucket.objects.size).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
