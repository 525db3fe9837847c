import { describe, expect, it } from "vitest";
import { decodeAwslogsEvent, decodeBase64 } from "../../../shared/core/decode/awslogs-event.ts";
import { awslogs, CONTROL, entry, gz, NOON, subscription } from "../payloads.ts";

const CARRIER = { carrier: "cloudwatch", region: "eu-west-1", deliveryStream: "", arrivedAt: NOON } as const;
const decode = (event: unknown) => decodeAwslogsEvent(event, CARRIER, 1_000_000);

describe("decodeAwslogsEvent", () => {
  it("decodes a data message and a control message", () => {
    const { batches, failures } = decode(awslogs(gz(subscription([entry("one")]))));
    expect(batches.flatMap(({ events }) => events.map(({ message }) => message))).toEqual(["one"]);
    expect(failures).toEqual([]);
    expect(decode(awslogs(gz(CONTROL)))).toEqual({ batches: [], failures: [], control: 1 });
  });

  it.each<[unknown]>([
    [null],
    ["awslogs"],
    [7],
    [[]],
    [{}],
    [{ awslogs: null }],
    [{ awslogs: "H4sI" }],
    [{ awslogs: {} }],
    [{ awslogs: { data: 7 } }],
    [{ Records: [{ s3: {} }] }],
  ])("refuses the event %j, and keeps it", (event) => {
    const { batches, failures } = decode(event);
    expect(batches).toEqual([]);
    expect(failures).toMatchObject([
      { failure: { reason: "event_invalid", detail: "no awslogs.data" }, timestamp: NOON },
    ]);
    expect(failures[0]?.original.toString()).toBe(JSON.stringify(event));
  });

  it("keeps data that is no base64 as it came", () => {
    const { failures } = decode({ awslogs: { data: "H4sI*not base64*" } });
    expect(failures).toMatchObject([{ failure: { reason: "base64_invalid" } }]);
    expect(failures[0]?.original.toString()).toBe("H4sI*not base64*");
  });

  it("says of what it cannot decode that CloudWatch carried it", () => {
    const origins = [{}, { awslogs: { data: "*" } }, awslogs(gz(subscription([])).subarray(0, 30))].flatMap((event) =>
      decode(event).failures.map(({ origin }) => origin.carrier),
    );
    expect(origins).toEqual(["cloudwatch", "cloudwatch", "cloudwatch"]);
  });
});

describe("decodeBase64", () => {
  it.each([
    ["", ""],
    ["YQ==", "a"],
    ["YWI=", "ab"],
    ["YWJj", "abc"],
    ["YQ", "a"],
    ["YWI", "ab"],
    ["8J+YgA==", "😀"],
  ])("decodes %j", (text, wanted) => {
    expect(decodeBase64(text)).toEqual({ ok: true, value: Buffer.from(wanted) });
  });

  it.each(["Y", "YQ=!", "Y Q=", "YWJj\n", "YQ==YQ==", "====", "{}{}", "YWJjé"])("refuses %j", (text) => {
    expect(decodeBase64(text)).toMatchObject({ ok: false, failure: { reason: "base64_invalid" } });
  });
});
