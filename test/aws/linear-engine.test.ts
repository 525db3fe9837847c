import { describe, expect, it } from "vitest";
import { compilePattern } from "../../shared/aws/linear-engine.ts";
import { replaceMatches } from "../../shared/core/redaction/linear-pattern.ts";

function replaced(text: string, pattern: string, flags = ""): string {
  const compiled = compilePattern(pattern, flags);
  if (!compiled.ok) throw new Error(compiled.problem);
  return replaceMatches(text, compiled.pattern, ["#"], "[rest]");
}

describe("a pattern of an operator", () => {
  it.each([
    ["(a+)+$", "a", "!"],
    ["(a|aa)+$", "a", "!"],
    ["(.*)*x", "a", ""],
    [String.raw`^(([a-z])+.)+[A-Z]([a-z])+$`, "a", ""],
    [String.raw`\s+$`, " ", "x"],
    [".*.*=.*", "a", ""],
    [String.raw`([\w.]+\s?)+@`, "a ", ""],
    ["(a?){64}a{64}b", "a", ""],
  ])("is no way to stop the pipeline: %s on a long text ends", (pattern, part, end) => {
    const text = part.repeat(200_000 / part.length) + end;
    expect(replaced(text, pattern)).toBe(text);
  });

  it("ends, and lets nothing out, where each of many searches runs through all that is left", () => {
    const text = "x".repeat(200_000);
    const given = replaced(text, "x*y|x");
    expect(given).toMatch(/^#+\[rest\]$/);
    expect(given.length).toBeLessThan(1_000);
  });

  it("finds all there is in a text of usual length, however often that is", () => {
    const text = "x".repeat(5_000);
    expect(replaced(text, "x*y|x")).toBe("#".repeat(5_000));
  });

  it.each([
    ["i", "A and a", "a", "# #nd #"],
    ["m", "a\na", "^a", "#\n#"],
    ["s", "a\nb", "a.b", "#"],
    ["", "a\nb", "a.b", "a\nb"],
    ["", "é😀é", "😀", "é#é"],
  ])("takes the flag %j: %j", (flags, text, pattern, expected) => {
    expect(replaced(text, pattern, flags)).toBe(expected);
  });

  it.each([
    ["(?=a)b", "look"],
    ["(?<!a)b", "look"],
    [String.raw`(a)\1`, String.raw`\1`],
    [String.raw`(?<n>a)\k<n>`, String.raw`\k`],
    ["(", "missing closing )"],
    ["a{1,2000}", "repeat count"],
    ["(?:[a-z]x){1,900}(?:[a-z]x){1,900}", "instructions"],
  ])("is refused where the engine would have to go back or to do too much: %s", (pattern, why) => {
    expect(compilePattern(pattern, "")).toEqual({ ok: false, problem: expect.stringContaining(why) });
  });
});
