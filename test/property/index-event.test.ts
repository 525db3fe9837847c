import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap, type Account } from "../../shared/core/accounting.ts";
import { indexEvent } from "../../shared/core/pipeline/index-event.ts";
import { keptRecords, originalOf } from "../core/fake-bucket.ts";
import { storedDocuments } from "../core/fake-opensearch.ts";
import { faults, fromCloudWatch, lasting } from "../core/mixtures.ts";
import { awslogs } from "../core/payloads.ts";
import { newWorld, type World } from "../core/world.ts";

const run = (bytes: Uint8Array, { pipeline, deadline }: World): Promise<Account> =>
  indexEvent(awslogs(bytes), pipeline, "eu-west-1", deadline);

describe("indexEvent, of any payload", () => {
  it("accounts for every event, whatever goes wrong for a while", async () => {
    await fc.assert(
      fc.asyncProperty(fromCloudWatch, faults, fc.integer({ min: 1, max: 4 }), async (input, wrong, maxDocuments) => {
        const world = newWorld({ faults: wrong, maxDocuments });
        const account = await run(input.bytes, world);
        expect(account.received).toBe(input.events);
        expect(account.control).toBe(input.control);
        expect(conservationGap(account)).toBe(0);
        expect(account.filtered).toBe(0);
        const kept = keptRecords(world.bucket);
        expect(kept.reduce((sum, { origin }) => sum + origin.events, 0)).toBe(account.failed);
        const undecoded = kept.filter(({ stage }) => stage === "decode").map(originalOf);
        expect(undecoded).toEqual(input.broken);
        const records = storedDocuments(world.cluster).length + kept.length - undecoded.length;
        expect(records).toBe(account.records);
      }),
      { numRuns: 200 },
    );
  });

  it("finds only duplicates and the same failures the second time", async () => {
    await fc.assert(
      fc.asyncProperty(fromCloudWatch, lasting, async (input, wrong) => {
        const world = newWorld({ faults: wrong, maxDocuments: 3 });
        const first = await run(input.bytes, world);
        const keys = [...world.bucket.objects.keys()];
        const stored = storedDocuments(world.cluster);
        world.clock.now += 60_000;
        const second = await run(input.bytes, world);
        expect(second).toMatchObject({
          received: first.received,
          delivered: 0,
          duplicate: first.delivered + first.duplicate,
          failed: first.failed,
        });
        expect([...world.bucket.objects.keys()]).toEqual(keys);
        expect(storedDocuments(world.cluster)).toEqual(stored);
      }),
      { numRuns: 100 },
    );
  });

  it("loses nothing when the bucket fails, because it rejects and is invoked again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fromCloudWatch,
        lasting,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
        async (input, wrong, failing) => {
          const world = newWorld({ faults: wrong, maxDocuments: 2 });
          let write = 0;
          world.bucket.fails = () => failing[write++] ?? false;
          let account: Account | undefined;
          for (let attempt = 0; account === undefined && attempt <= failing.length; attempt++) {
            account = await run(input.bytes, world).catch(() => undefined);
          }
          expect(account?.received).toBe(input.events);
          const kept = keptRecords(world.bucket).reduce((sum, { origin }) => sum + origin.events, 0);
          expect(kept).toBe(account?.failed);
          expect(account && conservationGap(account)).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });
});
