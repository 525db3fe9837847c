import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { redriveObject, type RedriveOutcome } from "../../../shared/core/redrive/redrive-object.ts";
import { keptRecords } from "../fake-bucket.ts";
import { awslogs, entry, gz, NOON, subscription } from "../payloads.ts";
import { newWorld, type World } from "../world.ts";
import { anyCharacter } from "../../any-character.ts";

const MAX_ATTEMPTS = 4;

/** Redrives one object of the world's bucket. */
async function redrive(world: World, key: string): Promise<RedriveOutcome> {
  return redriveObject({ key, bytes: world.bucket.objects.get(key) ?? Buffer.alloc(0) }, world.pipeline, {
    deadline: world.clock.now + 60_000,
    maxAttempts: MAX_ATTEMPTS,
    maxObjectBytes: 10_000_000,
    remove: async (gone) => void world.bucket.objects.delete(gone),
  });
}

async function redriveAll(world: World): Promise<RedriveOutcome[]> {
  const outcomes: RedriveOutcome[] = [];
  for (const key of Array.from(world.bucket.objects.keys())) outcomes.push(await redrive(world, key));
  return outcomes;
}

/** Documents by index and id, as the cluster has them. */
function stored({ cluster }: World): Record<string, string> {
  return Object.fromEntries(
    [...cluster.indices].flatMap(([index, documents]) => [...documents].map(([id, json]) => [`${index}/${id}`, json])),
  );
}

const EVENT = awslogs(gz(subscription([entry("one", 1), entry("two", 2), entry("  goes on", 3), entry("three", 4)])));
const DOWN = { request: () => ({ kind: "answer", status: 503, body: "" }) as const };

/** A world in which the cluster was down while the event came in. */
async function afterOutage(event: unknown = EVENT): Promise<World> {
  const world = newWorld({ faults: DOWN });
  await indexEvent(event, world.pipeline, "eu-west-1", world.clock.now + 1000);
  return world;
}

describe("redriveObject", () => {
  it("brings what an outage left to where it would have been, and removes the object", async () => {
    const healthy = newWorld();
    await indexEvent(EVENT, healthy.pipeline, "eu-west-1", healthy.deadline);
    const world = await afterOutage();
    world.cluster.faults = {};
    world.clock.now += 48 * 3_600_000;
    const [outcome] = await redriveAll(world);
    expect(outcome).toMatchObject({ rewritten: 0, removed: true, unreadable: [] });
    expect(outcome?.account).toMatchObject({ received: 4, delivered: 4 });
    expect(stored(world)).toEqual(stored(healthy));
    expect(world.bucket.objects.size).toBe(0);
  });

  it("changes nothing when it runs a second time after it was killed before the removal", async () => {
    const world = await afterOutage();
    const objects = new Map(world.bucket.objects);
    world.cluster.faults = {};
    await redriveAll(world);
    const first = stored(world);
    for (const [key, body] of objects) world.bucket.objects.set(key, body);
    const [outcome] = await redriveAll(world);
    expect(outcome?.account).toMatchObject({ received: 4, delivered: 0, duplicate: 4 });
    expect(stored(world)).toEqual(first);
  });

  it("writes what fails again with one attempt more, under the first time it was seen", async () => {
    const world = await afterOutage();
    const [before] = keptRecords(world.bucket);
    world.clock.now += 3_600_000;
    const [outcome] = await redriveAll(world);
    expect(outcome).toMatchObject({ removed: false });
    const again = keptRecords(world.bucket);
    expect(again.map(({ attempts, firstSeen }) => [attempts, firstSeen])).toEqual(
      again.map(() => [2, before?.firstSeen]),
    );
    expect(world.bucket.objects.size).toBe(1);
  });

  it("gives up visibly after the last attempt", async () => {
    const world = await afterOutage();
    for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) await redriveAll(world);
    expect([...world.bucket.objects.keys()]).toEqual([
      expect.stringMatching(/^failures\/stage=redrive\/reason=redrive_exhausted\//),
    ]);
    const records = keptRecords(world.bucket);
    for (const { detail } of records) expect(detail).toMatch(/^cluster_unavailable: /);
    expect(records.reduce((sum, { origin }) => sum + origin.events, 0)).toBe(4);
  });

  it("keeps apart what is delivered and what is refused", async () => {
    const world = await afterOutage();
    const refuse = ({ json }: { json: string }) =>
      json.includes('"three"') ? { status: 400, type: "mapper_parsing_exception" } : undefined;
    world.cluster.faults = { item: refuse };
    const [outcome] = await redriveAll(world);
    expect(outcome?.account).toMatchObject({ delivered: 3, failed: 1 });
    expect(outcome).toMatchObject({ removed: true, rewritten: 1 });
    expect(keptRecords(world.bucket)).toMatchObject([{ reason: "bulk_rejected_mapping", attempts: 2 }]);
  });

  it("does not remove the object when what failed again cannot be written", async () => {
    const world = await afterOutage();
    world.cluster.faults = { item: () => ({ status: 400, type: "odd_exception" }) };
    const [key = ""] = world.bucket.objects.keys();
    world.bucket.fails = () => true;
    await expect(redrive(world, key)).rejects.toThrow("SlowDown");
    expect(world.bucket.objects.has(key)).toBe(true);
  });

  it("decodes again what could not be decoded, with the cap of today", async () => {
    const bytes = gz(subscription([entry("x".repeat(2_000_000), 1)]));
    const world = newWorld();
    await indexEvent(awslogs(bytes), world.pipeline, "eu-west-1", world.deadline);
    expect(keptRecords(world.bucket)).toMatchObject([
      { reason: "gzip_too_large", origin: { holds: "carrier-record" } },
    ]);
    const roomy = {
      ...world,
      pipeline: { ...world.pipeline, settings: { ...world.pipeline.settings, inflateMaxBytes: 10_000_000 } },
    };
    const [outcome] = await redriveAll(roomy);
    expect(outcome?.account).toMatchObject({ received: 1, delivered: 1 });
  });

  it.each([
    ["an event of another shape", { hello: "world" }, "event_invalid"],
    ["no base64", { awslogs: { data: "~~~" } }, "base64_invalid"],
    ["a broken entry", awslogs(gz(subscription([{ id: "1" }]))), "log_event_invalid"],
  ])("keeps %s as it was, since nothing has changed", async (_, event, reason) => {
    const world = newWorld();
    await indexEvent(event, world.pipeline, "eu-west-1", world.deadline);
    const [before] = keptRecords(world.bucket);
    await redriveAll(world);
    expect(keptRecords(world.bucket)).toMatchObject([{ reason, original: before?.original, attempts: 2 }]);
  });
});

