import { beforeEach, describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import { previewRun } from "../../../shared/core/redrive/preview-run.ts";
import { redriveRun, type RunOptions, type RunReport } from "../../../shared/core/redrive/redrive-run.ts";
import { runSummary } from "../../../shared/core/redrive/run-summary.ts";
import { selectionOf } from "../../../shared/core/redrive/selection.ts";
import { keptRecords } from "../fake-bucket.ts";
import type { Faults } from "../fake-opensearch.ts";
import { awslogs, entry, gz, subscription } from "../payloads.ts";
import { newWorld, type World } from "../world.ts";
import { askablePipeline, fakeStore, type FakeStore } from "./fake-store.ts";

const DOWN: Faults = { request: () => ({ kind: "answer", status: 503, body: "" }) };
const LATER = selectionOf({ kind: "later" }, "failures", ["processing-failed/"]);
const ALL = selectionOf({ kind: "prefix", prefix: "failures/" }, "failures", []);

let world: World;
let pipeline: Pipeline;
let store: FakeStore;

/** Ten invocations came in while the cluster was down; the first of them are the oldest. */
beforeEach(async () => {
  world = newWorld({ faults: DOWN });
  pipeline = askablePipeline(world);
  store = fakeStore(world);
  for (let number = 0; number < 10; number++) {
    const before = new Set(world.bucket.objects.keys());
    const event = awslogs(
      gz(subscription([entry(`one ${number}`, number * 2), entry(`two ${number}`, number * 2 + 1)])),
    );
    await indexEvent(event, world.pipeline, "eu-west-1", world.clock.now + 1000);
    for (const key of world.bucket.objects.keys()) if (!before.has(key)) store.times.set(key, number);
  }
  world.calls.length = 0;
});

const oldestFirst = (): string[] =>
  [...world.bucket.objects.keys()].toSorted((a, b) => (store.times.get(a) ?? 0) - (store.times.get(b) ?? 0));

function run(options: Partial<RunOptions> = {}, selection = LATER): Promise<RunReport> {
  const limits = { deadline: world.clock.now + 600_000, maxAttempts: 10, maxObjectBytes: 10_000_000, maxObjects: 1000 };
  return redriveRun(selection, store, pipeline, { ...limits, ...options });
}

const gets = (): string[] => store.calls.filter((call) => call.startsWith("get ")).map((call) => call.slice(4));

describe("redriveRun, when the cluster is back", () => {
  beforeEach(() => {
    world.cluster.faults = {};
  });

  it("delivers and removes all, the oldest first, and finds nothing the second time", async () => {
    const keys = oldestFirst();
    const report = await run();
    expect(report).toMatchObject({
      objects: 10,
      removed: 10,
      rewritten: 0,
      left: 0,
      stopped: undefined,
      unreadable: [],
      failed: [],
    });
    expect(report.account).toMatchObject({ received: 20, delivered: 20, failed: 0 });
    expect(gets()).toEqual(keys);
    const requests = world.cluster.requests.length;
    expect(await run()).toMatchObject({ objects: 0, left: 0 });
    expect(world.cluster.requests).toHaveLength(requests);
  });

  it("leaves alone what waits for a person, until one names it", async () => {
    await indexEvent({ hello: "world" }, world.pipeline, "eu-west-1", world.deadline);
    expect(await run()).toMatchObject({ objects: 10 });
    expect(keptRecords(world.bucket)).toMatchObject([{ reason: "event_invalid", attempts: 1 }]);
    expect(await run({}, ALL)).toMatchObject({ objects: 1, removed: 0, rewritten: 1 });
    expect(keptRecords(world.bucket)).toMatchObject([{ reason: "event_invalid", attempts: 2 }]);
  });

  it("ends when no time is left for another object, and says how many are left", async () => {
    const keys = oldestFirst();
    const bulk: Pipeline["bulk"] = (body, timeoutMs) => {
      world.clock.now += 1_000;
      return pipeline.bulk(body, timeoutMs);
    };
    const slow = { ...pipeline, bulk };
    const limits = {
      deadline: world.clock.now + 15_000,
      maxAttempts: 10,
      maxObjectBytes: 10_000_000,
      maxObjects: 1000,
    };
    const report = await redriveRun(LATER, store, slow, limits);
    expect(report.objects + report.left).toBe(10);
    expect(report.left).toBeGreaterThan(0);
    expect(world.bucket.objects.size).toBe(report.left);
    expect(oldestFirst()).toEqual(keys.slice(report.objects));
  });

  it("looks at no more objects than it may", async () => {
    expect(await run({ maxObjects: 3 })).toMatchObject({ objects: 3, left: 7 });
    expect(await run({ maxObjects: 30 })).toMatchObject({ objects: 7, left: 0 });
  });

  it("has several small objects under way, but a large one alone", async () => {
    let most = 0;
    let now = 0;
    const counting = {
      ...store,
      get: async (key: string) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        return store.get(key);
      },
      remove: async (key: string) => {
        now--;
        return store.remove(key);
      },
    };
    const limits = {
      deadline: world.clock.now + 600_000,
      maxAttempts: 10,
      maxObjectBytes: 10_000_000,
      maxObjects: 1000,
    };
    const large = {
      ...counting,
      list: async function* (prefix: string) {
        for await (const object of store.list(prefix)) yield { ...object, size: 900_000 };
      },
    };
    await redriveRun(LATER, large, pipeline, { ...limits, maxObjects: 4 });
    expect(most).toBe(1);
    await redriveRun(LATER, counting, pipeline, limits);
    expect(most).toBe(4);
    expect(world.bucket.objects.size).toBe(0);
  });

  it("tells of each object that it has done with", async () => {
    const listed: number[] = [];
    const done: string[] = [];
    await run({ onListed: (objects) => listed.push(objects.length), onObject: ({ key }) => done.push(key) });
    expect(listed).toEqual([10]);
    expect(done).toHaveLength(10);
  });
});

