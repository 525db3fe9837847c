import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readParams, type Params } from "../../shared/opensearch/question-params.ts";
import { anyCharacter } from "../any-character.ts";

const PARAMS: Params = {
  user: { kind: "text", description: "User", default: "root" },
  verbs: { kind: "list", description: "Verbs", default: ["get"] },
  from: { kind: "number", description: "Lowest", default: 500 },
  deep: { kind: "flag", description: "Deep", default: false },
};
const NEEDED: Params = { id: { kind: "text", description: "An id", example: "1" } };
const DEFAULTS = { user: "root", verbs: ["get"], from: 500, deep: false };

describe("readParams", () => {
  it.each([
    [{}, {}],
    [{ user: "" }, { user: "" }],
    [{ user: "o'brien \"; --" }, { user: "o'brien \"; --" }],
    [{ verbs: "get, list" }, { verbs: ["get", "list"] }],
    [{ from: "400" }, { from: 400 }],
    [{ from: "-1.5" }, { from: -1.5 }],
    [{ deep: "YES" }, { deep: true }],
    [{ deep: "1" }, { deep: true }],
    [{ deep: "false" }, { deep: false }],
  ])("reads %j", (typed, changed) => {
    expect(readParams(PARAMS, typed)).toEqual({ values: { ...DEFAULTS, ...changed } });
  });

  it.each<[Record<string, string>, string]>([
    [{ usr: "x" }, "no parameter is called usr; there is user, verbs, from, deep"],
    [{ toString: "x" }, "no parameter is called toString; there is user, verbs, from, deep"],
    [{ user: "a\nb" }, "parameter user: text without control characters"],
    [{ user: "a\u0000" }, "parameter user: text without control characters"],
    [{ user: "\ud800" }, "parameter user: text without control characters"],
    [{ user: "x".repeat(8192) }, "parameter user: text without control characters"],
    [{ verbs: "get,,list" }, "parameter verbs: a list"],
    [{ from: "5e2" }, "parameter from: a number is wanted"],
    [{ from: "1) OR (1=1" }, "parameter from: a number is wanted"],
    [{ from: "" }, "parameter from: a number is wanted"],
    [{ deep: "maybe" }, "parameter deep: yes or no is wanted"],
  ])("refuses %j", (typed, problem) => {
    expect(readParams(PARAMS, typed)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("asks for what has no default", () => {
    expect(readParams(NEEDED, {})).toEqual({ problem: "parameter id: has to be given: An id" });
    expect(readParams(NEEDED, { id: "" })).toHaveProperty("problem");
    expect(readParams(NEEDED, { id: "7" })).toEqual({ values: { id: "7" } });
    expect(readParams({}, { id: "7" })).toEqual({ problem: "no parameter is called id; there are none" });
  });

  it("gives a value or a problem for whatever is typed, and text as it was", () => {
    const typed = fc.record({
      user: fc.string({ unit: anyCharacter, maxLength: 50 }),
      from: fc.string(),
      deep: fc.string(),
    });
    fc.assert(
      fc.property(typed, (given) => {
        const read = readParams(PARAMS, given);
        return "problem" in read ? read.problem.length > 0 : read.values["user"] === given.user;
      }),
    );
  });
});
