import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import { transformEvent } from "../../../shared/core/pipeline/transform-event.ts";
import type { TransformResult } from "../../../shared/core/pipeline/transform-response.ts";
import { storedDocuments } from "../fake-opensearch.ts";
import { keptRecords, originalOf } from "../fake-bucket.ts";
import { CONTROL, entry, firehoseInvocation, gz, NOON, subscription } from "../payloads.ts";
import { noise } from "../../../tools/faults/traffic.ts";
import { readRecord } from "../records.ts";
import { newWorld, type World } from "../world.ts";

async function run(records: readonly Uint8Array[], world: World, stream = "tributary-eks") {
  const event = readFirehoseEvent(firehoseInvocation(records, stream), NOON) as FirehoseEvent;
  const { results, account } = await transformEvent(event, world.pipeline, world.deadline);
  expect(results.map(({ recordId }) => recordId)).toEqual(event.records.map(({ recordId }) => recordId));
  expect(JSON.stringify({ records: results }).length).toBeLessThan(6_000_000);
  expect(conservationGap(account)).toBe(0);
  return { results, account, words: results.map(({ result }) => result) };
}

const dataOf = ({ data = "" }: TransformResult): Buffer => Buffer.from(data, "base64");
const one = gz(subscription([entry("one", 1)]));
const two = gz(subscription([entry("two", 2), entry("three", 3)]));
const agent = Buffer.from('{"log":"from an agent"}');
const corrupt = one.subarray(0, 30);

describe("transformEvent, on a stream to OpenSearch", () => {
  it("hands a record that is one document back as one line without line end", async () => {
    const world = newWorld();
    const { results, words, account } = await run([agent, one], world);
    expect(words).toEqual(["Ok", "Ok"]);
    const texts = results.map((result) => dataOf(result).toString("utf8"));
    for (const text of texts) expect(text).not.toMatch(/[\r\n]/);
    expect(texts.map((text) => readRecord(text).body)).toEqual(['{"log":"from an agent"}', "one"]);
    expect(account).toMatchObject({ received: 2, delivered: 2 });
    expect(world.calls).toEqual([]);
  });

  it("says where an agent's record came from", async () => {
    const { results } = await run([agent], newWorld());
    const { resource, ...record } = readRecord(results.map(dataOf).join(""));
    expect(resource.attributes).toMatchObject({
      "aws.firehose.stream.name": "tributary-eks",
      "cloud.platform": "aws_eks",
    });
    expect(record["@timestamp"]).toBe("2026-11-23T12:00:00.000Z");
  });

  it("drops control messages and payloads without events", async () => {
    const { words, account } = await run([gz(CONTROL), gz(subscription([])), one], newWorld());
    expect(words).toEqual(["Dropped", "Dropped", "Ok"]);
    expect(account).toMatchObject({ received: 1, delivered: 1, control: 1 });
  });

  it("delivers a payload of several events by _bulk, and drops its record", async () => {
    const world = newWorld();
    const { words, account } = await run([two, one, two], world);
    expect(words).toEqual(["Dropped", "Ok", "Dropped"]);
    expect(account).toMatchObject({ received: 5, delivered: 3, duplicate: 2, records: 5 });
    expect(storedDocuments(world.cluster).map((json) => readRecord(json).body)).toEqual(["two", "three"]);
    expect([...world.cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
  });

  it("keeps what it cannot decode in our own bucket, and drops the record", async () => {
    const world = newWorld();
    const { words, account } = await run([corrupt, one, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])], world);
    expect(words).toEqual(["Dropped", "Ok", "Dropped"]);
    expect(Object.fromEntries(account.failedByReason)).toEqual({ gzip_corrupt: 1, compression_unsupported: 1 });
    expect(keptRecords(world.bucket).map(originalOf)).toEqual([corrupt, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])]);
    expect(keptRecords(world.bucket)[0]?.origin).toMatchObject({
      function: "transform",
      deliveryStream: "tributary-eks",
    });
  });

  it("keeps data that is no base64", async () => {
    const world = newWorld();
    const event = readFirehoseEvent({ ...firehoseInvocation([]), records: [{ recordId: "a", data: "***" }] }, NOON);
    const { results } = await transformEvent(event as FirehoseEvent, world.pipeline, world.deadline);
    expect(results).toEqual([{ recordId: "a", result: "Dropped" }]);
    expect(keptRecords(world.bucket).map((record) => [record.reason, originalOf(record).toString()])).toEqual([
      ["base64_invalid", "***"],
    ]);
  });

  it("delivers the sound events of a record beside the broken one", async () => {
    const world = newWorld();
    const { words, account } = await run([gz(subscription([entry("one", 1), { id: "broken" }]))], world);
    expect(words).toEqual(["Dropped"]);
    expect(account).toMatchObject({ received: 2, delivered: 1, failed: 1 });
    expect(storedDocuments(world.cluster)).toHaveLength(1);
  });

  it("keeps what OpenSearch refuses, and drops the record", async () => {
    const world = newWorld({ faults: { item: () => ({ status: 400, type: "mapper_parsing_exception" }) } });
    const { words, account } = await run([two, one], world);
    expect(words).toEqual(["Dropped", "Ok"]);
    expect(Object.fromEntries(account.failedByReason)).toEqual({ bulk_rejected_mapping: 2 });
    expect(keptRecords(world.bucket).map((record) => originalOf(record).toString())).toEqual(["two", "three"]);
  });

  it("delivers by _bulk what the response cannot hold", async () => {
    const world = newWorld();
    const large = Array.from({ length: 30 }, (_, seed) => Buffer.from(`{"log":"${noise(250_000, seed)}"}`));
    const { words, account } = await run(large, world);
    expect(account).toMatchObject({ received: 30, delivered: 30, failed: 0 });
    const handedBack = words.filter((word) => word === "Ok").length;
    expect(handedBack).toBeGreaterThan(5);
    expect(storedDocuments(world.cluster)).toHaveLength(30 - handedBack);
    expect(words.filter((word) => word === "Dropped")).toHaveLength(30 - handedBack);
  });
});

