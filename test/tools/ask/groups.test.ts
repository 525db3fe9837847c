import { describe, expect, it } from "vitest";
import type { GroupsAnswer } from "../../../shared/opensearch/question.ts";
import { mergeGroups } from "../../../tools/ask/groups.ts";

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

describe("mergeGroups", () => {
  it("puts buckets of one row together, and weighs them", () => {
    const rows = mergeGroups(ANSWER, [
      {
        key: { a: "shop", b: "other", c: 200 },
        doc_count: 3,
        sum: stats(3, 30, 20),
        mean: stats(3, 30, 20),
        most: stats(3, 30, 20),
        cost: stats(3, 100, 90),
        newest: { value: 1000 },
      },
      {
        key: { a: null, b: "shop", c: 200 },
        doc_count: 1,
        sum: stats(1, 2, 2),
        mean: stats(1, 2, 2),
        most: stats(1, 2, 2),
        cost: stats(1, 5, 5),
        newest: { value: 2000 },
      },
    ]);
    expect(rows).toEqual([
      {
        service: "shop",
        code: 200,
        records: 4,
        sum: 32,
        mean: 8,
        most: 20,
        cost: 10.5,
        newest: "1970-01-01T00:00:02.000Z",
      },
    ]);
  });

  it("has nothing where no record has the field", () => {
    const none = stats(0, 0, null);
    const key = { a: null, b: null, c: null };
    const rows = mergeGroups(ANSWER, [{ key, doc_count: 1, sum: none, mean: none, most: none, cost: none }]);
    const nothing = { service: null, code: null, sum: null, mean: null, most: null, cost: 0, newest: null };
    expect(rows).toEqual([{ ...nothing, records: 1 }]);
  });

  it("puts the largest first, then by keys, with what has no name last", () => {
    const bucket = (a: string | null, c: number, count: number) => ({ key: { a, b: null, c }, doc_count: count });
    const rows = mergeGroups(ANSWER, [bucket(null, 1, 5), bucket("b", 2, 5), bucket("b", 1, 5), bucket("a", 9, 7)]);
    expect(rows.map(({ service, code }) => [service, code])).toEqual([
      ["a", 9],
      ["b", 1],
      ["b", 2],
      [null, 1],
    ]);
  });
});
