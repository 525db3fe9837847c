import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { packFailures, undeliveredRecord } from "../../../shared/core/failure-record.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { normalizeBatch } from "../../../shared/core/normalize.ts";
import { readFailureRecord } from "../../../shared/core/redrive/read-failure-record.ts";
import { redriveObject, type RedriveOutcome } from "../../../shared/core/redrive/redrive-object.ts";
import { keptRecords, originalOf } from "../fake-bucket.ts";
import { storedDocuments } from "../fake-opensearch.ts";
import { awslogs, CONTROL, entry, gz, NOON, subscription } from "../payloads.ts";
import { newWorld, type World } from "../world.ts";

const DOWN = { request: () => ({ kind: "answer", status: 503, body: "" }) as const };
const STREAM_KEY =
  "processing-failed/2026/11/23/12/tributary-eks-3-2026-11-23-12-00-01-0a1b2c3d-0000-4000-8000-0123456789ab.gz";

function redrive(world: World, bytes: Buffer, key = "processing-failed/x"): Promise<RedriveOutcome> {
  world.bucket.objects.set(key, bytes);
  return redriveObject({ key, bytes }, world.pipeline, {
    deadline: world.clock.now + 60_000,
    maxAttempts: 4,
    maxObjectBytes: 100_000_000,
    remove: async (gone) => void world.bucket.objects.delete(gone),
  });
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const refused = (rawData: string, more: object = {}) => ({
  attemptsMade: 7,
  arrivalTimestamp: NOON,
  errorCode: "OS.MalformedData",
  esDocumentId: "id-1",
  esIndexName: "logs-eks-2026-11-23",
  rawData,
  ...more,
});
const objectOf = (...values: unknown[]): Buffer =>
  gzipSync(values.map((value) => `${JSON.stringify(value)}\n`).join(""));

describe("a document that Firehose could not deliver", () => {
  it("goes out on one line, whatever line ends stand between its values", async () => {
    const world = newWorld();
    const pretty = '{\r\n  "body": "a\\nb",\n  "number": 12345678901234567890\n}\n';
    const outcome = await redrive(world, objectOf(refused(base64(pretty))));
    expect(outcome).toMatchObject({ removed: true, account: { received: 1, delivered: 1 } });
    expect(storedDocuments(world.cluster)).toEqual(['{    "body": "a\\nb",   "number": 12345678901234567890 }']);
    expect([...(world.cluster.indices.get("logs-eks-2026-11-23")?.keys() ?? [])]).toEqual(["id-1"]);
  });

  it.each<[string, string | Buffer, number]>([
    ["several documents", '{"a":1}\n{"a":2}\n', 2],
    ["an action of _bulk with a document", '{"delete":{"_index":"logs-eks-2026-11-23","_id":"x"}}\n{"a":1}', 2],
    ["a line of text", "GET /healthz 200", 1],
    ["an array", "[1]", 1],
    ["invalid UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), 1],
    ["JSON that is cut", '{"a":', 1],
  ])("is decoded as it came when it is %s, and never pasted into a request", async (_, raw, events) => {
    const world = newWorld();
    const outcome = await redrive(world, objectOf(refused(base64(raw))));
    expect(outcome).toMatchObject({ removed: true, account: { received: events, delivered: events } });
    expect(storedDocuments(world.cluster)).toHaveLength(events);
    for (const json of storedDocuments(world.cluster)) expect(JSON.parse(json)).toHaveProperty("@timestamp");
  });

  it("fails again as what it is: messages when it was decoded, a document when it was finished", async () => {
    const world = newWorld({ faults: DOWN });
    await redrive(world, objectOf(refused(base64("plain")), refused(base64('{"a":1}'), { esDocumentId: "id-2" })));
    const kept = keptRecords(world.bucket);
    expect(kept.map(({ origin, attempts }) => [origin.holds, attempts])).toEqual([
      ["message", 2],
      ["document", 2],
    ]);
    expect(kept.map((record) => originalOf(record).toString())).toEqual(["plain", '{"a":1}']);
  });
});

describe("a record that Firehose could not have transformed", () => {
  it("goes where its stream goes, which only the object's name says", async () => {
    const world = newWorld();
    const raw = {
      attemptsMade: 4,
      arrivalTimestamp: NOON,
      rawData: base64("from an agent"),
      lambdaArn: "arn:aws:lambda:eu-west-1:1:function:f",
    };
    await redrive(world, objectOf(raw), STREAM_KEY);
    expect([...world.cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
    expect(storedDocuments(world.cluster).join("")).toContain('"eu-west-1"');
  });

  it("has the same id whenever it is redriven, even if it does not say when it arrived", async () => {
    const world = newWorld();
    const raw = { attemptsMade: 4, rawData: base64("from an agent") };
    await redrive(world, objectOf(raw), STREAM_KEY);
    world.clock.now += 3_600_000;
    const { account } = await redrive(world, objectOf(raw), STREAM_KEY);
    expect(account).toMatchObject({ delivered: 0, duplicate: 1 });
  });

  it("is no log event when it is a control message", async () => {
    const world = newWorld();
    const raw = { attemptsMade: 4, arrivalTimestamp: NOON, rawData: gz(CONTROL).toString("base64") };
    const outcome = await redrive(world, objectOf(raw));
    expect(outcome).toMatchObject({ removed: true, account: { received: 0, control: 1 } });
  });
});

/** The failure records of an outage, as the bucket has them. */
async function failureRecords(): Promise<Record<string, unknown>[]> {
  const world = newWorld({ faults: DOWN });
  const broken = awslogs(gz(subscription([entry("one", 1), { id: "2" }, entry("two", 3)])));
  await indexEvent(broken, world.pipeline, "eu-west-1", world.clock.now + 1000);
  await indexEvent({ hello: "world" }, world.pipeline, "eu-west-1", world.clock.now + 1000);
  return keptRecords(world.bucket) as unknown as Record<string, unknown>[];
}

const isMembers = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

describe("a failure record of ours", () => {
  const wrong: [string, (record: Record<string, unknown>) => object][] = [
    ["of another version", (record) => ({ ...record, v: 2 })],
    ["of an unknown reason", (record) => ({ ...record, reason: "toString" })],
    ["without attempts", (record) => ({ ...record, attempts: "1" })],
    ["without origin", (record) => ({ ...record, origin: [] })],
    [
      "that holds something else",
      (record) => ({ ...record, origin: { ...(record["origin"] as object), holds: "secrets" } }),
    ],
    [
      "without time",
      (record) => ({ ...record, origin: { ...(record["origin"] as object), carrierTime: "yesterday" } }),
    ],
    [
      "of a document without id",
      (record) => ({ ...record, origin: { ...(record["origin"] as object), holds: "document", id: undefined } }),
    ],
    ["whose bytes are no base64", (record) => ({ ...record, original: "~~~" })],
  ];

  it.each(wrong)("is not taken for one when it is %s", async (_, change) => {
    const [record] = await failureRecords();
    expect(readFailureRecord(record ?? {})).toBe(record);
    const world = newWorld();
    const outcome = await redrive(world, objectOf(change(record ?? {})));
    expect(outcome).toMatchObject({ removed: false, account: { received: 0 } });
    expect(outcome.unreadable).toEqual([
      "1 of 1 entries is neither a failure record of ours nor of Firehose nor of Lambda: number 1",
    ]);
  });

  it.each(["invocation", "log-entry"])("keeps its bytes when they are no JSON, though it holds %s", async (holds) => {
    const [record] = await failureRecords();
    const origin = { ...(record?.["origin"] as object), holds };
    const world = newWorld();
    await redrive(world, objectOf({ ...record, origin, original: base64("{cut") }), "failures/x");
    world.bucket.objects.delete("failures/x");
    expect(keptRecords(world.bucket)).toMatchObject([{ attempts: 2, original: base64("{cut"), origin: { holds } }]);
  });

  it("never stops a redrive, whatever has become of it, and is removed only when all of it is accounted for", async () => {
    const records = await failureRecords();
    const paths = [
      ...new Set(records.flatMap((record) => [...Object.keys(record), ...Object.keys(record["origin"] as object)])),
    ];
    const change = fc.tuple(fc.constantFrom(...records), fc.constantFrom(...paths), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(change, fc.boolean(), async ([record, name, value], down) => {
        const origin = record["origin"];
        const within = isMembers(origin) && name in origin;
        const changed = within ? { ...record, origin: { ...origin, [name]: value } } : { ...record, [name]: value };
        const world = newWorld(down ? { faults: DOWN } : {});
        const outcome = await redrive(world, objectOf(changed), "failures/x");
        expect(conservationGap(outcome.account)).toBe(0);
        expect(world.bucket.objects.has("failures/x")).toBe(!outcome.removed);
        expect(storedDocuments(world.cluster).length + keptRecords(world.bucket).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe("an object that is larger than what is delivered at a time", () => {
  it("is read in slices, and what fails again is written in several objects", async () => {
    const away = newWorld({ faults: DOWN });
    const events = Array.from({ length: 12_000 }, (_, number) => ({
      id: String(number).padStart(56, "0"),
      timestamp: NOON,
      message: `${number} ${"x".repeat(400)}`,
      bytes: undefined,
      account: undefined,
      region: undefined,
    }));
    const origin = {
      carrier: "cloudwatch",
      account: "1",
      region: "r",
      logGroup: "g",
      logStream: "s",
      deliveryStream: "",
      platform: undefined,
    } as const;
    const documents = normalizeBatch({ origin, events }, away.pipeline.catalog, away.pipeline.settings);
    const failure = { reason: "cluster_unavailable", detail: "503" } as const;
    const records = documents.map((document) =>
      undeliveredRecord({ document, failure }, { function: "index", destination: "opensearch", now: NOON }),
    );
    const parts = [records.slice(0, 6_000), records.slice(6_000)].flatMap((part) => packFailures(part, "failures"));
    const bytes = Buffer.concat(parts.map(({ body }) => body));

    const kept = await redrive(away, bytes, "failures/x");
    expect(kept).toMatchObject({ removed: true, rewritten: 12_000, account: { received: 12_000, failed: 12_000 } });
    expect([...away.bucket.objects.keys()]).toHaveLength(3);

    const world = newWorld();
    const outcome = await redrive(world, bytes, "failures/x");
    expect(outcome).toMatchObject({ removed: true, rewritten: 0, account: { received: 12_000, delivered: 12_000 } });
    expect(storedDocuments(world.cluster)).toHaveLength(12_000);
  });

  it("is left alone when it inflates to more than the cap", async () => {
    const world = newWorld();
    const outcome = await redrive(world, gzipSync(Buffer.alloc(100_000_001, 32)));
    expect(outcome).toMatchObject({
      removed: false,
      unreadable: ["gzip_too_large: inflates to more than 100000000 bytes"],
    });
  });
});