describe("redriveObject, of what AWS has kept", () => {
  const document = { "@timestamp": "2026-11-23T12:00:00Z", body: "refused" };
  const refused = {
    attemptsMade: "3",
    arrivalTimestamp: String(NOON),
    errorCode: "400",
    errorMessage: "{}",
    attemptEndingTimestamp: NOON,
  };
  const rawData = Buffer.from(JSON.stringify(document)).toString("base64");
  const ES = { ...refused, esDocumentId: "id-1", esIndexName: "logs-eks-2026-11-23", esTypeName: "", rawData };
  const OS = { ...refused, osDocumentId: "id-2", osIndexName: "logs-eks-2026-11-23", rawData };
  const RAW = {
    ...refused,
    attemptsMade: 4,
    arrivalTimestamp: NOON,
    rawData: gz(subscription([entry("from Firehose", 9)])).toString("base64"),
  };
  const LAMBDA = {
    version: "1.0",
    timestamp: "2026-11-23T12:05:00.000Z",
    requestContext: {
      requestId: "r",
      functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:tributary-dev-index:$LATEST",
      condition: "RetriesExhausted",
    },
    requestPayload: awslogs(gz(subscription([entry("from Lambda", 10)]))),
  };

  function objectOf(...values: unknown[]): Buffer {
    return Buffer.from(values.map((value) => JSON.stringify(value)).join(""));
  }

  it.each([
    ["glued", objectOf(ES, OS, RAW, LAMBDA)],
    ["on lines", Buffer.from([ES, OS, RAW, LAMBDA].map((value) => `${JSON.stringify(value)}\n`).join(""))],
    ["as gzip", gzipSync(objectOf(ES, OS, RAW, LAMBDA))],
  ])("delivers Firehose's and Lambda's objects, %s", async (_, bytes) => {
    const world = newWorld();
    world.bucket.objects.set("AmazonOpenSearchService-failed/x", bytes);
    const [outcome] = await redriveAll(world);
    expect(outcome?.account).toMatchObject({ received: 4, delivered: 4 });
    expect(stored(world)["logs-eks-2026-11-23/id-1"]).toBe(JSON.stringify(document));
    expect(stored(world)["logs-eks-2026-11-23/id-2"]).toBe(JSON.stringify(document));
    expect(Object.values(stored(world)).filter((json) => /from (?:Firehose|Lambda)/.test(json))).toHaveLength(2);
    expect(world.bucket.objects.size).toBe(0);
  });

  it("sends a finished document as it is, however often it fails", async () => {
    const world = newWorld({ faults: DOWN });
    world.bucket.objects.set("AmazonOpenSearchService_failed/x", objectOf(ES));
    await redriveAll(world);
    expect(keptRecords(world.bucket)).toMatchObject([
      { attempts: 2, origin: { holds: "document", id: "id-1", index: "logs-eks-2026-11-23" } },
    ]);
    world.cluster.faults = {};
    await redriveAll(world);
    expect(stored(world)).toEqual({ "logs-eks-2026-11-23/id-1": JSON.stringify(document) });
  });

  it.each([
    ["a line that is nothing of the kind", Buffer.from('{"hello":"world"}\n')],
    ["gzip that is cut", gzipSync("x").subarray(0, 12)],
  ])("never removes an object with %s, and says so", async (_, bytes) => {
    const world = newWorld();
    world.bucket.objects.set("stray", bytes);
    const [outcome] = await redriveAll(world);
    expect(outcome).toMatchObject({ removed: false, unreadable: [expect.any(String)] });
    expect(world.bucket.objects.get("stray")).toBe(bytes);
  });
});

describe("redriveObject, whatever fails on the way", () => {
  it("accounts for each event, and in the end the index holds what was sent", async () => {
    const messages = fc.array(fc.string({ unit: anyCharacter, maxLength: 20 }), { minLength: 1, maxLength: 6 });
    const answers = fc.array(fc.constantFrom(201, 429, 503, 400), { minLength: 1, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(messages, answers, async (texts, statuses) => {
        const event = awslogs(gz(subscription(texts.map((text, index) => entry(text, index)))));
        const healthy = newWorld();
        await indexEvent(event, healthy.pipeline, "eu-west-1", healthy.deadline);
        let sent = 0;
        const item = () => {
          const status = statuses[sent++ % statuses.length] ?? 201;
          return status === 201 ? undefined : { status, type: "odd_exception" };
        };
        const world = newWorld({ faults: { item } });
        await indexEvent(event, world.pipeline, "eu-west-1", world.clock.now + 1000);
        for (const { account } of await redriveAll(world)) expect(conservationGap(account)).toBe(0);
        world.cluster.faults = {};
        await redriveAll(world);
        expect(stored(world)).toEqual(stored(healthy));
        expect(world.bucket.objects.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