describe("transformEvent, when our bucket is down", () => {
  const down = (options = {}): World => {
    const world = newWorld(options);
    world.bucket.fails = () => true;
    return world;
  };

  it("leaves what it cannot decode to Firehose, and nothing else", async () => {
    const { words, account } = await run([corrupt, one, two], down());
    expect(words).toEqual(["ProcessingFailed", "Ok", "Dropped"]);
    expect(account.unkept).toEqual(["Error: SlowDown: please reduce your request rate"]);
    expect(account).toMatchObject({ received: 4, delivered: 3, failed: 1 });
  });

  it("leaves the whole record of a broken event to Firehose, undelivered", async () => {
    const world = down();
    const { words, account } = await run([gz(subscription([entry("one", 1), { id: "broken" }]))], world);
    expect(words).toEqual(["ProcessingFailed"]);
    expect(account).toMatchObject({ received: 2, failed: 2, delivered: 0 });
    expect(storedDocuments(world.cluster)).toEqual([]);
  });

  it("leaves a record that OpenSearch refuses to Firehose, and only that", async () => {
    const world = down({
      faults: {
        item: ({ json }: { json: string }) =>
          json.includes('"three"') ? { status: 400, type: "odd_exception" } : undefined,
      },
    });
    const other = gz(subscription([entry("four", 4), entry("five", 5)]));
    const { words, account } = await run([two, other], world);
    expect(words).toEqual(["ProcessingFailed", "Dropped"]);
    expect(account).toMatchObject({ received: 4, delivered: 3, failed: 1 });
  });

  it("does not answer ProcessingFailed where nothing failed", async () => {
    expect((await run([one, two, gz(CONTROL)], down())).words).toEqual(["Ok", "Dropped", "Dropped"]);
  });
});

describe("transformEvent, on a stream to S3", () => {
  const archive = "tributary-archive";

  it("hands each record back as a gzip member of NDJSON; the members are one file", async () => {
    const world = newWorld();
    const { results, words, account } = await run([one, two, gz(CONTROL), agent], world, archive);
    expect(words).toEqual(["Ok", "Ok", "Dropped", "Ok"]);
    const members = results.map(dataOf);
    const text = gunzipSync(Buffer.concat(members)).toString("utf8");
    expect(text).toBe(members.map((member) => (member.length > 0 ? gunzipSync(member).toString("utf8") : "")).join(""));
    expect(text.endsWith("\n")).toBe(true);
    const bodies = text
      .trimEnd()
      .split("\n")
      .map((line) => readRecord(line).body);
    expect(bodies).toEqual(["one", "two", "three", '{"log":"from an agent"}']);
    expect(account).toMatchObject({ received: 4, delivered: 4, control: 1 });
    expect(world.calls).toEqual([]);
  });

  it("says which partition each record is for", async () => {
    const unknown = gz(subscription([entry("x", 1)], { logGroup: "/shop" }));
    const { results } = await run([one, unknown, gz(CONTROL), corrupt], newWorld(), archive);
    expect(results.map(({ metadata }) => metadata?.partitionKeys.platform)).toEqual([
      "eks",
      "other",
      undefined,
      undefined,
    ]);
    expect((await run([one], newWorld())).results[0]).not.toHaveProperty("metadata");
  });

  it("keeps what the response cannot hold", async () => {
    const world = newWorld();
    const records = Array.from({ length: 20 }, (_, seed) => gz(subscription([entry(noise(800_000, seed), seed)])));
    const { words, account } = await run(records, world, archive);
    const kept = words.filter((word) => word === "Dropped").length;
    expect(kept).toBeGreaterThan(0);
    expect(words.filter((word) => word === "Ok")).toHaveLength(20 - kept);
    expect(Object.fromEntries(account.failedByReason)).toEqual({ response_too_large: kept });
    expect(keptRecords(world.bucket)).toHaveLength(kept);
    expect(keptRecords(world.bucket)[0]?.origin).toMatchObject({ destination: "s3", events: 1 });
  });

  it("leaves that to Firehose when our bucket is down", async () => {
    const world = newWorld();
    world.bucket.fails = () => true;
    const records = Array.from({ length: 20 }, (_, seed) => gz(subscription([entry(noise(800_000, seed), seed)])));
    const { words } = await run([...records, corrupt], world, archive);
    expect(new Set(words)).toEqual(new Set(["Ok", "ProcessingFailed"]));
    expect(words.at(-1)).toBe("ProcessingFailed");
  });
});

it("answers an event without records", async () => {
  expect((await run([], newWorld())).results).toEqual([]);
});
