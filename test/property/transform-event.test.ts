import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../shared/core/accounting.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../shared/core/decode/firehose-event.ts";
import { transformEvent } from "../../shared/core/pipeline/transform-event.ts";
import { keptRecords, originalOf } from "../core/fake-bucket.ts";
import { storedDocuments } from "../core/fake-opensearch.ts";
import { faults, lasting, mixed, type Mixed } from "../core/mixtures.ts";
import { firehoseInvocation, NOON } from "../core/payloads.ts";
import { newWorld, type World } from "../core/world.ts";

const inputs = fc.array(mixed, { maxLength: 6 });
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const hex = (buffers: readonly Buffer[]): string[] => buffers.map((bytes) => bytes.toString("hex")).toSorted();

async function run(records: readonly Mixed[], world: World, stream: string) {
  const invocation = firehoseInvocation(
    records.map(({ bytes }) => bytes),
    stream,
  );
  const event = readFirehoseEvent(invocation, NOON) as FirehoseEvent;
  const { results, account } = await transformEvent(event, world.pipeline, world.deadline);
  expect(results.map(({ recordId }) => recordId)).toEqual(event.records.map(({ recordId }) => recordId));
  expect(JSON.stringify({ records: results }).length).toBeLessThan(6_000_000);
  expect(account.received).toBe(sum(records.map(({ events }) => events)));
  expect(account.control).toBe(sum(records.map(({ control }) => control)));
  expect(conservationGap(account)).toBe(0);
  const handedBack = results
    .filter(({ result }) => result === "Ok")
    .map(({ data = "" }) => Buffer.from(data, "base64"));
  return { results, account, handedBack };
}

describe("transformEvent, of any records", () => {
  it("accounts for every event on a stream to OpenSearch, and hands back single lines", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, faults, async (records, wrong) => {
        const world = newWorld({ faults: wrong, maxDocuments: 3 });
        const { results, account, handedBack } = await run(records, world, "tributary-eks");
        for (const bytes of handedBack) {
          const text = bytes.toString("utf8");
          expect(text).not.toMatch(/[\r\n]/);
          expect(JSON.parse(text)).toHaveProperty("schemaUrl");
        }
        expect(results.every(({ result }) => result !== "ProcessingFailed")).toBe(true);
        const kept = keptRecords(world.bucket);
        expect(sum(kept.map(({ origin }) => origin.events))).toBe(account.failed);
        const undecoded = kept.filter(({ stage }) => stage === "decode").map(originalOf);
        expect(hex(undecoded)).toEqual(hex(records.flatMap(({ broken }) => broken)));
        expect(handedBack.length + storedDocuments(world.cluster).length + kept.length - undecoded.length).toBe(
          account.records,
        );
      }),
      { numRuns: 150 },
    );
  });

  it("accounts for every event on a stream to S3, in members that are one file", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (records) => {
        const world = newWorld();
        const { account, handedBack } = await run(records, world, "tributary-archive");
        const whole = handedBack.length === 0 ? "" : gunzipSync(Buffer.concat(handedBack)).toString("utf8");
        expect(whole).toBe(handedBack.map((member) => gunzipSync(member).toString("utf8")).join(""));
        expect(whole.split("\n").slice(0, -1)).toHaveLength(account.records);
        expect(world.cluster.requests).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("finds only duplicates and the same failures the second time", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, lasting, async (records, wrong) => {
        const world = newWorld({ faults: wrong });
        const first = await run(records, world, "tributary-eks");
        const keys = [...world.bucket.objects.keys()];
        const stored = storedDocuments(world.cluster);
        const second = await run(records, world, "tributary-eks");
        expect(second.results).toEqual(first.results);
        expect(second.account.failed).toBe(first.account.failed);
        expect([...world.bucket.objects.keys()]).toEqual(keys);
        expect(storedDocuments(world.cluster)).toEqual(stored);
      }),
      { numRuns: 100 },
    );
  });

  it("answers ProcessingFailed exactly for records of which something could not be kept", async () => {
    await fc.assert(
      fc.asyncProperty(inputs, lasting, fc.boolean(), async (records, wrong, down) => {
        const world = newWorld({ faults: wrong });
        world.bucket.fails = () => down;
        const { results, account } = await run(records, world, "tributary-eks");
        const left = results.filter(({ result }) => result === "ProcessingFailed").length;
        expect(left > 0).toBe(down && account.failed > 0);
        expect(account.unkept.length > 0).toBe(left > 0);
        expect(world.bucket.objects.size === 0 || !down).toBe(true);
        const broken = records.flatMap((record, index) => (record.broken.length > 0 ? [results[index]?.result] : []));
        expect(broken.every((result) => result === (down ? "ProcessingFailed" : "Dropped"))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
