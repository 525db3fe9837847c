import { describe, expect, it } from "vitest";
import type { GroupsAnswer } from "../../../shared/opensearch/question.ts";
import { NO_VALUE } from "../../../shared/opensearch/question-dsl.ts";
import { groupRows } from "../../../tools/ask/groups.ts";

const ANSWER: GroupsAnswer = {
  kind: "groups",
  keys: { service: ["a", "b"], code: "c" },
  measures: {
    records: { of: "count" },
    sum: { of: "sum", field: "x" },
    mean: { of: "average", field: "x" },
    most: { of: "max", field: "x" },
    cost: { of: "products", fields: ["x", "y"], divisor: 10 },
    newest: { of: "latest" },
  },
  sort: "records",
};

const stats = (count: number, sum: number, max: number | null) => ({ count, sum, max });
/** Groups by code within a group by service. */
const service = (key: string, ...codes: { key: number; doc_count: number; [measure: string]: unknown }[]) => ({
  key,
  doc_count: codes.reduce((total, { doc_count: count }) => total + count, 0),
  groups: { buckets: codes },
});

describe("groupRows", () => {
  it("gives a row for each innermost group, with its measures", () => {
    const worked = { sum: stats(3, 30, 20), mean: stats(3, 30, 20), most: stats(3, 30, 20), cost: stats(3, 105, 90) };
    const bucket = service("shop", { key: 200, doc_count: 4, ...worked, newest: { value: 2000 } });
    expect(groupRows(ANSWER, { buckets: [bucket] })).toEqual([
      {
        service: "shop",
        code: 200,
        records: 4,
        sum: 30,
        mean: 10,
        most: 20,
        cost: 10.5,
        newest: "1970-01-01T00:00:02.000Z",
      },
    ]);
  });

  it("has nothing where no record has the field, be it a key or a number", () => {
    const none = stats(0, 0, null);
    const worked = { sum: none, mean: none, most: none, cost: none, newest: { value: null } };
    const bucket = service(NO_VALUE.text, { key: NO_VALUE.number, doc_count: 1, ...worked });
    const nothing = { service: null, code: null, sum: null, mean: null, most: null, cost: 0, newest: null };
    expect(groupRows(ANSWER, { buckets: [bucket] })).toEqual([{ ...nothing, records: 1 }]);
  });

  it("puts the largest first, then by keys, with what has no name last", () => {
    const code = (key: number, count: number) => ({ key, doc_count: count });
    const buckets = [
      service(NO_VALUE.text, code(1, 5)),
      service("b", code(2, 5), code(1, 5)),
      service("a", code(9, 7)),
    ];
    expect(groupRows(ANSWER, { buckets })?.map((row) => [row["service"], row["code"]])).toEqual([
      ["a", 9],
      ["b", 1],
      ["b", 2],
      [null, 1],
    ]);
  });

  it("gives no rows when some of them are missing, on whatever level", () => {
    const whole = service("a", { key: 1, doc_count: 1 });
    expect(groupRows(ANSWER, { buckets: [whole], sum_other_doc_count: 1 })).toBeUndefined();
    const cut = { ...whole, groups: { ...whole.groups, sum_other_doc_count: 1 } };
    expect(groupRows(ANSWER, { buckets: [whole, cut], sum_other_doc_count: 0 })).toBeUndefined();
  });
});
