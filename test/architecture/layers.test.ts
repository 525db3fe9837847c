import { beforeAll, describe, expect, it } from "vitest";
import { type ImportGraph, importGraph, sourceFiles, withPlainTypeImports } from "./import-graph.ts";
import { importCycles, layerViolations } from "./layers.ts";

describe("the code", () => {
  let graph: ImportGraph;
  beforeAll(async () => {
    graph = await importGraph(sourceFiles(["functions", "shared", "tools"]));
  });

  it("imports downwards only", () => {
    expect(layerViolations(graph)).toEqual([]);
  });

  it("has no import cycle", () => {
    expect(importCycles(graph)).toEqual([]);
  });

  it("was really read: the graph has every file, and knows packages from files", () => {
    const files = sourceFiles(["functions", "shared", "tools"]);
    expect(files.length).toBeGreaterThan(20);
    expect([...graph.keys()]).toEqual(expect.arrayContaining(files));
    expect(graph.get("tools/build/bundle.ts")).toEqual(
      expect.arrayContaining(["esbuild", "node:fs", "tools/build/notices.ts"]),
    );
  });
});

describe("the rule", () => {
  // A file that nothing speaks against, so that each planted import is the only thing wrong.
  const innocent = ["shared/formats/klog.ts", "shared/core/join.ts", "shared/aws/s3.ts", "functions/index/handler.ts"];
  const planted = (file: string, target: string): string[] =>
    layerViolations(
      new Map<string, string[]>([...innocent.map((name): [string, string[]] => [name, []]), [file, [target]]]),
    );

  it.each([
    ["shared/formats/cri.ts", "shared/core/join.ts"],
    ["shared/schema/field.ts", "shared/core/join.ts"],
    ["shared/sources/eks/index.ts", "shared/core/join.ts"],
    ["shared/core/plan.ts", "shared/aws/s3.ts"],
    ["shared/opensearch/template.ts", "shared/core/join.ts"],
    ["shared/aws/firehose.ts", "functions/index/handler.ts"],
    ["functions/transform/handler.ts", "functions/index/handler.ts"],
    ["shared/core/plan.ts", "@aws-sdk/client-s3"],
    ["shared/core/plan.ts", "node:fs/promises"],
    ["shared/sources/eks/index.ts", "@opensearch-project/opensearch"],
    ["shared/formats/cri.ts", "node:process"],
    ["shared/aws/firehose.ts", "commander"],
    ["functions/transform/handler.ts", "@aws-sdk/client-s3"],
    ["shared/somewhere/new.ts", "node:buffer"],
  ])("refuses %s → %s", (file, target) => {
    expect(planted(file, target)).toEqual([expect.stringContaining(file)]);
  });

  it.each([
    ["shared/sources/eks/index.ts", "shared/formats/klog.ts"],
    ["shared/core/plan.ts", "shared/formats/klog.ts"],
    ["shared/core/plan.ts", "node:zlib"],
    ["shared/aws/firehose.ts", "shared/core/join.ts"],
    ["shared/aws/firehose.ts", "@aws-sdk/client-s3"],
    ["functions/index/env.ts", "functions/index/handler.ts"],
    ["functions/transform/handler.ts", "shared/aws/s3.ts"],
    ["functions/transform/handler.ts", "@aws-lambda-powertools/logger"],
    ["tools/cli/replay.ts", "functions/index/handler.ts"],
    ["tools/cli/replay.ts", "commander"],
  ])("allows %s → %s", (file, target) => {
    expect(planted(file, target)).toEqual([]);
  });

  it("finds a cycle of three files, once, and none in a diamond", () => {
    const cycle = new Map([
      ["entry.ts", ["a.ts"]],
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts", "node:path"]],
      ["c.ts", ["a.ts"]],
    ]);
    expect(importCycles(cycle)).toEqual(["a.ts → b.ts → c.ts → a.ts"]);

    const diamond = new Map([
      ["a.ts", ["b.ts", "c.ts"]],
      ["b.ts", ["d.ts"]],
      ["c.ts", ["d.ts"]],
      ["d.ts", []],
    ]);
    expect(importCycles(diamond)).toEqual([]);
  });

  it.each([
    ['import type { A } from "./a.ts";', 'import "./a.ts";'],
    ['import type {\n  A,\n  B,\n} from "./a.ts";', 'import "./a.ts";'],
    ['import type * as a from "./a.ts";', 'import "./a.ts";'],
    ['export type { A } from "./a.ts";', 'import "./a.ts";'],
    ['export type A = { from: "./a.ts" };', 'export type A = { from: "./a.ts" };'],
    ['import { type A, b } from "./a.ts";', 'import { type A, b } from "./a.ts";'],
  ])("counts type imports: %s", (statement, seen) => {
    expect(withPlainTypeImports(statement)).toBe(seen);
  });
});
