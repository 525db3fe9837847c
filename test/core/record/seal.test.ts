import { describe, expect, it } from "vitest";
import { attributeTable } from "../../../shared/core/record/field-table.ts";
import { seal, sealContext, type Raw } from "../../../shared/core/record/seal.ts";
import { newDraft, type Draft } from "../../../shared/schema/draft.ts";
import { ERROR } from "../../../shared/formats/severity.ts";
import { longestTerm, TERM_BYTES } from "../flat-object-law.ts";
import { NOON } from "../payloads.ts";
import { notesOf, readRecord, type ReadRecord } from "../records.ts";
import { eksStub } from "../stub-sources.ts";

const RESOURCE = { "cloud.provider": "aws", "k8s.cluster.name": "dev" };
const CONTEXT = sealContext({
  dataset: "eks.stub",
  attributes: attributeTable([eksStub]),
  resource: RESOURCE,
  redact: false,
});
const RAW: Raw = { carrierTime: NOON, text: "raw line", bytes: undefined, uid: undefined };

/** Seals a draft of a line, changed by `fill`; a record is one line of JSON that says each name once. */
function sealed(fill: (draft: Draft<string>) => void, raw: Partial<Raw> = {}): ReadRecord & { readonly day: string } {
  const draft = newDraft("raw line");
  fill(draft);
  const { json, day } = seal(draft, { ...RAW, ...raw }, CONTEXT);
  expect(json).not.toMatch(/[\n\r]/);
  expect(json).not.toMatch(/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/);
  expect(JSON.stringify(JSON.parse(json))).toBe(json);
  return { ...readRecord(json), day };
}

describe("seal", () => {
  it("writes a record of nothing but a line", () => {
    const { day, ...record } = sealed(() => undefined);
    expect(record).toEqual({
      "@timestamp": "2026-11-23T12:00:00.000Z",
      observedTimestamp: "2026-11-23T12:00:00.000Z",
      body: "raw line",
      event: { dataset: "eks.stub" },
      resource: { attributes: RESOURCE },
      schemaUrl: "urn:tributary:record:1",
    });
    expect(day).toBe("2026-11-23");
  });

  it("writes everything a draft may hold", () => {
    const record = sealed(
      (draft) => {
        draft.time = "2026-11-22T23:59:59.123456789Z";
        draft.severity = ERROR;
        draft.body = "said";
        draft.traceId = "5e61292ccc1229a4dfbeae1043928548";
        draft.spanId = "07a85e713f6302b2";
        draft.resource = { "host.name": "ip-10-0-0-1", "k8s.cluster.name": "prod" };
        draft.attributes["stub.count"] = 7;
        draft.labels["app"] = "web";
        draft.payload["rest"] = { a: [1] };
        draft.keepOriginal = true;
      },
      { uid: "38200" },
    );
    expect(record).toMatchObject({
      "@timestamp": "2026-11-22T23:59:59.123456789Z",
      severity: { number: 17, text: "ERROR" },
      body: "said",
      traceId: "5e61292ccc1229a4dfbeae1043928548",
      spanId: "07a85e713f6302b2",
      resource: { attributes: { "cloud.provider": "aws", "k8s.cluster.name": "prod", "host.name": "ip-10-0-0-1" } },
      labels: { app: "web" },
      payload: { rest: { a: [1] } },
      original: "raw line",
      day: "2026-11-22",
    });
    expect(record.attributes).toEqual({ "stub.count": 7, "log.record.uid": "38200" });
  });

  it.each([
    ["2026-12-24T12:00:00Z", "log.record.time"],
    ["1969-12-31T23:59:59Z", "payload"],
    ["2263-01-01T00:00:00Z", "payload"],
  ])("keeps a time that it does not take: %s", (time, where) => {
    const { attributes, payload, ...record } = sealed((draft) => {
      draft.time = time;
    });
    expect(record["@timestamp"]).toBe("2026-11-23T12:00:00.000Z");
    expect((where === "payload" ? payload : attributes)?.["log.record.time"]).toBe(time);
    expect(attributes?.["tributary.notes"]).toContain("time_from_carrier");
  });

  it("notes a carrier's time that is none", () => {
    expect(notesOf(sealed(() => undefined, { carrierTime: -1 }))).toEqual(["carrier_time_invalid"]);
  });

  it.each([
    ["traceId", "5E61292CCC1229A4DFBEAE1043928548"],
    ["traceId", "1-5e61292c-cc1229a4dfbeae1043928548"],
    ["traceId", "0".repeat(32)],
    ["traceId", "5e61292c"],
    ["spanId", "0".repeat(16)],
    ["spanId", "07a85e713f6302b2\n"],
  ] as const)("moves the %s %j to the payload", (name, id) => {
    const record = sealed((draft) => {
      draft[name] = id;
    });
    expect([record[name], record.payload?.[name], notesOf(record)]).toEqual([undefined, id, [`moved:${name}`]]);
  });

  it("notes what it coerces and moves, once each, in attributes and resource", () => {
    const record = sealed((draft) => {
      draft.attributes["stub.count"] = "7";
      draft.attributes["stub.size"] = { a: 1 };
      draft.resource = { "faas.max_memory": "128", "host.name": ["a"] };
      draft.notes.push("coerced:attributes.stub.count");
    });
    expect(record.attributes?.["stub.count"]).toBe(7);
    expect(record.resource.attributes["faas.max_memory"]).toBe(128);
    expect(record.payload).toEqual({ "stub.size": { a: 1 }, "host.name": ["a"] });
    expect(notesOf(record).toSorted()).toEqual([
      "coerced:attributes.stub.count",
      "coerced:resource.faas.max_memory",
      "moved:attributes.stub.size",
      "moved:resource.host.name",
    ]);
  });

  it("caps the notes, and says how many more there were", () => {
    const notes = notesOf(
      sealed((draft) => {
        for (let index = 0; index < 70; index++) draft.notes.push(`note:${index}`, `note:${index}`);
      }),
    );
    expect(notes).toHaveLength(51);
    expect(notes.at(-1)).toBe("and_more:20");
  });

  it("keeps bytes that are no UTF-8 as a data URL", () => {
    const bytes = Buffer.from([0x61, 0xff, 0xfe]);
    const record = sealed(() => undefined, { bytes });
    expect(record.original).toBe(`data:;base64,${bytes.toString("base64")}`);
    expect(notesOf(record)).toEqual(["invalid_utf8"]);
  });

  it("keeps the raw line where nesting is too deep to be written", () => {
    const text = `{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)},"n":1}`;
    const record = sealed(
      (draft) => {
        Object.assign(draft.payload, JSON.parse(text));
      },
      { text },
    );
    expect(record.original).toBe(text);
    expect(notesOf(record)).toEqual(["unwritable:payload"]);
    expect(record.payload).toBeUndefined();
  });
});

