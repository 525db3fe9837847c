import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import {
  all,
  any,
  atLeast,
  exists,
  is,
  not,
  says,
  startsWith,
  type Condition,
} from "../../shared/opensearch/condition.ts";
import { defineQuestion, type Question } from "../../shared/opensearch/question.ts";
import { filterQuery, searchRequest } from "../../shared/opensearch/question-dsl.ts";
import { exampleValues } from "../../shared/opensearch/question-params.ts";

const USER = "attributes.user.name";

function asking(condition: Condition): Question {
  return defineQuestion({
    name: "test",
    title: { en: "Test", ja: "試験" },
    why: "To test.",
    platforms: ["eks", "ec2"],
    params: {},
    where: () => condition,
    answer: { kind: "records", columns: { time: "@timestamp", who: [USER, "attributes.user.id"] } },
  });
}

describe("a condition as a query", () => {
  it.each<[Condition, unknown]>([
    [is(USER, "a"), { term: { [USER]: { value: "a" } } }],
    [is(USER, ["a", "b"]), { terms: { [USER]: ["a", "b"] } }],
    [is(USER, []), { terms: { [USER]: [] } }],
    [startsWith(USER, "dev:*?"), { prefix: { [USER]: { value: "dev:*?" } } }],
    [atLeast("severity.number", 17), { range: { "severity.number": { gte: 17 } } }],
    [says("body", "Node, not-ready"), { match_phrase: { body: { query: "node not ready" } } }],
    [exists(USER), { exists: { field: USER } }],
    [not(exists(USER)), { bool: { must_not: [{ exists: { field: USER } }] } }],
    [
      any(exists(USER), all(exists("body"))),
      {
        bool: {
          should: [{ exists: { field: USER } }, { bool: { filter: [{ exists: { field: "body" } }] } }],
          minimum_should_match: 1,
        },
      },
    ],
  ])("%j", (condition, query) => {
    expect(filterQuery(asking(condition), { values: {}, window: undefined })).toEqual({ bool: { filter: [query] } });
  });

  it("has no more nesting than it needs", () => {
    const condition = all(exists(USER), all(), all(all(exists("body"))));
    expect(filterQuery(asking(condition), { values: {}, window: { count: 2, unit: "w" } })).toEqual({
      bool: {
        filter: [
          { exists: { field: USER } },
          { exists: { field: "body" } },
          { range: { "@timestamp": { gte: "now-2w" } } },
        ],
      },
    });
  });

  it("refuses a field that is not declared", () => {
    const ask = () => filterQuery(asking(exists("attributes.nothing")), { values: {}, window: undefined });
    expect(ask).toThrow("attributes.nothing is no declared field");
  });
});

describe("a search", () => {
  it("looks into the indices of the question's platforms, newest record first", () => {
    expect(searchRequest(asking(exists(USER)), { values: {}, window: undefined, limit: 7 })).toEqual({
      index: "logs-eks-*,logs-ec2-*",
      body: {
        track_total_hits: true,
        query: { bool: { filter: [{ exists: { field: USER } }] } },
        size: 7,
        sort: [
          { "@timestamp": { order: "desc", missing: "_last", unmapped_type: "date_nanos" } },
          { "attributes.log.record.uid": { order: "desc", missing: "_last", unmapped_type: "keyword" } },
        ],
        _source: ["@timestamp", USER, "attributes.user.id"],
      },
    });
  });

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "of %s holds typed text as a value and nowhere else",
    (_, question) => {
      const texts = Object.entries(question.params).filter(([, { kind }]) => kind === "text");
      const values = exampleValues(question.params);
      fc.assert(
        fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), (typed) => {
          const changed = { ...values, ...Object.fromEntries(texts.map(([name]) => [name, typed])) };
          const { body } = searchRequest(question, { values: changed, window: undefined, limit: 1 });
          return keysOf(body).every((key) => /^[\w@.]+$/.test(key));
        }),
        { numRuns: 20 },
      );
    },
  );
});

/** Every key of every object within. */
function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)]);
}
