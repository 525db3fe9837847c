import { describe, expect, it, vi } from "vitest";
import { createHandler, handler } from "../../functions/index/handler.ts";
import { conservationGap } from "../../shared/core/accounting.ts";
import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";
import { newCatalog } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { keptRecords, originalOf } from "../core/fake-bucket.ts";
import { storedDocuments } from "../core/fake-opensearch.ts";
import { awslogs, CONTROL, entry, gz, subscription } from "../core/payloads.ts";
import { readRecord } from "../core/records.ts";
import { newWorld, type WorldOptions } from "../core/world.ts";
import { validateRecord } from "../record-validator.ts";
import { contextWith, newTold } from "./invocation.ts";

/** The function with all real sources, in a world of memory. */
function indexFunction(options: WorldOptions = {}) {
  const world = newWorld({ catalog: newCatalog(SOURCES), ...options });
  // The handler's deadline is of the real clock.
  const pipeline = { ...world.pipeline, now: Date.now };
  const told = newTold();
  const invoke = createHandler(() => ({ pipeline, region: "eu-west-1", telemetry: told.telemetry }));
  return { world, told, invoke: (event: unknown, remainingMs = 60_000) => invoke(event, contextWith(remainingMs)) };
}

const lines = [
  'I1123 08:59:18.424246       1 schedule_one.go:314] "Successfully bound pod to node" pod="default/web" node="ip-10-0-1-11"',
  "",
  "x".repeat(300 * 1024),
  "a\u0000b",
  "a line that nobody knows",
];
const sent = gz(subscription(lines.map((line, index) => entry(line, index))));

describe("the index function", () => {
  it("indexes what CloudWatch Logs sends, in records of the schema, and answers nothing", async () => {
    const { world, told, invoke } = indexFunction();
    expect(await invoke(awslogs(sent))).toBeUndefined();
    const records = storedDocuments(world.cluster);
    for (const record of records) expect(validateRecord(JSON.parse(record))).toEqual([]);
    expect(told.accounts).toMatchObject([{ received: 5, delivered: 5, failed: 0 }]);
    expect(told.accounts.map(({ records: made }) => made)).toEqual([records.length]);
    expect(records.map((record) => readRecord(record).resource.attributes["k8s.cluster.name"])).toContain("dev");
  });

  it("finds duplicates when it is invoked again", async () => {
    const { world, told, invoke } = indexFunction();
    await invoke(awslogs(sent));
    await invoke(awslogs(sent));
    expect(told.accounts).toMatchObject([{ delivered: 5 }, { delivered: 0, duplicate: 5 }]);
    expect([...world.cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
  });

  it("takes a control message for what it is", async () => {
    const { world, told, invoke } = indexFunction();
    await invoke(awslogs(gz(CONTROL)));
    expect(told.accounts).toMatchObject([{ received: 0, control: 1 }]);
    expect(world.calls).toEqual([]);
  });

  it.each([
    ["another event", { Records: [] }, '{"Records":[]}'],
    ["corrupt gzip", awslogs(sent.subarray(0, 100)), sent.subarray(0, 100)],
  ])("keeps %s, with its bytes", async (_, event, original) => {
    const { world, told, invoke } = indexFunction();
    await invoke(event);
    expect(told.accounts).toMatchObject([{ received: 1, failed: 1 }]);
    expect(keptRecords(world.bucket).map(originalOf)).toEqual([Buffer.from(original)]);
  });

  it("keeps everything when there is no time left", async () => {
    const { world, told, invoke } = indexFunction();
    await invoke(awslogs(sent), 0);
    expect(told.accounts).toMatchObject([{ received: 5, failed: 5 }]);
    expect(keptRecords(world.bucket).map(({ reason }) => reason)).toContain("cluster_unavailable");
    expect(told.accounts.map(conservationGap)).toEqual([0]);
  });

  it("throws when the bucket fails, and says so", async () => {
    const { world, told, invoke } = indexFunction({
      faults: { request: (): BulkAnswer => ({ kind: "answer", status: 401, body: "" }) },
    });
    world.bucket.fails = () => true;
    await expect(invoke(awslogs(sent))).rejects.toThrow("SlowDown");
    expect(told.errors).toHaveLength(1);
    expect(told.accounts).toEqual([]);
  });
});

describe("the index function as deployed", () => {
  it("says all that is wrong with its environment", async () => {
    vi.stubEnv("AWS_REGION", "eu-west-1");
    vi.stubEnv("OPENSEARCH_ENDPIONT", "https://search.example.com");
    await expect(handler(awslogs(sent), contextWith(1000))).rejects.toThrow(
      /OPENSEARCH_ENDPOINT is not set.*FAILURES_BUCKET is not set.*OPENSEARCH_ENDPIONT is not a variable/,
    );
  });

  it("says that a platform of DELIVER_STREAMS is none", async () => {
    vi.stubEnv("DELIVER_TO", "kinesis");
    vi.stubEnv("DELIVER_STREAMS", '{"mainframe":"s"}');
    await expect(handler(awslogs(sent), contextWith(1000))).rejects.toThrow(
      /DELIVER_TO is "kinesis"; wanted: opensearch or firehose; DELIVER_STREAMS is .*mainframe/,
    );
  });
});
