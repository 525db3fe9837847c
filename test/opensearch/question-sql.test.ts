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
import { defineQuestion, type Question, type Window } from "../../shared/opensearch/question.ts";
import { exampleValues } from "../../shared/opensearch/question-params.ts";
import { athenaSql } from "../../shared/opensearch/question-sql.ts";

const USER = "attributes.user.name";
const CODE = "attributes.http.response.status_code";
const user = "element_at(attributes, 'user.name')";

function asking(condition: Condition): Question {
  return defineQuestion({
    name: "test",
    title: { en: "Test", ja: "試験" },
    why: "To test.",
    platforms: ["eks"],
    params: {},
    where: () => condition,
    answer: { kind: "records", columns: { time: "@timestamp", who: [USER, "payload.user.name"] } },
  });
}

function whereOf(condition: Condition, window?: Window): string {
  const { all: sql } = athenaSql(asking(condition), { values: {}, window, limit: 1 });
  return sql.slice(sql.indexOf("WHERE platform IN ('eks')") + "WHERE platform IN ('eks')\n  AND ".length);
}

describe("a condition as SQL", () => {
  it.each<[Condition, string]>([
    [is(USER, "o'brien"), `${user} = 'o''brien'`],
    [is(USER, ["a", "b"]), `${user} IN ('a', 'b')`],
    [is(USER, []), "FALSE"],
    [is(CODE, 200), "TRY_CAST(element_at(attributes, 'http.response.status_code') AS integer) = 200"],
    [is("event.dataset", "eks.audit"), "event.dataset = 'eks.audit'"],
    [is("traceId", "ab"), "trace_id = 'ab'"],
    [is("payload.reason", "x"), "json_extract_scalar(payload, '$.reason') = 'x'"],
    [startsWith(USER, "dev%_"), `starts_with(${user}, 'dev%_')`],
    [atLeast("severity.number", 17), "TRY_CAST(severity.number AS integer) >= 17"],
    [
      atLeast("resource.attributes.faas.max_memory", 1),
      "TRY_CAST(element_at(resource.attributes, 'faas.max_memory') AS bigint) >= 1",
    ],
    [
      says("body", "Not-ready"),
      String.raw`regexp_like(lower(body), '(^|[^\p{L}\p{N}\p{M}_])not[^\p{L}\p{N}\p{M}_]+ready($|[^\p{L}\p{N}\p{M}_])')`,
    ],
    [says("body", "…"), "FALSE"],
    [exists(USER), `${user} IS NOT NULL`],
    [not(exists(USER)), `NOT COALESCE(${user} IS NOT NULL, FALSE)`],
    [any(exists(USER), exists("body")), `(${user} IS NOT NULL OR body IS NOT NULL)`],
    [any(all(exists(USER), exists("body"))), `((${user} IS NOT NULL AND body IS NOT NULL))`],
    [any(all()), "(TRUE)"],
    [any(), "FALSE"],
  ])("%j", (condition, sql) => {
    expect(whereOf(condition)).toBe(sql);
  });

  it.each<[Window, string]>([
    [{ count: 90, unit: "m" }, "INTERVAL '90' MINUTE"],
    [{ count: 1, unit: "h" }, "INTERVAL '1' HOUR"],
    [{ count: 7, unit: "d" }, "INTERVAL '7' DAY"],
    [{ count: 2, unit: "w" }, "INTERVAL '14' DAY"],
  ])("looks back %j, and a day more in the partitions", (window, interval) => {
    expect(whereOf(exists("body"), window)).toBe(
      [
        `day >= date_format(current_timestamp - ${interval} - INTERVAL '1' DAY, '%Y-%m-%d')`,
        `  AND from_iso8601_timestamp(event_time) >= current_timestamp - ${interval}`,
        "  AND body IS NOT NULL",
      ].join("\n"),
    );
  });
});

/** The statement without its literals, and those; undefined when a literal has no end. */
function partsOf(sql: string): { text: string; literals: string[] } | undefined {
  const literals: string[] = [];
  const text = sql.replaceAll(/'((?:[^']|'')*)'/g, (_, inner: string) => {
    literals.push(inner.replaceAll("''", "'"));
    return "?";
  });
  return text.includes("'") ? undefined : { text, literals };
}

describe("a statement", () => {
  it("has an order that does not change, and a limit", () => {
    const { all: whole, rows } = athenaSql(asking(exists("body")), { values: {}, window: undefined, limit: 5 });
    expect(rows).toBe(
      `${whole}\nORDER BY from_iso8601_timestamp_nanos(event_time) DESC, element_at(attributes, 'log.record.uid') DESC NULLS LAST\nLIMIT 5`,
    );
    expect(whole).toContain(`COALESCE(${user}, json_extract_scalar(payload, '$.user.name')) AS "who"`);
  });

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "of %s holds typed text in literals and nowhere else",
    (_, question) => {
      const texts = Object.entries(question.params).filter(([, { kind }]) => kind === "text");
      const sqlOf = (typed: string) => {
        const values = {
          ...exampleValues(question.params),
          ...Object.fromEntries(texts.map(([name]) => [name, typed])),
        };
        return partsOf(athenaSql(question, { values, window: undefined, limit: 1 }).rows);
      };
      const plain = sqlOf("x");
      const nasty = fc.oneof(
        fc.constantFrom("'", "''", "\\'", "'; DROP TABLE logs --", "' OR '1'='1", "$1", "$&", "/*", "/x'"),
        fc.string({ unit: "grapheme", minLength: 1 }),
      );
      fc.assert(
        fc.property(nasty, (typed) => {
          // A pod may be named with its namespace, and a phrase of no words matches nothing.
          const same = typed.includes("/") || !/[\p{L}\p{N}\p{M}_]/u.test(typed) || sqlOf(typed)?.text === plain?.text;
          const parts = sqlOf(typed);
          return (
            parts !== undefined &&
            same &&
            (texts.length === 0 || parts.literals.join("\n").includes(typed.slice(typed.lastIndexOf("/") + 1)))
          );
        }),
        { numRuns: 30 },
      );
    },
  );
});
