import { gunzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { createHandler, handler } from "../../functions/transform/handler.ts";
import { conservationGap } from "../../shared/core/accounting.ts";
import { newCatalog } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { storedDocuments } from "../core/fake-opensearch.ts";
import { CONTROL, entry, firehoseInvocation, gz, subscription } from "../core/payloads.ts";
import { newWorld, type WorldOptions } from "../core/world.ts";
import { validateRecord } from "../record-validator.ts";
import { contextWith, newTold } from "./invocation.ts";

function transformFunction(options: WorldOptions = {}) {
  const world = newWorld({ catalog: newCatalog(SOURCES), ...options });
  const pipeline = { ...world.pipeline, now: Date.now };
  const told = newTold();
  const invoke = createHandler(() => ({ pipeline, telemetry: told.telemetry }));
  return { world, told, invoke: (event: unknown) => invoke(event, contextWith(60_000)) };
}

const klog = (pod: string): string =>
  `I1123 11:59:18.424246       1 schedule_one.go:314] "Successfully bound pod to node" pod="default/${pod}"`;
const one = gz(subscription([entry(klog("web-1"), 1)]));
const several = gz(subscription([entry(klog("web-2"), 2), entry(klog("web-3"), 3)]));
const agent = Buffer.from('{"log":"GET /healthz 200","ecs_cluster":"dev","container_name":"web"}');
const all = [one, several, gz(CONTROL), agent, one.subarray(0, 30)];

describe("the transform function", () => {
  it("answers each record of a stream to OpenSearch in the form that Firehose wants", async () => {
    const { world, told, invoke } = transformFunction();
    const response = await invoke(firehoseInvocation(all));
    expect(Object.keys(response)).toEqual(["records"]);
    expect(response.records.map(({ recordId, result }) => [recordId, result])).toEqual([
      ["record-0", "Ok"],
      ["record-1", "Dropped"],
      ["record-2", "Dropped"],
      ["record-3", "Ok"],
      ["record-4", "Dropped"],
    ]);
    const handedBack = response.records.flatMap(({ data }) =>
      data === undefined ? [] : [Buffer.from(data, "base64").toString("utf8")],
    );
    for (const text of [...handedBack, ...storedDocuments(world.cluster)]) {
      expect(text).not.toMatch(/[\r\n]/);
      expect(validateRecord(JSON.parse(text))).toEqual([]);
    }
    expect(told.accounts).toMatchObject([{ received: 5, delivered: 4, failed: 1, control: 1 }]);
    expect(told.accounts.map(conservationGap)).toEqual([0]);
  });

  it("answers records of a stream to S3 with members of one file", async () => {
    const { invoke } = transformFunction();
    const { records } = await invoke(firehoseInvocation(all, "tributary-archive"));
    const file = Buffer.concat(records.map(({ data = "" }) => Buffer.from(data, "base64")));
    const lines = gunzipSync(file).toString("utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(validateRecord(JSON.parse(line))).toEqual([]);
  });

  it.each<[unknown]>([[{}], [{ records: [{ data: "" }] }], [{ awslogs: { data: "" } }], [null]])(
    "throws on %j, which has nothing to answer to, and says so",
    async (event) => {
      const { told, invoke } = transformFunction();
      await expect(invoke(event)).rejects.toThrow("not a Firehose transformation event");
      expect(told.errors).toHaveLength(1);
    },
  );

  it("does not throw when the bucket fails, but leaves the record to Firehose", async () => {
    const { world, told, invoke } = transformFunction();
    world.bucket.fails = () => true;
    const { records } = await invoke(firehoseInvocation(all));
    expect(records.at(-1)).toEqual({ recordId: "record-4", result: "ProcessingFailed" });
    expect(told.accounts.flatMap(({ unkept }) => unkept)).toEqual([expect.stringContaining("SlowDown")]);
  });
});

describe("the transform function as deployed", () => {
  it("says all that is wrong with its environment", async () => {
    vi.stubEnv("AWS_REGION", "");
    await expect(handler(firehoseInvocation([one]), contextWith(1000))).rejects.toThrow(
      /AWS_REGION is not set.*OPENSEARCH_ENDPOINT is not set.*FAILURES_BUCKET is not set/,
    );
  });
});
