import { describe, expect, it } from "vitest";
import { filteredBy, readFilterRules, type Candidate, type FilterRule } from "../../shared/core/filter.ts";

const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  id: "3f1c",
  source: "eks.audit",
  logGroup: "/aws/eks/prod/cluster",
  severity: 9,
  ...more,
});

function rulesOf(...rules: readonly object[]): readonly FilterRule[] {
  const read = readFilterRules(JSON.stringify(rules));
  if (read === undefined) throw new Error("no rules");
  return read;
}

const ids = Array.from({ length: 2000 }, (_, number) => `id-${number}`);
const keptOf = (rules: readonly FilterRule[]): string[] =>
  ids.filter((id) => filteredBy(candidate({ id }), rules) === undefined);

describe("filteredBy", () => {
  it("delivers everything without rules", () => {
    expect(filteredBy(candidate(), [])).toBeUndefined();
  });

  it.each<[string, object, Partial<Candidate>, Partial<Candidate>]>([
    ["a source", { sources: ["eks.audit"] }, {}, { source: "eks.auditor" }],
    ["a platform", { sources: ["ecs.*", "eks.*"] }, {}, { source: "eksapp.audit" }],
    ["a log group", { logGroup: "^/aws/eks/prod/" }, {}, { logGroup: "/old/aws/eks/prod/" }],
    ["a severity", { severityBelow: 13 }, { severity: 12 }, { severity: 13 }],
    ["a severity that is known", { severityBelow: 25 }, { severity: 1 }, { severity: undefined }],
    ["all that it names", { sources: ["eks.*"], severityBelow: 10 }, {}, { severity: 17 }],
  ])("leaves out by %s, and only those", (_, rule, left, delivered) => {
    const rules = rulesOf({ name: "noise", ...rule });
    expect(filteredBy(candidate(left), rules)).toBe("noise");
    expect(filteredBy(candidate(delivered), rules)).toBeUndefined();
  });

  it("asks the first rule that matches, so that an exception stands before its rule", () => {
    const rules = rulesOf({ name: "prod-stays", keep: 1, logGroup: "/prod/" }, { name: "all", sources: ["eks.*"] });
    expect(filteredBy(candidate(), rules)).toBeUndefined();
    expect(filteredBy(candidate({ logGroup: "/aws/eks/test/cluster" }), rules)).toBe("all");
  });

  it("keeps about the share that a rule says, and the same ones each time", () => {
    const tenth = keptOf(rulesOf({ name: "a", keep: 0.1 }));
    expect(tenth.length).toBeGreaterThan(140);
    expect(tenth.length).toBeLessThan(260);
    expect(keptOf(rulesOf({ name: "b", keep: 0.1 }))).toEqual(tenth);
    expect(keptOf(rulesOf({ name: "c", keep: 0.5 }))).toEqual(expect.arrayContaining(tenth));
  });
});

describe("readFilterRules", () => {
  it("leaves everything out that a rule without share matches", () => {
    expect(rulesOf({ name: "a" })).toEqual([
      { name: "a", keep: 0, sources: undefined, logGroup: undefined, severityBelow: undefined },
    ]);
  });

  it.each([
    "",
    "{}",
    "[1]",
    "[[]]",
    "[{}]",
    '[{"name":""}]',
    '[{"name":"two words"}]',
    '[{"name":"a"},{"name":"a"}]',
    '[{"name":"a","keep":2}]',
    '[{"name":"a","keep":-0.1}]',
    '[{"name":"a","keep":"0.5"}]',
    '[{"name":"a","source":"eks.audit"}]',
    '[{"name":"a","sources":[]}]',
    '[{"name":"a","sources":"eks.audit"}]',
    '[{"name":"a","logGroup":"("}]',
    '[{"name":"a","logGroup":7}]',
    '[{"name":"a","severityBelow":"WARN"}]',
    '[{"name":"a","severityBelow":26}]',
  ])("refuses %s", (text) => {
    expect(readFilterRules(text)).toBeUndefined();
  });
});
