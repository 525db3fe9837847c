import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Piece } from "../../../../tools/cli/input/pieces.ts";
import { invocationsOf, type FunctionName } from "../../../../tools/cli/wrap/invocations.ts";

const facts = { name: "capture", origin: { logGroup: "g", logStream: "s" }, timeOf: () => 1000, arrivedAt: 2000 };
const line = (text: string, ended = true): Piece => ({ kind: "line", line: { bytes: Buffer.from(text), ended } });
const firehose: Piece = { kind: "firehose", event: { records: [{ recordId: "1", data: "eA==" }] } };
const payload: Piece = { kind: "payload", bytes: Buffer.from('{"messageType":"CONTROL_MESSAGE","logEvents":[]}') };
const base64 = gzipSync("x").toString("base64");

async function invocations(pieces: Piece[], via?: FunctionName) {
  const all: { via: FunctionName; event: unknown }[] = [];
  const batches = (async function* () {
    yield pieces;
  })();
  for await (const invocation of invocationsOf(batches, facts, via)) all.push(invocation);
  return all;
}

const dataOf = (event: unknown) => (event as { awslogs: { data: string } }).awslogs.data;
const inflated = (data: string) => gunzipSync(Buffer.from(data, "base64")).toString();
const recordsOf = (event: unknown) =>
  (event as { records: { recordId: string; data: string; approximateArrivalTimestamp: number }[] }).records;

describe("invocationsOf", () => {
  it("gives each kind of input to the function that it belongs to, in order", async () => {
    const all = await invocations([line("a"), payload, firehose, { kind: "base64", text: base64 }, line("b")]);
    expect(all.map(({ via }) => via)).toEqual(["index", "index", "transform", "index", "index"]);
    expect(dataOf(all[3]?.event)).toBe(base64);
  });

  it("wraps lines into one payload", async () => {
    const all = await invocations([line("a"), line(""), line("b", false)]);
    expect(all).toHaveLength(1);
    const { logEvents } = JSON.parse(inflated(dataOf(all[0]?.event))) as { logEvents: { message: string }[] };
    expect(logEvents.map(({ message }) => message)).toEqual(["a", "", "b"]);
  });

  it("hands a Lambda event on as it is", async () => {
    const event = { awslogs: {} };
    expect(await invocations([{ kind: "awslogs", event }])).toEqual([{ via: "index", event }]);
  });

  it("makes Firehose records of all else, lines with their ends", async () => {
    const all = await invocations(
      [
        line("a"),
        line("b", false),
        payload,
        { kind: "base64", text: base64 },
        { kind: "awslogs", event: { awslogs: { data: "eA==" } } },
      ],
      "transform",
    );
    expect(all.map(({ via }) => via)).toEqual(["transform"]);
    const records = recordsOf(all[0]?.event);
    expect(records.slice(0, 2).map(({ data }) => Buffer.from(data, "base64").toString())).toEqual(["a\n", "b"]);
    expect(inflated(records[2]?.data ?? "")).toContain("CONTROL_MESSAGE");
    expect(records.slice(3).map(({ data }) => data)).toEqual([base64, "eA=="]);
    expect(records.map((record) => record.approximateArrivalTimestamp)).toEqual([1000, 1000, 2000, 2000, 2000]);
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(5);
  });

  it("cuts Firehose events at about a megabyte", async () => {
    const long = line("x".repeat(400_000));
    const all = await invocations([long, long, long, long], "transform");
    expect(all.map(({ event }) => recordsOf(event).length)).toEqual([3, 1]);
  });

  it("says when a record arrived only where the capture does not", async () => {
    const known = { recordId: "2", data: "eA==", approximateArrivalTimestamp: 7 };
    const event = { records: [{ recordId: "1", data: "eA==" }, known] };
    const all = await invocations([{ kind: "firehose", event }]);
    expect(recordsOf(all[0]?.event).map((record) => record.approximateArrivalTimestamp)).toEqual([2000, 7]);
  });

  it("refuses a Firehose event for index, and one that is none", async () => {
    await expect(invocations([firehose], "index")).rejects.toThrow("capture: --via index cannot take a Firehose event");
    const broken: Piece = { kind: "firehose", event: { deliveryStreamArn: "arn", records: [{ data: "eA==" }] } };
    await expect(invocations([broken])).rejects.toThrow("capture: not a Firehose event");
  });
});
