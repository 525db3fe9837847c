import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fulfils, readQuery, type Condition } from "../../../tools/studio/wire/query.ts";
import { filterParams, readFilter } from "../../../tools/studio/wire/filter.ts";

function only(text: string): Condition {
  const read = readQuery(text);
  if (!read.ok || read.conditions.length !== 1) throw new Error(JSON.stringify(read));
  return read.conditions[0]!;
}

describe("a search", () => {
  it.each([
    ["user.name:alice", "alice", true],
    ["user.name:alice", "alice2", false],
    ["user.name:Al*ce", "aliiice", true],
    ["user.name:*a*a*", "aba", true],
    ["user.name:a*a", "a", false],
    ["code:>=400", "400", true],
    ["code:>=400", "399.9", false],
    ["code:<0", "", false],
    ["code:>1", "many", false],
    ['name:"a b"', "a b", true],
    ["name:*", "anything", true],
  ])("%s of %s is %s", (query, value, expected) => {
    expect(fulfils(value, only(query).test)).toBe(expected);
  });

  it("knows words, fields and what must not be", () => {
    expect(readQuery('-healthz "two words" http.route:/x  user:"a \\" b"')).toEqual({
      ok: true,
      conditions: [
        { negated: true, field: "", test: { kind: "contains", text: "healthz" } },
        { negated: false, field: "", test: { kind: "contains", text: "two words" } },
        { negated: false, field: "http.route", test: { kind: "equals", text: "/x" } },
        { negated: false, field: "user", test: { kind: "equals", text: 'a " b' } },
      ],
    });
  });

  it("says that a comparison needs a number", () => {
    expect(readQuery("code:>=")).toEqual({ ok: false, problem: "number" });
    expect(readQuery("code:<x")).toEqual({ ok: false, problem: "number" });
  });

  it("can be anything that somebody types", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const read = readQuery(text);
        return read.ok ? read.conditions.every((condition) => typeof fulfils("x", condition.test) === "boolean") : true;
      }),
    );
  });
});

describe("a filter", () => {
  it("is the same after it has been in an address", () => {
    const values = fc.array(fc.string(), { maxLength: 3 });
    const time = fc.option(fc.integer({ min: -1e14, max: 1e14 }), { nil: undefined });
    const facets = fc.record({ platform: values, source: values, severity: values, reason: values });
    fc.assert(
      fc.property(fc.record({ q: fc.string({ maxLength: 100 }), from: time, to: time, facets }), (filter) => {
        expect(readFilter(new URLSearchParams(filterParams(filter).toString()))).toEqual(filter);
      }),
    );
  });

  it("leaves out of an address what makes no sense", () => {
    expect(readFilter(new URLSearchParams("from=soon&to=Infinity&platform=eks"))).toMatchObject({
      from: undefined,
      to: undefined,
      facets: { platform: ["eks"] },
    });
  });
});
