import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packFailures, undecodedRecord, undeliveredRecord, type Witness } from "../../shared/core/failure-record.ts";
import type { Reason } from "../../shared/core/failures.ts";
import type { Undecoded } from "../../shared/core/log-batch.ts";
import { logEvent, ORIGIN, stubDocument } from "./documents.ts";
import { NOON } from "./payloads.ts";

const WITNESS: Witness = { function: "index", destination: "opensearch", now: NOON + 5000 };

function undecoded(more: Partial<Undecoded> = {}): Undecoded {
  return {
    failure: { reason: "gzip_corrupt", detail: "Z_BUF_ERROR in 3 bytes" },
    holds: "carrier-record",
    original: Buffer.from([0x1f, 0x8b, 0xff]),
    origin: ORIGIN,
    timestamp: NOON,
    ...more,
  };
}

function undelivered(number: number, reason: Reason = "bulk_throttled") {
  return { document: stubDocument(number), failure: { reason, detail: "429" } };
}

describe("the failure record of input that could not be decoded", () => {
  it("says what, where and when, with the bytes", () => {
    expect(undecodedRecord(undecoded(), WITNESS)).toMatchObject({
      v: 1,
      reason: "gzip_corrupt",
      stage: "decode",
      detail: "Z_BUF_ERROR in 3 bytes",
      attempts: 1,
      firstSeen: "2026-11-23T12:00:05.000Z",
      original: "H4v/",
      origin: {
        events: 1,
        carrierTime: "2026-11-23T12:00:00.000Z",
        destination: "opensearch",
        function: "index",
        carrier: "cloudwatch",
        account: "111122223333",
        region: "eu-west-1",
        logGroup: "/aws/eks/dev/cluster",
        logStream: ORIGIN.logStream,
        deliveryStream: "",
      },
    });
  });

  it.each([Number.NaN, -1, 1e20])("stands at 1970 where the carrier's time is %d", (timestamp) => {
    expect(undecodedRecord(undecoded({ timestamp }), WITNESS).origin.carrierTime).toBe("1970-01-01T00:00:00.000Z");
  });
});

describe("the failure record of a document", () => {
  it("has what makes the same document again", () => {
    const record = undeliveredRecord(undelivered(7), WITNESS);
    const { id, index, day, platform, events } = stubDocument(7);
    expect(record).toMatchObject({ reason: "bulk_throttled", stage: "deliver" });
    expect(record.origin).toMatchObject({ id, index, day, platform, eventId: events[0]?.id, events: 1 });
    expect(Buffer.from(record.original, "base64").toString()).toBe("line 7");
  });

  it("keeps the bytes of all its log events", () => {
    const bytes = Buffer.from([0x20, 0xff]);
    const document = stubDocument(7, {
      events: [logEvent("é\n", 7), logEvent(" \ufffd", 8, { bytes, timestamp: NOON + 1 })],
    });
    const record = undeliveredRecord({ document, failure: { reason: "index_blocked", detail: "" } }, WITNESS);
    expect(Buffer.from(record.original, "base64")).toEqual(Buffer.concat([Buffer.from("é\n\n"), bytes]));
    expect(record.origin).toMatchObject({ events: 2, carrierTime: "2026-11-23T12:00:00.000Z" });
  });
});

describe("packFailures", () => {
  const records = [
    undecodedRecord(undecoded(), WITNESS),
    undeliveredRecord(undelivered(1), WITNESS),
    undeliveredRecord(undelivered(2), WITNESS),
    undeliveredRecord(undelivered(3, "index_blocked"), WITNESS),
    undecodedRecord(undecoded({ timestamp: NOON + 3_600_000 }), WITNESS),
  ];
  const keysOf = (list: typeof records): string[] => packFailures(list, "failures").map(({ key }) => key);

  it("puts each stage, reason and hour of the data into an object of its own", () => {
    expect(keysOf(records).map((key) => key.slice(0, key.lastIndexOf("/")))).toEqual([
      "failures/stage=decode/reason=gzip_corrupt/dt=2026-11-23/hour=12",
      "failures/stage=deliver/reason=bulk_throttled/dt=2026-11-23/hour=12",
      "failures/stage=deliver/reason=index_blocked/dt=2026-11-23/hour=12",
      "failures/stage=decode/reason=gzip_corrupt/dt=2026-11-23/hour=13",
    ]);
    for (const key of keysOf(records)) expect(key).toMatch(/\/[0-9a-f]{32}\.ndjson\.gz$/);
  });

  it("writes gzip NDJSON, a line a record", () => {
    const [, object] = packFailures(records, "failures");
    const lines = gunzipSync(object?.body ?? "").toString("utf8");
    expect(lines.endsWith("\n")).toBe(true);
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(records.slice(1, 3));
    expect(object?.records).toEqual(records.slice(1, 3));
  });

  it("gives the same keys whenever the failure is seen", () => {
    const later = records.map((record) => ({ ...record, firstSeen: "2026-11-24T00:00:00.000Z", detail: "another" }));
    expect(keysOf(later)).toEqual(keysOf(records));
  });

  it("makes no object of nothing", () => {
    expect(packFailures([], "failures")).toEqual([]);
  });

  // An object in S3 is overwritten without a word: what is not the same failure must not have the same key.
  it.each<[string, Partial<Undecoded>]>([
    ["of another log group", { origin: { ...ORIGIN, logGroup: "/aws/eks/prod/cluster" } }],
    ["of another log stream", { origin: { ...ORIGIN, logStream: "another" } }],
    ["of another account", { origin: { ...ORIGIN, account: "444455556666" } }],
    ["of another Firehose stream", { origin: { ...ORIGIN, deliveryStream: "tributary-ecs" } }],
    ["that arrived a second later", { timestamp: NOON + 1000 }],
    ["of other bytes", { original: Buffer.from([0x1f, 0x8b]) }],
  ])("keeps the failure of the same bytes apart from one %s", (_, more) => {
    const firehose = { ...ORIGIN, carrier: "firehose" } as const;
    const one = undecodedRecord(undecoded({ origin: firehose }), WITNESS);
    const other = undecodedRecord(undecoded({ origin: firehose, ...more }), WITNESS);
    expect(keysOf([other])).not.toEqual(keysOf([one]));
  });
});
