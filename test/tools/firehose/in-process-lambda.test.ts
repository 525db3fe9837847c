import { describe, expect, it } from "vitest";
import { inProcessLambda, LAMBDA_PAYLOAD_BYTES } from "../../../tools/firehose/in-process-lambda.ts";
import type { TransformationEvent } from "../../../tools/firehose/stream-ports.ts";

const EVENT: TransformationEvent = { invocationId: "i", deliveryStreamArn: "arn", region: "r", records: [] };
const withData = (data: string): TransformationEvent => ({
  ...EVENT,
  records: [{ recordId: "a", approximateArrivalTimestamp: 0, data }],
});

describe("a handler that is invoked as Lambda does", () => {
  it("gets JSON and gives JSON", async () => {
    const seen: unknown[] = [];
    const invoke = inProcessLambda(async (event) => {
      seen.push(event);
      return { records: [], left: undefined, at: new Date(0) };
    });
    expect(await invoke(EVENT)).toEqual({
      kind: "returned",
      payload: '{"records":[],"at":"1970-01-01T00:00:00.000Z"}',
    });
    expect(seen).toEqual([EVENT]);
    expect(seen[0]).not.toBe(EVENT);
  });

  it("gives null where it returns nothing", async () => {
    expect(await inProcessLambda(async () => undefined)(EVENT)).toEqual({ kind: "returned", payload: "null" });
  });

  it.each<[string, Error, string]>([
    ["an error", new TypeError("odd"), "odd"],
    ["anything else", "odd" as unknown as Error, "odd"],
  ])("fails where it throws %s", async (_, thrown, message) => {
    const invoke = inProcessLambda(() => Promise.reject(thrown));
    expect(await invoke(EVENT)).toEqual({ kind: "failed", code: "Lambda.FunctionError", message });
  });

  it("takes 6 MB and gives 6 MB, and not a byte more", async () => {
    const invoke = inProcessLambda(async (event) => (event as TransformationEvent).records[0]?.data);
    const room = LAMBDA_PAYLOAD_BYTES - JSON.stringify(withData("")).length;
    expect((await invoke(withData("x".repeat(room)))).kind).toBe("returned");
    expect(await invoke(withData("x".repeat(room + 1)))).toMatchObject({ message: "the request is larger than 6 MB" });
    const answer = (length: number) => inProcessLambda(async () => "x".repeat(length))(EVENT);
    expect((await answer(LAMBDA_PAYLOAD_BYTES - 2)).kind).toBe("returned");
    expect(await answer(LAMBDA_PAYLOAD_BYTES - 1)).toMatchObject({ message: "the response is larger than 6 MB" });
  });
});