describe("seal with text that is hard to write", () => {
  it.each([
    ["line ends", "a\nb\r\nc\u2028d"],
    ["NUL and other controls", "a\u0000b\u001fc"],
    ["quotes and backslashes", '"\\"\\u0041'],
    ["pairs of surrogates", "😀"],
    ["what reads like a lone surrogate behind a backslash", "path C:\\ud800\\udbff"],
    ["300 KB", "x".repeat(300 * 1024)],
  ])("keeps %s to the letter, without a note", (_, text) => {
    const record = sealed((draft) => {
      draft.body = text;
      draft.payload["text"] = text.slice(0, 5000);
      draft.attributes["stub.name"] = text;
    });
    expect([record.body, record.attributes?.["stub.name"], record.payload?.["text"]]).toEqual([
      text,
      text,
      text.slice(0, 5000),
    ]);
    expect(notesOf(record)).toEqual([]);
  });

  it("replaces lone surrogates wherever they stand, with a note", () => {
    const record = sealed((draft) => {
      draft.body = "a\ud800b";
      draft.attributes["stub.name"] = "\udfff";
      draft.labels["\ud83d"] = "x";
      draft.payload["nested"] = { "k\udc00": ["\\\ud800"] };
    });
    expect(record).toMatchObject({
      body: "a\ufffdb",
      attributes: { "stub.name": "\ufffd" },
      labels: { "\ufffd": "x" },
      payload: { nested: { "k\ufffd": ["\\\ufffd"] } },
    });
    expect(notesOf(record)).toEqual(["lone_surrogate"]);
  });

  it("does not make one name of two, which OpenSearch would refuse", () => {
    const record = sealed((draft) => {
      Object.assign(draft.payload, { "\ud800": 1, "\udbff": 2, "\ufffd": 3 });
    });
    expect(Object.values(record.payload ?? {})).toEqual([1, 2, 3]);
  });

  it("does not make one name of two where one reads like the other replaced", () => {
    const record = sealed((draft) => {
      Object.assign(draft.payload, { "\ud800": 1, "\ufffdd800": 2 });
    });
    expect(Object.values(record.payload ?? {})).toEqual([1, 2]);
  });

  it("keeps text of lone surrogates within the limit of a term", () => {
    const record = sealed((draft) => {
      draft.payload["text"] = "\ud800".repeat(10_000);
    });
    expect(longestTerm(record.payload, "payload")).toBeLessThanOrEqual(TERM_BYTES);
  });

  it("bears a payload of 1 MB, and one of a hundred thousand names", () => {
    const text = "0123456789abcdef".repeat(65_536);
    const long = sealed((draft) => {
      draft.payload["text"] = text;
    });
    expect(String((long.payload?.["text"] as string[] | undefined)?.join(""))).toBe(text);
    expect(notesOf(long)).toEqual(["split:payload.text"]);
    const wide = sealed((draft) => {
      for (let index = 0; index < 100_000; index++) draft.payload[`key-${index}`] = index;
    });
    expect(Object.keys(wide.payload ?? {})).toHaveLength(100_000);
  });

  it("gives notes that do not grow with what they name", () => {
    const record = sealed((draft) => {
      draft.payload["x".repeat(20_000)] = { ["y".repeat(20_000)]: "z".repeat(50_000) };
    });
    expect(Math.max(...notesOf(record).map((note) => note.length))).toBeLessThan(250);
  });
});
