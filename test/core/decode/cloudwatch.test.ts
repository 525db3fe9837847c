import { describe, expect, it } from "vitest";
import { isSubscriptionPayload, readSubscription } from "../../../shared/core/decode/cloudwatch.ts";
import { newDecoded } from "../../../shared/core/decode/carrier-record.ts";
import type { Decoded, LogEvent } from "../../../shared/core/log-batch.ts";
import type { JsonObject } from "../../../shared/schema/draft.ts";
import { CONTROL, entry, eventId, NOON, subscription, type Entry } from "../payloads.ts";

const CARRIER = { carrier: "cloudwatch", region: "eu-west-1", deliveryStream: "", arrivedAt: NOON } as const;

function read(text: string): Decoded {
  const into = newDecoded();
  const raw = Buffer.from(text);
  readSubscription({ value: JSON.parse(text) as JsonObject, raw, original: raw, wellFormed: true }, CARRIER, into);
  return into;
}

function readEntries(entries: readonly unknown[]): Decoded {
  return read(JSON.stringify(subscription(entries)));
}

function eventOf(more: Entry): LogEvent | undefined {
  return readEntries([{ ...entry("line"), ...more }]).batches[0]?.events[0];
}

describe("readSubscription", () => {
  it("reads a data message", () => {
    const { batches, failures, control } = readEntries([entry("one", 1), entry("two", 2, NOON + 7)]);
    expect(batches).toEqual([
      {
        origin: {
          carrier: "cloudwatch",
          account: "111122223333",
          region: "eu-west-1",
          logGroup: "/aws/eks/dev/cluster",
          logStream: "kube-scheduler-0123456789abcdef0123456789abcdef",
          deliveryStream: "",
          platform: undefined,
        },
        events: [
          { ...nothingBeside, id: eventId(1), timestamp: NOON, message: "one" },
          { ...nothingBeside, id: eventId(2), timestamp: NOON + 7, message: "two" },
        ],
      },
    ]);
    expect([failures, control]).toEqual([[], 0]);
  });

  it("counts a control message, and takes nothing from it", () => {
    expect(read(JSON.stringify(CONTROL))).toEqual({ batches: [], failures: [], control: 1 });
  });

  it("makes no batch of no events", () => {
    expect(readEntries([])).toEqual(newDecoded());
  });

  it.each<[string, Entry]>([
    ["logEvents is no array", subscription("line")],
    ["logEvents is no array", subscription(null)],
    ["logEvents is no array", subscription({})],
    ["NEWS", subscription([entry("one")], { messageType: "NEWS" })],
  ])("refuses an envelope: %s", (detail, payload) => {
    const text = JSON.stringify(payload);
    const { batches, failures } = read(text);
    expect(batches).toEqual([]);
    const failure = { reason: "envelope_invalid", detail: expect.stringContaining(detail) as string };
    expect(failures).toMatchObject([{ failure, timestamp: NOON }]);
    expect(failures[0]?.original).toEqual(Buffer.from(text));
    expect(failures[0]?.origin.logGroup).toBe("/aws/eks/dev/cluster");
  });

  it.each<[string, unknown]>([
    ["not an object", null],
    ["not an object", "line"],
    ["not an object", [entry("one")]],
    ["message is no text", { id: "1", timestamp: NOON }],
    ["message is no text", { id: "1", timestamp: NOON, message: { a: 1 } }],
    ["timestamp is no number", { id: "1", message: "one" }],
    ["timestamp is no number", { id: "1", message: "one", timestamp: "1796040000000" }],
  ])("fails one entry alone: %s", (detail, broken) => {
    const { batches, failures } = readEntries([entry("before", 1), broken, entry("after", 3)]);
    expect(batches[0]?.events.map(({ message }) => message)).toEqual(["before", "after"]);
    expect(failures).toMatchObject([
      { failure: { reason: "log_event_invalid", detail: `logEvents[1]: ${detail}` }, timestamp: NOON },
    ]);
    expect(failures[0]?.original.toString()).toBe(JSON.stringify(broken));
    expect(failures[0]?.origin.logStream).toMatch(/^kube-scheduler/);
  });

  it.each([
    ["a number that a double rounds", '{"id":"1","timestamp":1796040000000,"message":12345678901234567890}'],
    ["blanks between members", '{ "id" : "1",  "message" : "no timestamp" }'],
    ["escapes", '{"id":"\\u0031","message":"\\u00e9 no timestamp"}'],
    ["a member twice", '{"id":"1","id":"2","message":"no timestamp"}'],
  ])("keeps the bytes of a broken entry with %s", (_, broken) => {
    const text = JSON.stringify(subscription(["BEFORE", "HERE"]))
      .replace('"BEFORE"', JSON.stringify(entry("} ] before")))
      .replace('"HERE"', broken);
    expect(read(text).failures.map(({ original }) => original.toString())).toEqual([broken]);
  });

  it("bears an entry that nests deeper than JSON can be written", () => {
    const text = JSON.stringify(subscription(["HERE"])).replace(
      '"HERE"',
      `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    );
    const { failures } = read(text);
    expect(failures).toMatchObject([{ failure: { reason: "log_event_invalid" } }]);
    expect(failures[0]?.original.includes("[".repeat(100_000))).toBe(true);
  });

  it.each([
    ["an entry without id", { id: undefined }],
    ["an empty id", { id: "" }],
    ["an id that is no text", { id: 7 }],
  ])("gives %s an id that is the same again", (_, more) => {
    expect(eventOf(more)?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(eventOf(more)?.id).toBe(eventOf(more)?.id);
  });

  it("keeps two equal lines without id apart by their position", () => {
    const line = { timestamp: NOON, message: "the same" };
    const ids = readEntries([line, line]).batches[0]?.events.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(2);
  });

  it.each<[string, Entry, { account: string | undefined; region: string | undefined }]>([
    ["nowhere", {}, { account: undefined, region: undefined }],
    [
      "in extractedFields",
      { extractedFields: { "@aws.account": "444455556666", "@aws.region": "us-east-1" } },
      { account: "444455556666", region: "us-east-1" },
    ],
    ["beside the message", { "@aws.account": "444455556666" }, { account: "444455556666", region: undefined }],
    [
      "as no text",
      { extractedFields: { "@aws.account": 7 }, "@aws.region": "" },
      { account: undefined, region: undefined },
    ],
    ["in no object", { extractedFields: ["@aws.account"] }, { account: undefined, region: undefined }],
  ])("reads the system fields that stand %s", (_, more, wanted) => {
    expect(eventOf(more)).toMatchObject(wanted);
  });

  it("takes names that are no text for none", () => {
    const { batches } = read(JSON.stringify(subscription([entry("x")], { owner: 7, logGroup: null, logStream: [] })));
    expect(batches[0]?.origin).toMatchObject({ account: "", logGroup: "", logStream: "" });
  });
});

describe("isSubscriptionPayload", () => {
  it.each<[boolean, JsonObject]>([
    [true, { messageType: "DATA_MESSAGE", logEvents: [] }],
    [true, { messageType: "anything", logEvents: null }],
    [false, { messageType: 7, logEvents: [] }],
    [true, { messageType: "DATA_MESSAGE" }],
    [false, { logEvents: [] }],
    [false, {}],
  ])("says %s of %j", (wanted, value) => {
    expect(isSubscriptionPayload(value)).toBe(wanted);
  });
});

const nothingBeside = { bytes: undefined, account: undefined, region: undefined };
