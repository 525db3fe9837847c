import { describe, expect, it } from "vitest";
import type { InvocationError, StreamRecord } from "../../../tools/firehose/stream-ports.ts";
import { transformation } from "../../../tools/firehose/stream-settings.ts";
import { transformBatch } from "../../../tools/firehose/transformation.ts";
import { answering, failing, newStreamWorld, NOON, type StreamWorld } from "./stream-world.ts";

const STREAM = { arn: "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s", region: "eu-west-1" };
const RECORDS: StreamRecord[] = ["one", "two"].map((text, at) => ({
  recordId: `id-${at}`,
  arrivedAt: NOON - 1000 + at,
  data: Buffer.from(text),
}));
const transform = (world: StreamWorld, retries = 3) =>
  transformBatch(RECORDS, STREAM, transformation({ retries }), world.ports);

describe("the event of a transformation", () => {
  it("holds invocation id, stream, region, and each record with its id, its arrival and its data in base64", async () => {
    const world = newStreamWorld();
    await transform(world);
    expect(world.events).toEqual([
      {
        invocationId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as unknown,
        deliveryStreamArn: STREAM.arn,
        region: "eu-west-1",
        records: [
          { recordId: "id-0", approximateArrivalTimestamp: NOON - 1000, data: "b25l" },
          { recordId: "id-1", approximateArrivalTimestamp: NOON - 999, data: "dHdv" },
        ],
      },
    ]);
  });

  it("gives records that keep their id and arrival, with the data of the function", async () => {
    const world = newStreamWorld();
    world.invoke = () =>
      answering([
        { recordId: "id-1", result: "Ok", data: "VFdP" },
        { recordId: "id-0", result: "Dropped" },
      ]);
    expect(await transform(world)).toEqual({
      ok: [{ recordId: "id-1", arrivedAt: NOON - 999, data: Buffer.from("TWO") }],
      dropped: 1,
      failed: [],
      invocations: 1,
    });
  });
});

describe("an invocation that comes to nothing", () => {
  it.each<InvocationError>([
    "Lambda.FunctionError",
    "Lambda.FunctionTimedOut",
    "Lambda.FunctionRequestTimedOut",
    "Lambda.InvokeLimitExceeded",
    "Lambda.InvokeAccessDenied",
    "Lambda.AssumeRoleAccessDenied",
    "Lambda.ResourceNotFound",
  ])("is tried three times more, then the whole batch has failed: %s", async (code) => {
    const world = newStreamWorld();
    world.invoke = () => failing(code);
    const { ok, failed, invocations } = await transform(world);
    expect([ok, invocations]).toEqual([[], 4]);
    expect(failed.map(({ record }) => record)).toEqual(RECORDS);
    for (const { attempt } of failed) {
      expect(attempt).toEqual({ attempts: 4, code, message: "because", endedAt: world.clock.now });
    }
    expect(new Set(world.events.map(({ invocationId }) => invocationId)).size).toBe(4);
    expect(new Set(world.events.map(({ records }) => JSON.stringify(records))).size).toBe(1);
    expect(world.clock.now).toBeGreaterThan(NOON);
  });

  it("is tried as often as NumberOfRetries says", async () => {
    const world = newStreamWorld();
    world.invoke = () => failing("Lambda.InvokeLimitExceeded");
    expect((await transform(world, 0)).invocations).toBe(1);
    expect((await transform(world, 1)).invocations).toBe(2);
  });

  it("is forgotten once one succeeds", async () => {
    const world = newStreamWorld();
    const works = world.invoke;
    world.invoke = (event, number) => (number < 3 ? failing("Lambda.FunctionTimedOut") : works(event, number));
    expect(await transform(world)).toMatchObject({ ok: RECORDS, failed: [], invocations: 3 });
  });

  it("is also one whose answer has another structure", async () => {
    const world = newStreamWorld();
    world.invoke = () => ({ kind: "returned", payload: '{"statusCode":200}' });
    expect(await transform(world)).toMatchObject({
      invocations: 4,
      failed: [{ attempt: { code: "Lambda.FunctionError" } }, {}],
    });
  });
});

describe("what is final at once", () => {
  it("is an answer that is no JSON", async () => {
    const world = newStreamWorld();
    world.invoke = () => ({ kind: "returned", payload: "OK" });
    const { failed, invocations } = await transform(world);
    expect([failed.length, invocations]).toEqual([2, 1]);
    expect(failed[0]?.attempt).toMatchObject({ attempts: 1, code: "Lambda.JsonProcessingException" });
  });

  it("is what the function says of a record, and what it leaves out; its neighbours go on", async () => {
    const world = newStreamWorld();
    world.invoke = () => answering([{ recordId: "id-0", result: "ProcessingFailed" }]);
    const { failed } = await transform(world);
    expect(failed.map(({ record, attempt }) => [record.data.toString(), attempt.attempts, attempt.code])).toEqual([
      ["one", 1, "Lambda.ProcessingFailedStatus"],
      ["two", 1, "Lambda.MissingRecordId"],
    ]);
    world.invoke = (event) =>
      answering([...event.records.slice(1), ...event.records].map((one) => ({ ...one, result: "Ok" })));
    const second = await transform(world);
    expect(second.ok.map(({ data }) => data.toString())).toEqual(["one"]);
    expect(second.failed.map(({ attempt }) => attempt.code)).toEqual(["Lambda.DuplicatedRecordId"]);
  });
});
