import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conservationGap } from "../../../shared/core/accounting.ts";
import { streamToOpenSearch, transformation } from "../../../tools/firehose/stream-settings.ts";
import type { PutFaults } from "../../../tools/firehose/put-record-batch.ts";
import { documentsOf, readScenarios } from "../../../tools/generate/scenarios.ts";
import { keptRecords, originalOf } from "../../core/fake-bucket.ts";
import { CONTROL, entry, gz, subscription } from "../../core/payloads.ts";
import { noise } from "../../../tools/faults/traffic.ts";
import { readRecord } from "../../core/records.ts";
import { documentsIn } from "./fake-cluster.ts";
import { newFunctionsWorld, type FunctionsOptions } from "./functions-world.ts";

const newWorld = (options: FunctionsOptions = {}) => {
  const choices = { transformation: transformation(), destination: { indexName: "logs-eks" } };
  return newFunctionsWorld(streamToOpenSearch("tributary-eks", choices), options);
};
const klog = (text: string, number: number) => entry(`I1123 12:00:00.000000 1 a.go:1] "${text}"`, number);

const scenarios = (await readScenarios()).filter(({ source, batch }) => {
  const { carrier, deliveryStream } = batch.origin;
  return source.startsWith("eks.") && carrier === "cloudwatch" && deliveryStream === "";
});

/** The bodies of what is stored, in no order. */
const bodiesOf = (documents: readonly string[]): string[] => documents.map((json) => readRecord(json).body).toSorted();

describe("index with DELIVER_TO=firehose, and transform behind Firehose", () => {
  it.each(scenarios.map((scenario) => [`${scenario.source} ${scenario.name}`, scenario] as const))(
    "store the records that index alone would store: %s",
    async (_, scenario) => {
      const { account: owner, region, logGroup, logStream } = scenario.batch.origin;
      const logEvents = scenario.batch.events.map(({ id, timestamp, message }) => ({ id, timestamp, message }));
      const world = newWorld({ region });
      await world.index(gzipSync(JSON.stringify(subscription(logEvents, { owner, logGroup, logStream }))));
      await world.stream.flush();
      const direct = documentsOf(scenario).map(({ json }) => json);
      expect(documentsIn(world.streams.cluster)).toEqual(direct);
      const [index, ...transform] = world.accounts;
      expect(index).toMatchObject({ failed: 0, deliveredTo: { opensearch: 0, firehose: logEvents.length } });
      expect(transform.reduce((sum, { deliveredTo }) => sum + deliveredTo.firehose, 0)).toBe(direct.length);
    },
  );

  it("put each document into a record of its own, without a line end", async () => {
    const world = newWorld();
    await world.index(
      gz(subscription([klog("one", 1), { ...klog("two", 2), message: "I1123 12:00:00.000000 1 a.go:1] two\r\n" }])),
    );
    await world.stream.flush();
    const lines = world.streams.cluster.bodies.map(String).join("").trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(bodiesOf(documentsIn(world.streams.cluster))).toEqual(["one", "two"]);
  });

  it("have nothing to do for a control message", async () => {
    const world = newWorld();
    await world.index(gz(CONTROL));
    expect(world.stream.counts.received).toBe(0);
    expect(world.accounts).toMatchObject([{ received: 0, control: 1 }]);
  });

  it("keep a record that is too large for Firehose", async () => {
    const world = newWorld();
    const large = klog(noise(1_100_000), 1);
    await world.index(gz(subscription([large, klog("small", 2)])));
    await world.stream.flush();
    expect(bodiesOf(documentsIn(world.streams.cluster))).toEqual(["small"]);
    const [kept] = keptRecords(world.core.bucket);
    expect(kept).toMatchObject({
      reason: "record_too_large",
      origin: { destination: "firehose", function: "index" },
    });
    expect(kept === undefined ? "" : originalOf(kept).toString()).toBe(large["message"]);
  });

  it("keep records of a platform without a stream, for the next redrive", async () => {
    const world = newWorld();
    await world.index(
      gz(subscription([entry("START", 1)], { logGroup: "/aws/lambda/checkout", logStream: "2026/11/23/[$LATEST]0a" })),
    );
    expect(world.stream.counts.received).toBe(0);
    expect(keptRecords(world.core.bucket).map(({ reason, origin }) => [reason, origin.platform])).toEqual([
      ["stream_unknown", "lambda"],
    ]);
  });

  it("keep what Firehose throttles until the time is up, with id, index and day for the redrive", async () => {
    const world = newWorld();
    const faults: PutFaults = {
      record: (json) => (json.includes('"two"') ? "ServiceUnavailableException" : undefined),
    };
    await world.index(gz(subscription([klog("one", 1), klog("two", 2)])), faults, 60);
    await world.stream.flush();
    expect(bodiesOf(documentsIn(world.streams.cluster))).toEqual(["one"]);
    const [kept] = keptRecords(world.core.bucket);
    expect(kept).toMatchObject({
      reason: "firehose_throttled",
      origin: { destination: "firehose", index: "logs-eks-2026-11-23", day: "2026-11-23", events: 1 },
    });
    expect(world.accounts[0]).toMatchObject({ received: 2, delivered: 1, failed: 1 });
  });

  it("lose nothing, whatever Firehose answers, and store twice only what an answer was lost for", async () => {
    const fault = fc.constantFrom("well", "well", "refused", "lost request", "lost answer", "some");
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 5 }), fc.integer({ min: 1, max: 6 }), async (script, count) => {
        const world = newWorld();
        const lost = { kind: "no-answer", detail: "reset" } as const;
        let lostAnswers = 0;
        const faults: PutFaults = {
          request: (_, number) => {
            if (script[number - 1] === "lost request") return lost;
            const status = 503;
            return script[number - 1] === "refused"
              ? { kind: "refused", code: "ServiceUnavailableException", status, message: "Slow down." }
              : undefined;
          },
          record: (json, number) =>
            script[number - 1] === "some" && json.length % 2 === 0 ? "InternalFailure" : undefined,
          answer: (answer, number) => {
            if (script[number - 1] !== "lost answer") return answer;
            lostAnswers++;
            return lost;
          },
        };
        const lines = Array.from({ length: count }, (_, at) => klog(`${"x".repeat(at)} ${at}`, at));
        await world.index(gz(subscription(lines)), faults);
        await world.stream.flush();
        const stored = documentsIn(world.streams.cluster);
        expect(new Set(stored).size).toBe(count);
        expect(stored.length === count || lostAnswers > 0).toBe(true);
        expect(world.accounts.map(conservationGap)).toEqual(world.accounts.map(() => 0));
        expect(world.accounts[0]).toMatchObject({ received: count, delivered: count });
      }),
      { numRuns: 60 },
    );
  });
});
