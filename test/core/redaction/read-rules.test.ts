import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../shared/aws/linear-engine.ts";
import { readRedactionRules } from "../../../shared/core/redaction/read-rules.ts";

function problemsOf(rules: unknown): readonly string[] {
  const read = readRedactionRules(typeof rules === "string" ? rules : JSON.stringify(rules), compilePattern);
  return read.ok ? [] : read.problems;
}

describe("readRedactionRules", () => {
  it("says all that is wrong at once, with the number and the name of the rule", () => {
    const problems = problemsOf([
      { name: "cards", pattern: String.raw`\d{16}` },
      { name: "cards", pattern: "(a)(b)", replacement: "$3 and $<year>" },
      { nam: "typo", pattern: "x" },
      7,
      { name: "jwt", pattern: "x" },
      { name: "twice", pattern: "x", flags: "ii" },
      { name: "all", pattern: String.raw`\w+` },
      { name: "nothing", pattern: "x*" },
      { name: "open", pattern: "(", members: "[" },
      { name: "idle", flags: "i" },
    ]);
    expect(problems).toEqual([
      'rule 2 "cards": name: another rule has it',
      'rule 2 "cards": replacement: $3 is no group of the pattern',
      'rule 2 "cards": replacement: $<year> is no group of the pattern',
      'rule 3: "nam" is no member of a rule',
      expect.stringMatching(/^rule 3: name: /),
      "rule 4: no JSON object",
      'rule 5 "jwt": name: another rule has it',
      expect.stringMatching(/^rule 6 "twice": flags: /),
      expect.stringMatching(/^rule 7 "all": pattern: finds something in \[redacted\]/),
      'rule 8 "nothing": pattern: finds the empty text',
      expect.stringMatching(/^rule 9 "open": pattern: missing closing \)/),
      expect.stringMatching(/^rule 9 "open": members: /),
      'rule 10 "idle": neither pattern nor members',
      'rule 10 "idle": flags: without pattern',
    ]);
  });

  it.each([
    ["[", /^no JSON/],
    ['{"name":"x","pattern":"y"}', /^wanted: a JSON array/],
    [JSON.stringify([{ name: "x", pattern: "y".repeat(1001) }]), /1 to 1000 characters/],
    [JSON.stringify([{ name: "x", pattern: "y", replacement: "z".repeat(201) }]), /at most 200 characters/],
    [JSON.stringify([{ name: "x", pattern: 7 }]), /regular expression/],
    [JSON.stringify(Array.from({ length: 51 }, (_, n) => ({ name: `r${n}`, pattern: "y" }))), /^51 rules; at most 50$/],
  ])("refuses what is no list of rules: %j", (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  it("takes no rule at all, too", () => {
    expect(problemsOf([])).toEqual([]);
  });
});
