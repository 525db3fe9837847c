import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { storedDocuments } from "../fake-opensearch.ts";
import { keptRecords, originalOf } from "../fake-bucket.ts";
import { awslogs, CONTROL, entry, gz, subscription } from "../payloads.ts";
import { notesOf, readRecord } from "../records.ts";
import { newWorld, type World } from "../world.ts";

const run = (event: unknown, { pipeline, deadline }: World) => indexEvent(event, pipeline, "eu-west-1", deadline);
const sent = (...messages: string[]) =>
  awslogs(gz(subscription(messages.map((message, index) => entry(message, index)))));

describe("indexEvent", () => {
  it("indexes each log event, and accounts for it", async () => {
    const world = newWorld();
    const account = await run(sent("one", "  still one", "two"), world);
    expect(account).toMatchObject({
      received: 3,
      delivered: 3,
      duplicate: 0,
      failed: 0,
      records: 2,
      control: 0,
      retries: 0,
    });
    expect(storedDocuments(world.cluster).map((json) => readRecord(json).body)).toEqual(["one\n  still one", "two"]);
    expect([...world.cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
    expect(account.bytes).toBe(storedDocuments(world.cluster).join("").length);
    expect(world.bucket.objects.size).toBe(0);
  });

  it("finds everything delivered the second time", async () => {
    const world = newWorld();
    await run(sent("one", "two"), world);
    expect(await run(sent("one", "two"), world)).toMatchObject({ received: 2, delivered: 0, duplicate: 2, failed: 0 });
    expect(storedDocuments(world.cluster)).toHaveLength(2);
  });

  it("counts a control message, and asks nothing of anybody", async () => {
    const world = newWorld();
    expect(await run(awslogs(gz(CONTROL)), world)).toMatchObject({ received: 0, control: 1, delivered: 0, failed: 0 });
    expect(world.calls).toEqual([]);
  });

  it("makes records of empty, long and odd lines", async () => {
    const world = newWorld();
    const long = "x".repeat(300 * 1024);
    const account = await run(sent("", long, "a\u0000b"), world);
    expect(account).toMatchObject({ received: 3, delivered: 3 });
    const records = storedDocuments(world.cluster).map(readRecord);
    expect(records.map(({ body }) => body)).toEqual(["", long, "a\u0000b"]);
    expect(records.flatMap(notesOf)).toEqual([]);
  });

  it("keeps the bytes of a line that is no UTF-8 with its record", async () => {
    const world = newWorld();
    const payload = Buffer.from(
      JSON.stringify(subscription([entry("HERE", 1), entry("after", 2)])).replace("HERE", "\u00e9\u00ff"),
      "latin1",
    );
    await run(awslogs(payload), world);
    const [hurt, after] = storedDocuments(world.cluster).map(readRecord);
    expect(hurt?.original).toBe(`data:;base64,${Buffer.from([0xe9, 0xff]).toString("base64")}`);
    expect(hurt && notesOf(hurt)).toEqual(["invalid_utf8"]);
    expect(after).toMatchObject({ body: "after" });
    expect(after?.original).toBeUndefined();
  });

  it("keeps what it cannot decode before it delivers anything", async () => {
    const world = newWorld();
    const account = await run(awslogs(gz(subscription([entry("one", 1), { id: "broken" }, entry("three", 3)]))), world);
    expect(account).toMatchObject({ received: 3, delivered: 2, failed: 1 });
    expect(world.calls.map((call) => call.split(" ")[0])).toEqual(["put", "bulk"]);
    expect(keptRecords(world.bucket).map((record) => originalOf(record).toString())).toEqual(['{"id":"broken"}']);
  });

  it("keeps what OpenSearch refuses, with its original bytes", async () => {
    const world = newWorld({
      faults: {
        item: ({ json }) => (json.includes('"two') ? { status: 400, type: "mapper_parsing_exception" } : undefined),
      },
    });
    const account = await run(sent("one", "two é\n", "  and more", "three"), world);
    expect(account).toMatchObject({ received: 4, delivered: 2, failed: 2, records: 3 });
    expect(Object.fromEntries(account.failedByReason)).toEqual({ bulk_rejected_mapping: 2 });
    const [record] = keptRecords(world.bucket);
    expect(record?.origin).toMatchObject({
      index: "logs-eks-2026-11-23",
      platform: "eks",
      events: 2,
      function: "index",
    });
    expect(record && originalOf(record).toString()).toBe("two é\n\n  and more");
  });

  it("uses the same failure keys again", async () => {
    const faults = { item: () => ({ status: 403, type: "cluster_block_exception" }) };
    const world = newWorld({ faults });
    const event = awslogs(gz(subscription([entry("one", 1), { id: "broken" }])));
    await run(event, world);
    const keys = [...world.bucket.objects.keys()];
    expect(keys).toHaveLength(2);
    world.clock.now += 60_000;
    await run(event, world);
    expect([...world.bucket.objects.keys()]).toEqual(keys);
  });

  it.each(["gzip_corrupt", "bulk_rejected"])("rejects when %s cannot be kept", async (reason) => {
    const world = newWorld({ faults: { item: () => ({ status: 400, type: "odd_exception" }) } });
    world.bucket.fails = () => true;
    const event = reason === "gzip_corrupt" ? awslogs(gz(subscription([])).subarray(0, 20)) : sent("one");
    await expect(run(event, world)).rejects.toThrow("SlowDown");
  });

  it("delivers the rest when AWS invokes it again after that", async () => {
    const world = newWorld({
      faults: { item: ({ json }) => (json.includes('"two"') ? { status: 400, type: "odd_exception" } : undefined) },
    });
    world.bucket.fails = () => true;
    await expect(run(sent("one", "two", "three"), world)).rejects.toThrow("SlowDown");
    world.bucket.fails = () => false;
    const account = await run(sent("one", "two", "three"), world);
    expect(account).toMatchObject({ received: 3, delivered: 0, duplicate: 2, failed: 1 });
    expect(conservationGap(account)).toBe(0);
  });
});
