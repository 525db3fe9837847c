import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { readFirehoseEvent, type FirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import { readFilterRules } from "../../../shared/core/filter.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { transformEvent } from "../../../shared/core/pipeline/transform-event.ts";
import { redriveObject } from "../../../shared/core/redrive/redrive-object.ts";
import type { FilterRule } from "../../../shared/core/filter.ts";
import { storedDocuments } from "../fake-opensearch.ts";
import { awslogs, entry, firehoseInvocation, gz, NOON, subscription } from "../payloads.ts";
import { readRecord } from "../records.ts";
import { newWorld } from "../world.ts";

const ALL = readFilterRules('[{"name":"eks-noise","sources":["eks.*"]}]') as readonly FilterRule[];
const HALF = readFilterRules('[{"name":"half","keep":0.5}]') as readonly FilterRule[];
const lines = Array.from({ length: 40 }, (_, number) => entry(`line ${number}`, number));

describe("records that the operator's rules leave out", () => {
  it("are counted by rule, and asked of nobody", async () => {
    const world = newWorld({ settings: { filters: ALL } });
    const event = awslogs(gz(subscription([entry("one", 1), entry("  still one", 2), entry("two", 3)])));
    const account = await indexEvent(event, world.pipeline, "eu-west-1", world.deadline);
    expect(account).toMatchObject({ received: 3, filtered: 3, delivered: 0, failed: 0, records: 0 });
    expect([...account.filteredByRule]).toEqual([["eks-noise", 3]]);
    expect(world.calls).toEqual([]);
  });

  it("are the same ones when Lambda tries again", async () => {
    const world = newWorld({ settings: { filters: HALF } });
    const event = awslogs(gz(subscription(lines)));
    const first = await indexEvent(event, world.pipeline, "eu-west-1", world.deadline);
    expect(first.filtered).toBeGreaterThan(5);
    expect(first.delivered).toBeGreaterThan(5);
    expect(conservationGap(first)).toBe(0);
    const second = await indexEvent(event, world.pipeline, "eu-west-1", world.deadline);
    expect(second).toMatchObject({ filtered: first.filtered, duplicate: first.delivered, delivered: 0 });
  });

  it("are dropped from a Firehose stream", async () => {
    const world = newWorld({ settings: { filters: HALF } });
    const payloads = lines.map((line) => gz(subscription([line])));
    const event = readFirehoseEvent(firehoseInvocation(payloads, "tributary-eks"), NOON) as FirehoseEvent;
    const { results, account } = await transformEvent(event, world.pipeline, world.deadline);
    const handed = results.filter(({ result }) => result === "Ok");
    expect(handed).toHaveLength(account.delivered);
    expect(results.filter(({ result }) => result === "Dropped")).toHaveLength(account.filtered);
    expect(account.filtered).toBeGreaterThan(5);
    expect(conservationGap(account)).toBe(0);
    for (const { data = "" } of handed) readRecord(Buffer.from(data, "base64").toString());
  });

  it("do not come in by a redrive either", async () => {
    const world = newWorld({ faults: { request: () => ({ kind: "answer", status: 503, body: "" }) } });
    await indexEvent(awslogs(gz(subscription(lines))), world.pipeline, "eu-west-1", world.clock.now + 1000);
    world.cluster.faults = {};
    const [key = ""] = world.bucket.objects.keys();
    const pipeline = { ...world.pipeline, settings: { ...world.pipeline.settings, filters: HALF } };
    const { account, removed } = await redriveObject(
      { key, bytes: world.bucket.objects.get(key) ?? Buffer.alloc(0) },
      pipeline,
      {
        deadline: world.clock.now + 60_000,
        maxAttempts: 4,
        maxObjectBytes: 10_000_000,
        remove: async (gone) => void world.bucket.objects.delete(gone),
      },
    );
    expect(removed).toBe(true);
    expect(account.filtered).toBeGreaterThan(5);
    expect(account).toMatchObject({ received: 40, delivered: 40 - account.filtered, failed: 0 });
    expect(storedDocuments(world.cluster)).toHaveLength(account.delivered);
  });
});
