import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nestsDeeperThan, parseJsonObject, startsLikeObject } from "../../shared/formats/json.ts";
import type { JsonObject } from "../../shared/schema/draft.ts";
import { anyText } from "./damaged-lines.ts";

describe("parseJsonObject", () => {
  it.each<[string, unknown]>([
    ["{}", {}],
    [' \r\n\t{"a":1} \n', { a: 1 }],
    ['{"a":{"b":[1,"x",null,true,1.5]}}', { a: { b: [1, "x", null, true, 1.5] } }],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"a":"\\u0000\\ud800"}', { a: "\u0000\ud800" }],
  ])("parses %j", (text, value) => {
    expect(parseJsonObject(text)).toEqual({ value, notes: [] });
  });

  it.each([
    "",
    " ",
    "null",
    "7",
    '"{}"',
    "[]",
    '[{"a":1}]',
    "{",
    "}",
    "{a:1}",
    '{"a":1,}',
    '{"a":1}}',
    '{"a":1} tail',
    "\ufeff{}",
    '{"a":NaN}',
  ])("finds no object in %j", (text) => {
    expect(parseJsonObject(text)).toBeUndefined();
  });

  it("takes names of JavaScript's own for names like any other", () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1},"n":12345678901234567890}']) {
      const value = parseJsonObject(text)?.value;
      expect(Object.keys(value ?? {})[0]).toBe("__proto__");
      expect(Object.getPrototypeOf(value)).not.toEqual({ x: 1 });
    }
  });

  it.each([
    ["12345678901234567890", "12345678901234567890"],
    ["9007199254740993", "9007199254740993"],
    ["-9007199254740993", "-9007199254740993"],
    ["1e999", "1e999"],
    ["-1e999", "-1e999"],
    ["1e-400", "1e-400"],
    [`1${"0".repeat(1200)}`, `1${"0".repeat(1200)}`],
    [`0.${"1".repeat(1200)}`, `0.${"1".repeat(1200)}`],
    ["9007199254740991", 9_007_199_254_740_991],
    ["0.30000000000000004", 0.300_000_000_000_000_04],
    ["1.7976931348623157e308", 1.797_693_134_862_315_7e308],
    ["1e21", 1e21],
  ])("holds the number %s", (source, held) => {
    for (const text of [
      `{"n":${source}}`,
      `{"n":${" ".repeat(20)}${source}\n}`,
      `{"a":[0,${source}]}`,
      `{"a":{"n": ${source} ,"x":1}}`,
    ]) {
      const parsed = parseJsonObject(text);
      const { n, a } = parsed?.value ?? {};
      expect(n ?? (Array.isArray(a) ? a[1] : (a as JsonObject)["n"])).toBe(held);
      expect(parsed?.notes).toHaveLength(typeof held === "string" ? 1 : 0);
    }
  });

  it("names the numbers that it keeps as text", () => {
    const { value, notes } =
      parseJsonObject('{"id":12345678901234567890,"list":[1e999],"digits":"12345678901234567890"}') ?? {};
    expect(value).toEqual({ id: "12345678901234567890", list: ["1e999"], digits: "12345678901234567890" });
    expect(notes).toContain("number_as_text:id");
  });

  it("bears nesting that no recursion does, also beside a number that has to be looked at", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(parseJsonObject(`{"deep":${deep}}`)).toBeDefined();
    expect(() => parseJsonObject(`{"n":12345678901234567890,"deep":${deep}}`)).not.toThrow();
  });

  it("never throws", () => {
    fc.assert(fc.property(anyText, (text) => parseJsonObject(text) === undefined || startsLikeObject(text)));
  });

  it("never changes a number silently: what a double cannot hold is text", () => {
    const digits = fc.string({ unit: fc.nat(9).map(String), minLength: 1, maxLength: 30 });
    const exponent = fc.integer({ min: -400, max: 400 }).map((power) => `e${power}`);
    const blank = fc.constantFrom("", " ", "\n          ");
    fc.assert(
      fc.property(
        fc.boolean(),
        digits,
        fc.option(digits),
        fc.option(exponent),
        blank,
        (minus, whole, fraction, power, space) => {
          const tail = `${fraction === null ? "" : `.${fraction}`}${power ?? ""}`;
          const source = `${minus ? "-" : ""}${whole.replace(/^0+(?=\d)/, "")}${tail}`;
          const n = parseJsonObject(`{"n":${space}${source}}`)?.value["n"];
          if (typeof n === "string") return n === source;
          if (tail === "") return BigInt(n as number) === BigInt(source);
          return Number.isFinite(n) && (n !== 0 || !/[1-9]/.test(source.split("e")[0] ?? ""));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("startsLikeObject", () => {
  it.each([
    ["{}", true],
    [" \n{ } \r\t", true],
    ["{", false],
    ["}", false],
    ["{}x", false],
    ["", false],
    ["   ", false],
    ["{ and }", true],
  ])("says of %j: %s", (text, wanted) => {
    expect(startsLikeObject(text)).toBe(wanted);
  });
});

describe("nestsDeeperThan", () => {
  it.each([
    [`{"a":[[1]],"b":"long enough text"}`, 2, true],
    [`{"a":[[1]],"b":"long enough text"}`, 3, false],
    [`{"a":"[[[[[[[[[[","b":"{{{{{{{{"}`, 1, false],
    [`{"a":"\\"[[[[","b":[1,2,3,4,5]}`, 1, true],
    [`{"a":[1],"b":[2],"c":[3],"d":[4]}`, 2, false],
    ["[[]]", 2, false],
  ])("of %s deeper than %i: %s", (text, limit, wanted) => {
    expect(nestsDeeperThan(text, limit)).toBe(wanted);
  });

  it("agrees with the depth of what is parsed", () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.nat(6),
        (text, limit) => nestsDeeperThan(text, limit) === depthOf(JSON.parse(text)) > limit,
      ),
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
