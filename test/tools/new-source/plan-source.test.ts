import { transformSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { readScenarios } from "../../../tools/generate/scenarios.ts";
import { claimsOn, winningScore, type Claimed } from "../../../tools/new-source/claims.ts";
import { givenLines, type Said } from "../../../tools/new-source/given-lines.ts";
import { planSource } from "../../../tools/new-source/plan-source.ts";

const scenarios = await readScenarios();
const NOW = Date.UTC(2026, 10, 23, 12);
const NOTHING: Said = { logGroup: undefined, logStream: "first", at: undefined, provenance: "synthetic: a test" };
const TASK = "api/api/0123456789abcdef0123456789abcdef";

function planOf(texts: string[], said: Partial<Said> = {}) {
  const given = givenLines(texts, { ...NOTHING, ...said }, NOW, SOURCES);
  const claims = claimsOn(given.lines, given.origin, SOURCES);
  return planSource({ name: "ecs.shop", platform: "ecs", what: "shop" }, given, claims, scenarios, SOURCES);
}

describe("claims on lines", () => {
  it("are counted by source and score, best first", () => {
    const lines = ['{"basket":1}', '{"basket":2}'];
    const { lines: given, origin } = givenLines(
      lines,
      { ...NOTHING, logGroup: "/ecs/shop", logStream: TASK },
      NOW,
      SOURCES,
    );
    expect(claimsOn(given, origin, SOURCES).slice(0, 2)).toEqual([
      { lines: 2, source: "ecs.application", score: 0.9 },
      { lines: 2, source: "ecs.generic", score: 0.05 },
    ]);
  });

  it.each([
    [[0.01], 0.8],
    [[0.8, 0.01], 0.85],
    [[0.9], 0.92],
    [[0.98], 0.99],
    [[0.99], 0.995],
    [[], 0.8],
    [[1, 0.9], undefined],
  ])("of %j are beaten by %s", (scores, score) => {
    const claims = scores.map((one): Claimed => ({ lines: 1, source: "eks.audit", score: one }));
    expect(winningScore(claims)).toBe(score);
  });
});

describe("the plan of a source", () => {
  it("recognises lines by their shape, with a score above that of all others", () => {
    const { recognition, field } = planOf(['{"basket":"b1","item":7}'], { logGroup: "/ecs/shop", logStream: TASK });
    expect(recognition).toEqual({
      by: "shape",
      shape: { kind: "json", names: ["basket", "item"], values: [] },
      score: 0.92,
    });
    expect(field?.name).toBe("shop.basket");
  });

  it("falls back to the log group of lines that have nothing in common, and joins them there", () => {
    const lines = [
      "order 17 placed",
      "java.lang.IllegalStateException: no",
      "\tat com.example.Shop.order(Shop.java:42)",
    ];
    const { recognition, field, source } = planOf(lines, { logGroup: "/ecs/shop" });
    expect(recognition).toEqual({ by: "group", logGroup: "/ecs/shop", score: 0.8 });
    expect(field).toBeUndefined();
    expect(source.module).toContain("continues: continuesApplication");
  });

  it("takes no shape and no log group that samples of another source have", () => {
    const [sample] = scenarios.filter(({ source }) => source === "other.generic");
    const { logGroup, logStream } = sample!.origin;
    const lines = sample!.batch.events.map(({ message }) => message);
    const robbed = lines.find((line) => line.length > 10 && !line.startsWith(" "))!;
    expect(() => planOf([robbed])).toThrow(/samples of other\.generic have, too|nothing in common/);
    expect(() => planOf(["order 17", "payment 4711"], { logGroup, logStream })).toThrow(
      `${logGroup} is a log group of other.generic`,
    );
  });

  it.each([
    [
      "lines that have nothing in common",
      ["order 17", "payment 4711"],
      "nothing in common that tells them from others: say --log-group",
    ],
    [
      "a line that goes on with the one before it",
      ["order 1 failed", "\tat a.B.c(B.java:1)"],
      "line 2 goes on with the one before it",
    ],
  ])("is refused for %s", (_, lines, why) => {
    expect(() => planOf(lines)).toThrow(why);
  });

  it("is refused where a source is certain", () => {
    const audit = {
      logGroup: "/aws/eks/demo/cluster",
      logStream: "kube-apiserver-audit-0123456789abcdef0123456789abcdef",
    };
    const line = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"RequestReceived"}';
    expect(() => planOf([line], audit)).toThrow("eks.audit is certain of these lines");
  });

  it.each([
    [
      "the latest of the lines",
      undefined,
      ["2026-11-22T09:00:00Z", "2026-11-23T09:00:01.5Z", "x"],
      "2026-11-23T09:00:01.500Z",
    ],
    ["the one that was said", Date.UTC(2026, 10, 24), ["2026-11-23T09:00:01.5Z"], "2026-11-24T00:00:00.000Z"],
    ["now", undefined, ["x"], "2026-11-23T12:00:00.000Z"],
  ])("takes as the carrier's time %s", (_, at, times, time) => {
    const lines = times.map((own) => JSON.stringify({ basket: 1, time: own }));
    const { source } = planOf(lines, { at });
    expect(source.origin).toEqual({
      logGroup: "samples",
      logStream: "first",
      at: time,
      provenance: "synthetic: a test",
    });
  });

  it("writes a module that is TypeScript, whatever the lines hold", () => {
    const nasty = fc.constantFrom(
      '"',
      "`${x}`",
      "*/",
      "\\",
      "/",
      "\u2028",
      "</script>",
      "'",
      "é",
      "a".repeat(70),
      "__proto__",
      "action",
      "id",
    );
    const json = fc.dictionary(nasty, fc.oneof(nasty, fc.integer(), fc.boolean())).map((line) => JSON.stringify(line));
    const logfmt = fc
      .array(fc.tuple(nasty, nasty), { minLength: 2, maxLength: 4 })
      .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join(" "));
    const text = fc.array(nasty, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.oneof(json, logfmt, text), nasty, (line, logGroup) => {
        const { source } = planOf([line, line], { logGroup: `/ecs/${logGroup}` });
        expect(transformSync(source.module, { loader: "ts" }).code).toContain("defineSource");
      }),
      { numRuns: 200 },
    );
  });
});