describe("redriveRun, when an object is odd", () => {
  beforeEach(() => {
    world.cluster.faults = {};
  });

  it.each([
    ["read", "get", 9],
    ["removed", "remove", 10],
  ])("redrives the others when one cannot be %s, and says so", async (_, call, objects) => {
    const [, second = ""] = oldestFirst();
    store.fails = (said) => said === `${call} ${second}`;
    const report = await run();
    expect(report).toMatchObject({ objects, removed: 9, failed: [{ key: second }] });
    expect(runSummary(report).storeFailures).toEqual([`${second}: Error: SlowDown on ${call} ${second}`]);
    expect([...world.bucket.objects.keys()]).toEqual([second]);
    store.fails = () => false;
    expect(await run()).toMatchObject({ removed: 1, failed: [] });
  });

  it("loses nothing of one that cannot be written again", async () => {
    const [first = ""] = oldestFirst();
    world.cluster.faults = {
      item: ({ json }) => (json.includes("one 0") ? { status: 400, type: "odd_exception" } : undefined),
    };
    world.bucket.fails = () => true;
    const report = await run();
    expect(report).toMatchObject({ removed: 9, failed: [{ key: first }] });
    expect(conservationGap(report.account)).toBe(0);
    expect([...world.bucket.objects.keys()]).toEqual([first]);
  });

  it("takes no harm of one that somebody else has removed meanwhile", async () => {
    const [first = ""] = oldestFirst();
    const racing = {
      ...store,
      get: async (key: string) => (key === first ? ({ kind: "gone" } as const) : store.get(key)),
    };
    const limits = {
      deadline: world.clock.now + 600_000,
      maxAttempts: 10,
      maxObjectBytes: 10_000_000,
      maxObjects: 1000,
    };
    expect(await redriveRun(LATER, racing, pipeline, limits)).toMatchObject({ objects: 9, removed: 9, failed: [] });
  });

  it("leaves one that is too large, without reading it, and one that is nothing of ours", async () => {
    world.bucket.objects.set("processing-failed/large", Buffer.alloc(20_000));
    world.bucket.objects.set("processing-failed/stray", Buffer.from('{"a":1}\n{"b":2}\n'));
    const report = await run({ maxObjectBytes: 10_000 });
    expect(report).toMatchObject({ objects: 12, removed: 10 });
    expect(runSummary(report).unreadable.toSorted()).toEqual([
      "processing-failed/large: 20000 bytes, more than the cap of 10000",
      "processing-failed/stray: 2 of 2 entries are neither a failure record of ours nor of Firehose nor of Lambda: number 1 is the first",
    ]);
    expect(gets()).not.toContain("processing-failed/large");
    expect([...world.bucket.objects.keys()].toSorted()).toEqual(["processing-failed/large", "processing-failed/stray"]);
  });

  it("bounds what it says, however many are", async () => {
    for (let number = 0; number < 200; number++)
      world.bucket.objects.set(`processing-failed/${number}`, Buffer.from("x"));
    const { unreadable } = runSummary(await run());
    expect(unreadable).toHaveLength(51);
    expect(unreadable.at(-1)).toBe("… and 150 more");
  });
});

