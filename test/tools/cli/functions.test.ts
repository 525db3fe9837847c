import { describe, expect, it } from "vitest";
import { conservationGap, type Account } from "../../../shared/core/accounting.ts";
import { localFunctions } from "../../../tools/cli/functions.ts";
import { keptRecords, originalOf } from "../../core/fake-bucket.ts";
import { awslogs, CONTROL, entry, firehoseInvocation, gz, NOON, subscription } from "../../core/payloads.ts";
import { newWorld, type WorldOptions } from "../../core/world.ts";

const DAY = 86_400_000;
const line = (text: string) => Buffer.from(text);
const counts = ({ received, delivered, duplicate, failed, control, records }: Account) => ({
  received,
  delivered,
  duplicate,
  failed,
  control,
  records,
});
const sourceLines = (account: Account) => [...account.bySource.values()];

function open(options?: WorldOptions) {
  const world = newWorld(options);
  return { ...world, invoke: localFunctions(world.pipeline) };
}

describe("index, without Lambda", () => {
  it("delivers the log events of an event, and finds them again the second time", async () => {
    const { invoke, cluster } = open();
    const event = awslogs(gz(subscription([entry("begun", 1), entry(" continued", 2), entry("next", 3)])));
    const first = await invoke({ via: "index", event });
    expect(counts(first)).toEqual({ received: 3, delivered: 3, duplicate: 0, failed: 0, control: 0, records: 2 });
    expect(counts(await invoke({ via: "index", event }))).toMatchObject({ delivered: 0, duplicate: 3 });
    expect([...cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
  });

  it("rejects when a failure can be kept nowhere", async () => {
    const { invoke, bucket } = open();
    bucket.fails = () => true;
    await expect(invoke({ via: "index", event: {} })).rejects.toThrow("SlowDown");
  });
});

describe("transform, without Lambda and Firehose", () => {
  const several = gz(subscription([entry("one", 1), entry("two", 2)]));
  const joined = gz(subscription([entry("begun", 3), entry(" continued", 4)]));

  it("delivers what was handed back as Firehose does: by its own id, into the index of the day of arrival", async () => {
    const { invoke, cluster } = open();
    const late = gz(subscription([entry("late", 9, NOON - DAY)]));
    const account = await invoke({ via: "transform", event: firehoseInvocation([late]) });
    expect([...cluster.indices.keys()]).toEqual(["logs-eks-2026-11-23"]);
    expect([...(cluster.indices.get("logs-eks-2026-11-23")?.keys() ?? [])]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
    expect(sourceLines(account)).toMatchObject([
      { source: "eks.stub", index: "logs-eks-2026-11-23", events: 1, delivered: 1 },
    ]);
  });

  it("counts each log event once, whichever way it went, and all as duplicates the second time", async () => {
    const { invoke } = open();
    const event = firehoseInvocation([line("plain"), several, joined, gz(CONTROL)]);
    const first = await invoke({ via: "transform", event });
    expect(counts(first)).toEqual({ received: 5, delivered: 5, duplicate: 0, failed: 0, control: 1, records: 4 });
    const second = await invoke({ via: "transform", event });
    expect(counts(second)).toEqual({ received: 5, delivered: 0, duplicate: 5, failed: 0, control: 1, records: 4 });
    for (const account of [first, second]) {
      expect(conservationGap(account)).toBe(0);
      expect(sourceLines(account).toSorted((a, b) => a.events - b.events)).toMatchObject([
        { source: "other.stub", events: 1, records: 1, delivered: account.delivered === 0 ? 0 : 1 },
        { source: "eks.stub", events: 4, records: 3, delivered: account.delivered === 0 ? 0 : 4 },
      ]);
    }
  });

  it("keeps what the cluster refuses, with the event's own bytes", async () => {
    const refuse = { item: () => ({ status: 400, type: "mapper_parsing_exception" }) };
    const { invoke, bucket } = open({ faults: refuse });
    const account = await invoke({ via: "transform", event: firehoseInvocation([line("plain"), joined]) });
    expect(counts(account)).toMatchObject({ received: 3, delivered: 0, failed: 3 });
    expect(account.bytes).toBe(0);
    expect([...account.failedByReason]).toEqual([["bulk_rejected_mapping", 3]]);
    expect(sourceLines(account)).toMatchObject([
      { source: "other.stub", events: 1, delivered: 0, failed: 1 },
      { source: "eks.stub", events: 2, delivered: 0, failed: 2 },
    ]);
    expect(keptRecords(bucket).map((kept) => originalOf(kept).toString())).toEqual(["plain", "begun\n continued"]);
  });

  it("keeps apart records that were numbered by hand", async () => {
    const { invoke } = open();
    await invoke({ via: "transform", event: firehoseInvocation([line("one")]) });
    const other = await invoke({ via: "transform", event: firehoseInvocation([line("two")]) });
    expect(counts(other)).toMatchObject({ delivered: 1, duplicate: 0 });
  });

  it("says so when a failure can be kept nowhere, which Firehose would keep", async () => {
    const { invoke, bucket } = open();
    bucket.fails = () => true;
    const corrupt = several.subarray(0, 30);
    await expect(invoke({ via: "transform", event: firehoseInvocation([corrupt]) })).rejects.toThrow("SlowDown");
  });
});
