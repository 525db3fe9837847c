import { readFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { fileViolations, readsClock } from "./files.ts";
import { root, sourceFiles } from "./import-graph.ts";

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("the code", () => {
  it("keeps files short and names telling", () => {
    const files = sourceFiles(["functions", "shared", "tools", "test"]);
    expect(files.flatMap((file) => fileViolations({ path: file, text: read(file) }))).toEqual([]);
  });

  it("reads no clock in the pure layers", () => {
    const pure = ["core", "formats", "opensearch", "schema", "sources"].map((layer) => `shared/${layer}`);
    const withoutComments = (file: string): string =>
      transformSync(read(file), { loader: "ts", legalComments: "none" }).code;
    expect(sourceFiles(pure).filter((file) => readsClock(withoutComments(file)))).toEqual([]);
  });
});

describe("the rule", () => {
  const lines = (count: number): string => "const a = 1;\n".repeat(count);

  it.each([
    ["shared/core/plan.ts", lines(301), "301 lines"],
    ["functions/index/handler.ts", lines(61), "61 lines"],
    ["shared/core/utils/plan.ts", lines(1), '"utils"'],
    ["shared/aws/helpers.ts", lines(1), '"helpers"'],
    ["test/core/manager.test.ts", lines(1), '"manager"'],
    ["shared/core/index.ts", lines(1), "index file"],
    ["shared/core/all.ts", 'export * from "./plan.ts";\n', "re-exports"],
  ])("refuses %s", (file, text, why) => {
    expect(fileViolations({ path: file, text })).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ["shared/core/plan.ts", lines(300)],
    ["shared/schema/fields.gen.ts", lines(5000)],
    ["functions/index/handler.ts", lines(60)],
    ["shared/sources/eks-audit/index.ts", lines(1)],
    ["shared/schema/common-fields.ts", lines(1)],
  ])("allows %s", (file, text) => {
    expect(fileViolations({ path: file, text })).toEqual([]);
  });

  it.each(["new Date()", "new Date( )", "const now = new Date;"])("takes %s for a look at the clock", (text) => {
    expect(readsClock(text)).toBe(true);
  });

  it.each(["new Date(ms)", "new Date(0)", "new Dates()", "Date.UTC(2026, 0)"])("lets %s pass", (text) => {
    expect(readsClock(text)).toBe(false);
  });
});
