import { describe, expect, it } from "vitest";
import { newDeliveryStream } from "../../../tools/firehose/delivery-stream.ts";
import { putRecordBatch, type PutFaults } from "../../../tools/firehose/put-record-batch.ts";
import { streamToS3 } from "../../../tools/firehose/stream-settings.ts";
import { newStreamWorld } from "./stream-world.ts";

function service(faults?: PutFaults) {
  const stream = newDeliveryStream(streamToS3("s"), newStreamWorld().ports);
  const put = putRecordBatch(new Map([["s", stream]]), faults);
  return { stream, put: (records: readonly string[], name = "s") => put(name, records, 1000) };
}
const TAKEN = { errorCode: undefined, errorMessage: undefined };
const KIB = 1024;

describe("PutRecordBatch", () => {
  it("takes records in order, and answers for each", async () => {
    const { put, stream } = service();
    expect(await put(["a", "b"])).toEqual({ kind: "answer", results: [TAKEN, TAKEN] });
    expect(stream.counts.received).toBe(2);
  });

  it.each([
    ["500 records", Array<string>(500).fill("x"), "answer"],
    ["501 records", Array<string>(501).fill("x"), "refused"],
    ["no record", [], "refused"],
    ["a record of 1,000 KiB", ["x".repeat(1000 * KIB)], "answer"],
    ["a larger record", ["x".repeat(1000 * KIB + 1)], "refused"],
    ["a larger record in bytes", ["é".repeat(500 * KIB + 1)], "refused"],
    ["4 MiB", Array<string>(8).fill("x".repeat(512 * KIB)), "answer"],
    ["more than 4 MiB", [...Array<string>(8).fill("x".repeat(512 * KIB)), "x"], "refused"],
  ])("has its limits: %s", async (_, records, kind) => {
    const { put, stream } = service();
    expect(await put(records)).toMatchObject(
      kind === "refused" ? { kind, code: "InvalidArgumentException" } : { kind },
    );
    expect(stream.counts.received).toBe(kind === "refused" ? 0 : records.length);
  });

  it("knows no other streams", async () => {
    expect(await service().put(["a"], "t")).toMatchObject({
      kind: "refused",
      code: "ResourceNotFoundException",
      status: 400,
    });
  });

  it("takes the other records where one is refused", async () => {
    const { put, stream } = service({ record: (data) => (data === "b" ? "ServiceUnavailableException" : undefined) });
    const answer = await put(["a", "b", "c"]);
    expect(answer).toMatchObject({ results: [TAKEN, { errorCode: "ServiceUnavailableException" }, TAKEN] });
    expect(stream.counts.received).toBe(2);
  });

  it("may fail before it has taken anything, or after it has taken all", async () => {
    const lost = { kind: "no-answer", detail: "reset" } as const;
    const before = service({ request: (_, number) => (number === 1 ? lost : undefined) });
    const after = service({ answer: (answer, number) => (number === 1 ? lost : answer) });
    for (const { put } of [before, after]) {
      expect(await put(["a"])).toEqual(lost);
      expect(await put(["a"])).toMatchObject({ kind: "answer" });
    }
    expect([before.stream.counts.received, after.stream.counts.received]).toEqual([1, 2]);
  });
});