describe("redriveRun, when the cluster is away", () => {
  it("touches nothing: no record loses an attempt, however long it lasts", async () => {
    const before = new Map(world.bucket.objects);
    for (let time = 0; time < 20; time++) {
      const report = await run();
      expect(report).toMatchObject({
        objects: 0,
        left: 10,
        stopped: expect.stringMatching(/^cluster_unavailable: 503/),
      });
      world.clock.now += 900_000;
    }
    expect(world.bucket.objects).toEqual(before);
    expect(store.calls.filter((call) => !call.startsWith("list "))).toEqual([]);
    world.cluster.faults = {};
    expect(await run()).toMatchObject({ removed: 10, left: 0 });
  });

  it("asks a few times, because a cluster that is back may stumble", async () => {
    let asked = 0;
    world.cluster.faults = {
      request: (items) => (items.length === 0 && ++asked < 3 ? { kind: "answer", status: 503, body: "" } : undefined),
    };
    expect(await run()).toMatchObject({ removed: 10, stopped: undefined });
  });

  it.each([
    ["refuses everybody", { kind: "answer", status: 403, body: "no permissions" }, "access_denied"],
    ["is busy", { kind: "answer", status: 429, body: "" }, "bulk_throttled"],
    ["breaks off", { kind: "no-answer", detail: "ECONNRESET" }, "cluster_unavailable"],
  ] as const)("stops after the first object when it answers, but %s", async (_, answer, reason) => {
    world.cluster.faults = { request: (items) => (items.length > 0 ? answer : undefined) };
    const report = await run();
    expect(report).toMatchObject({ objects: 1, rewritten: 2, left: 9, stopped: reason });
    expect(
      keptRecords(world.bucket)
        .map(({ attempts }) => attempts)
        .toSorted((a, b) => a - b),
    ).toEqual([...Array.from({ length: 18 }, () => 1), 2, 2]);
  });

  it("goes on when one index is blocked, which says nothing of the others", async () => {
    world.cluster.faults = { item: () => ({ status: 403, type: "cluster_block_exception" }) };
    expect(await run()).toMatchObject({ objects: 10, rewritten: 20, stopped: undefined });
  });
});

describe("previewRun", () => {
  it("says what would be done, by reason, and touches nothing", async () => {
    await indexEvent({ hello: "world" }, world.pipeline, "eu-west-1", world.deadline);
    world.bucket.objects.set("failures/stray", Buffer.from("stray"));
    const before = new Map(world.bucket.objects);
    const [first = ""] = oldestFirst();
    store.fails = (call) => call === `get ${first}` || call.startsWith("remove");
    const limits = { maxAttempts: 2, maxObjectBytes: 10_000_000, maxObjects: 1000 };
    const { preview, objects, failed } = await previewRun(ALL, store, world.pipeline, limits);
    expect([...preview.lines.values()].toSorted((a, b) => a.events - b.events)).toEqual([
      { reason: "event_invalid", objects: 1, entries: 1, events: 1, documents: 0, undecodable: 1, lastAttempt: 1 },
      {
        reason: "cluster_unavailable",
        objects: 9,
        entries: 18,
        events: 18,
        documents: 18,
        undecodable: 0,
        lastAttempt: 18,
      },
    ]);
    expect(preview.unreadable).toEqual([{ key: "failures/stray", why: "1 of 1 entries are of no known shape" }]);
    expect(objects).toBe(11);
    expect(failed).toMatchObject([{ key: first }]);
    expect(world.bucket.objects).toEqual(before);
    expect(world.calls).toEqual([expect.stringMatching(/^put failures\/stage=decode/)]);
  });
});
