import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { missedPlants, plantsIn, readReports } from "../../tools/check/canary.ts";
import { root } from "./import-graph.ts";

describe("the Node version check", () => {
  function checkAs(version: string): { status: number | null; stderr: string } {
    const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
    const script = `${pretend} import("./tools/check/node-version.mjs");`;
    return spawnSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  }

  it.each(["20.20.2", "22.0.0", "9.11.2"])("stops Node %s and says what to do", (version) => {
    const { status, stderr } = checkAs(version);
    expect(status).toBe(1);
    expect(stderr).toContain(`this is Node ${version}`);
    expect(stderr).toContain("npm ci --ignore-scripts");
    expect(stderr).toContain("npm rebuild node");
  });

  it.each(["24.0.0", "100.1.0"])("lets Node %s pass without a word", (version) => {
    expect(checkAs(version)).toMatchObject({ status: 0, stderr: "", stdout: "" });
  });

  it("comes first in every npm script", () => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const { scripts } = manifest as { scripts: Record<string, string> };
    const unchecked = Object.entries(scripts).filter(
      ([, script]) => !script.startsWith("node tools/check/node-version.mjs && "),
    );
    expect(unchecked).toEqual([]);
  });
});

describe("the lint canary", () => {
  const source = ["const a = 1;", "  // planted: eslint(no-console) import(no-cycle)", "  console.log(a);"].join("\n");
  const planted = [
    { file: "a.ts", line: 3, rule: "eslint(no-console)" },
    { file: "a.ts", line: 3, rule: "import(no-cycle)" },
  ];
  const report = (line: number, code: string): string =>
    JSON.stringify({ diagnostics: [{ filename: "a.ts", code, labels: [{ span: { line } }] }] });

  it("reads what is planted: the rules of a comment speak of the next line", () => {
    expect(plantsIn("a.ts", source)).toEqual(planted);
    expect(plantsIn("a.ts", 'const mark = "// planted: eslint(no-console)";')).toEqual([]);
  });

  it("misses everything when the linter says nothing", () => {
    expect(missedPlants(planted, readReports('{ "diagnostics": [] }'))).toEqual(planted);
  });

  it("is content with the rule on the line, and with neither another line nor another rule", () => {
    expect(missedPlants(planted, readReports(report(3, "eslint(no-console)")))).toEqual([planted[1]]);
    expect(missedPlants(planted, readReports(report(2, "eslint(no-console)")))).toEqual(planted);
    expect(missedPlants(planted, readReports(report(3, "eslint(no-alert)")))).toEqual(planted);
  });

  it.each(["", "oxlint: command failed", "[]", "null", "{}"])("throws when the linter answers %j", (output) => {
    expect(() => readReports(output)).toThrow(SyntaxError);
  });
});
