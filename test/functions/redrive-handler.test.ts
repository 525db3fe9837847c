import { beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { createHandler, handler } from "../../functions/redrive/handler.ts";
import { summaryLog } from "../../functions/redrive/summary-log.ts";
import { conservationGap } from "../../shared/core/accounting.ts";
import { newCatalog } from "../../shared/core/normalize.ts";
import type { RunSummary } from "../../shared/core/redrive/run-summary.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { keptRecords } from "../core/fake-bucket.ts";
import { storedDocuments, type Faults } from "../core/fake-opensearch.ts";
import { awslogs, entry, gz, NOON, subscription } from "../core/payloads.ts";
import { askablePipeline, fakeStore } from "../core/redrive/fake-store.ts";
import { newWorld, type World } from "../core/world.ts";
import { contextWith, newTold } from "./invocation.ts";

const DOWN: Faults = { request: () => ({ kind: "answer", status: 401, body: "" }) };
const EVENT = awslogs(gz(subscription([entry("one", 1), entry("two", 2), entry("three", 3)])));

const indices = ({ cluster }: World) =>
  Object.fromEntries([...cluster.indices].map(([name, documents]) => [name, Object.fromEntries(documents)]));

/** The function beside `index`, in a world in which the cluster has refused everybody and is well again. */
async function afterOutage() {
  const world = newWorld({ catalog: newCatalog(SOURCES), faults: DOWN });
  // The handlers' deadline is of the real clock.
  const pipeline = { ...askablePipeline(world), now: Date.now };
  const index = createIndex(() => ({ pipeline, region: "eu-west-1", telemetry: newTold().telemetry }));
  await index(EVENT, contextWith(60_000));
  world.cluster.faults = {};
  const store = fakeStore(world);
  const told = newTold();
  const logged: RunSummary[] = [];
  const log = (summary: RunSummary) => void logged.push(summary);
  const limits = { maxAttempts: 10, maxObjectBytes: 10_000_000, maxObjects: 1000 };
  const redrive = createHandler(() => ({
    pipeline,
    store,
    telemetry: told.telemetry,
    log,
    prefixes: ["processing-failed/"],
    limits,
  }));
  return {
    world,
    store,
    told,
    logged,
    index,
    invoke: (event: unknown, remainingMs = 60_000) => redrive(event, contextWith(remainingMs)),
  };
}

describe("the redrive function", () => {
  it("brings on schedule what an outage has left, says and logs what it did, and then finds nothing", async () => {
    const healthy = newWorld({ catalog: newCatalog(SOURCES) });
    const parts = {
      pipeline: { ...healthy.pipeline, now: Date.now },
      region: "eu-west-1",
      telemetry: newTold().telemetry,
    };
    await createIndex(() => parts)(EVENT, contextWith(60_000));
    const { world, told, logged, invoke } = await afterOutage();
    const raw = {
      attemptsMade: 4,
      arrivalTimestamp: NOON,
      rawData: gz(subscription([entry("four", 4)])).toString("base64"),
    };
    world.bucket.objects.set("processing-failed/2026/11/23/12/x", Buffer.from(JSON.stringify(raw)));

    const summary = await invoke({});
    expect(summary).toMatchObject({
      objects: 2,
      removed: 2,
      rewritten: 0,
      left: 0,
      received: 4,
      delivered: 4,
      duplicate: 0,
      failed: 0,
    });
    expect(logged).toEqual([summary]);
    expect(told.accounts).toMatchObject([{ received: 4, delivered: 4 }]);
    expect(world.bucket.objects.size).toBe(0);
    expect(storedDocuments(world.cluster)).toHaveLength(storedDocuments(healthy.cluster).length + 1);
    expect(indices(world)).toMatchObject(indices(healthy));

    expect(
      await invoke({ "detail-type": "Scheduled Event", source: "aws.events", time: "2026-11-23T12:15:00Z" }),
    ).toMatchObject({ objects: 0 });
  });

  it("takes on demand one key, a prefix or a reason", async () => {
    const { world, index, invoke } = await afterOutage();
    await index({ hello: "world" }, contextWith(60_000));
    const [first = "", invalid = ""] = [...world.bucket.objects.keys()];
    expect(await invoke({ key: `${first}.gone` })).toMatchObject({ objects: 0 });
    expect(await invoke({ reason: "event_invalid" })).toMatchObject({
      objects: 1,
      removed: 0,
      rewritten: 1,
      failed: 1,
    });
    expect(await invoke({ prefix: "failures/stage=decode/" })).toMatchObject({ objects: 1, rewritten: 1 });
    expect(await invoke({ key: first })).toMatchObject({ objects: 1, removed: 1, delivered: 3 });
    expect([...world.bucket.objects.keys()]).toEqual([invalid]);
    expect(keptRecords(world.bucket)).toMatchObject([{ attempts: 3 }]);
  });

  it("tries the others when the bucket fails for one object, accounts for them, and then throws", async () => {
    const { world, store, told, logged, index, invoke } = await afterOutage();
    const [first = ""] = [...world.bucket.objects.keys()];
    world.cluster.faults = DOWN;
    await index(awslogs(gz(subscription([entry("four", 4)]))), contextWith(60_000));
    world.cluster.faults = {};
    store.fails = (call) => call === `get ${first}`;
    await expect(invoke({})).rejects.toThrow(`the bucket failed: ${first}: Error: SlowDown on get ${first}`);
    expect(told.accounts).toMatchObject([{ received: 1, delivered: 1 }]);
    expect(told.accounts.map(conservationGap)).toEqual([0]);
    expect(told.errors).toHaveLength(1);
    expect(logged).toMatchObject([{ objects: 1, removed: 1, storeFailures: [expect.stringContaining("SlowDown")] }]);
    expect([...world.bucket.objects.keys()]).toEqual([first]);
  });

  it("begins nothing when there is no time, and spends nobody's attempt", async () => {
    const { world, invoke } = await afterOutage();
    const before = new Map(world.bucket.objects);
    expect(await invoke({}, 5_000)).toMatchObject({ objects: 0, left: 1 });
    expect(world.bucket.objects).toEqual(before);
  });

  it.each([[{ prefx: "failures/" }], ["failures/"], [{ reason: "unheard_of" }]])(
    "throws on %j before it has touched anything",
    async (event) => {
      const { store, told, invoke } = await afterOutage();
      await expect(invoke(event)).rejects.toThrow("event: ");
      expect(told.errors).toHaveLength(1);
      expect(store.calls).toEqual([]);
    },
  );
});

describe("the log of the redrive function", () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    vi.stubEnv("POWERTOOLS_DEV", "true");
    for (const level of ["info", "warn", "error", "log"] as const) {
      vi.spyOn(console, level).mockImplementation(
        (text: unknown) => void lines.push(JSON.parse(String(text)) as Record<string, unknown>),
      );
    }
  });
  const done = {
    objects: 1,
    removed: 1,
    rewritten: 0,
    left: 0,
    unreadable: [],
    storeFailures: [],
    received: 1,
    delivered: 1,
    duplicate: 0,
    failed: 0,
  };

  it.each<[Partial<RunSummary>, string, string]>([
    [{}, "INFO", "objects redriven"],
    [{ unreadable: ["x: gzip_corrupt"] }, "WARN", "some objects could not be redriven"],
    [{ storeFailures: ["x: SlowDown"] }, "WARN", "some objects could not be redriven"],
    [{ stopped: "cluster_unavailable: 503", left: 4 }, "WARN", "redrive stopped: the cluster takes nothing"],
  ])("says of %j in level %s: %s", (more, level, message) => {
    const summary = { ...done, ...more };
    summaryLog()(summary);
    expect(lines).toMatchObject([{ level, message, service: "redrive", redrive: summary }]);
  });
});

describe("the redrive function as deployed", () => {
  it("says all that is wrong with its environment", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("REDRIVE_MAX_ATTEMPTS", "0");
    vi.stubEnv("REDRIVE_PREFIX", "x/");
    await expect(handler({}, contextWith(1000))).rejects.toThrow(
      /OPENSEARCH_ENDPOINT is not set.*FAILURES_BUCKET is not set.*REDRIVE_MAX_ATTEMPTS is "0".*REDRIVE_PREFIX is not a variable/,
    );
  });
});
