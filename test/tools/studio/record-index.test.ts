import { describe, expect, it } from "vitest";
import { ROWS } from "../../../tools/studio/server/records/chunk.ts";
import { haystackOf } from "../../../tools/studio/server/records/haystack.ts";
import { newRecordIndex, type RecordIndex } from "../../../tools/studio/server/records/record-index.ts";
import { indexedRecord } from "../../../tools/studio/server/records/terms.ts";
import { NO_FILTER } from "../../../tools/studio/wire/filter.ts";
import type { Filter } from "../../../tools/studio/wire/messages.ts";

const START = Date.parse("2026-11-23T09:00:00Z");

function add(index: RecordIndex, number: number, attributes: object = {}, reason = ""): number {
  const json = JSON.stringify({
    "@timestamp": new Date(START + number * 1000).toISOString(),
    severity: { number: number % 2 === 0 ? 9 : 17, text: number % 2 === 0 ? "INFO" : "ERROR" },
    body: `Line ${number} of the river`,
    event: { dataset: number % 3 === 0 ? "eks.audit" : "lambda.platform" },
    resource: { attributes: { "k8s.node.name": `node-${number % 5}` } },
    attributes: { "log.record.uid": String(number), ...attributes },
  });
  const platform = number % 3 === 0 ? "eks" : "lambda";
  const place = { kind: "record", index: "logs-x", id: String(number), offset: 0, bytes: 0 } as const;
  return index.add(indexedRecord(json), { platform, reason, place, input: number });
}

function found(index: RecordIndex, filter: Partial<Filter>): string[] {
  return index.rows(index.find({ ...NO_FILTER, ...filter }).ids).map(({ body }) => body.split(" ")[1] ?? "");
}

describe("the records that can be looked at", () => {
  const index = newRecordIndex();
  for (let number = 0; number < 12; number++) {
    add(index, number, { "http.response.status_code": 200 + number * 20, "user.groups": ["all", `group-${number}`] });
  }

  it("come with the newest first", () => {
    expect(found(index, {})).toEqual(["11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
  });

  it.each([
    ['"LINE 7"', ["7"]],
    ["http.response.status_code:>=400", ["11", "10"]],
    ["attributes.http.response.status_code:200", ["0"]],
    ["k8s.node.name:node-1 -line", []],
    ["k8s.node.name:NODE-1", ["11", "6", "1"]],
    ["user.groups:group-3", ["3"]],
    ["source:eks.* severity.number:17", ["9", "3"]],
    ["group-4", ["4"]],
    ["-k8s.node.name:node-*", []],
    ["no.such.field:*", []],
  ])("are found by %s", (q, expected) => {
    expect(found(index, { q })).toEqual(expected);
  });

  it("count in each facet what choosing another value would give", () => {
    const facets = { ...NO_FILTER.facets, platform: ["eks"] };
    const { ids, facets: counts } = index.find({ ...NO_FILTER, facets });
    expect(ids.length).toBe(4);
    expect(counts.platform).toEqual([
      ["lambda", 8],
      ["eks", 4],
    ]);
    expect(counts.severity).toEqual([
      ["ERROR", 2],
      ["INFO", 2],
    ]);
  });

  it("are counted over time, each once", () => {
    const { keys, counts } = index.timeline({ ...NO_FILTER, from: START, to: START + 12_000 }, "severity", 12);
    expect(keys).toEqual(["ERROR", "INFO"]);
    expect(counts[1]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  });

  it("are gone when they have been taken out, and keep their numbers", () => {
    const own = newRecordIndex();
    const [, second] = [add(own, 1), add(own, 2, {}, "gzip_corrupt"), add(own, 3)];
    own.remove(second);
    expect(found(own, {})).toEqual(["3", "1"]);
    expect(own.held()).toBe(2);
    expect(own.open(second)).toBeUndefined();
  });

  it("take no more memory than their number of chunks allows: the oldest are released", () => {
    const own = newRecordIndex(2);
    for (let number = 0; number < ROWS * 3 + 5; number++) add(own, number);
    expect(own.released()).toBe(ROWS * 2);
    expect(own.held()).toBe(ROWS + 5);
    expect(own.open(0)).toBeUndefined();
    expect(own.open(ROWS * 3)?.input).toBe(ROWS * 3);
    expect(own.find({ ...NO_FILTER, q: "line" }).ids.length).toBe(ROWS + 5);
  });
});

describe("a haystack", () => {
  it("marks each text that has the needle, and none across two", () => {
    const hits = new Uint8Array(4);
    haystackOf(["ab", "Cab ab", "", "b"]).mark("ab", hits);
    expect([...hits]).toEqual([1, 1, 0, 0]);
    const across = new Uint8Array(2);
    haystackOf(["a", "b"]).mark("ab", across);
    expect([...across]).toEqual([0, 0]);
  });
});
