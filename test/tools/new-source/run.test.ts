import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { readScenarios } from "../../../tools/generate/scenarios.ts";
import { claimsOn } from "../../../tools/new-source/claims.ts";
import { givenLines } from "../../../tools/new-source/given-lines.ts";
import { planSource } from "../../../tools/new-source/plan-source.ts";
import { sourceName } from "../../../tools/new-source/source-name.ts";
import { writeSource } from "../../../tools/new-source/write-source.ts";

const root = path.resolve(import.meta.dirname, "../../..");
/** What a source is part of; nothing of it is written outside the copy. */
const PARTS = ["docs", "events", "functions", "shared", "test", "tools"];
const SETTINGS = ["package.json", "tsconfig.json", "vitest.config.ts", ".oxlintrc.json", ".oxfmtrc.json", ".nvmrc"];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), "tributary-new-source-"));
  for (const part of [...PARTS, ...SETTINGS]) cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
});
afterAll(() => {
  rmSync(copy, { recursive: true });
});

const env = { PATH: process.env["PATH"], NO_COLOR: "1" };

async function newSource(args: readonly string[], input: string) {
  const child = spawn(process.execPath, ["tools/new-source/run.ts", ...args], { cwd: copy, env });
  const code = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** Runs a tool in the copy, and gives what it says. */
function says(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return `${stdout}${stderr}exit ${status}`;
}

/** Lines of each kind that people have, but JSON, which goes through the command. */
const OTHERS: [name: string, logGroup: string | undefined, lines: string[]][] = [
  [
    "ec2.till-logfmt",
    undefined,
    ["time=2026-11-23T09:00:00Z till=4 clerk=al", 'time=2026-11-23T09:00:01Z till=5 clerk="bo x"'],
  ],
  [
    "lambda.till-level",
    undefined,
    ["2026-11-23 09:00:00,123 INFO [till.audit] opened by al", "2026-11-23 09:00:01,003 WARN [till.audit] shut by bo"],
  ],
  ["eks.till-text", undefined, ["till 4 opened", "till 5 opened"]],
  ["other.till-numbers", undefined, ["coins=3 notes=44", "coins=9 notes=1"]],
  [
    "ecs.till-group",
    "/ecs/till",
    ["starting", "java.lang.IllegalStateException: shut", "\tat com.example.Till.open(Till.java:42)"],
  ],
];
const JSON_LINES = `{"ts":"2026-11-23T09:00:00.125Z","level":"info","till":"t4","clerk":"al","cents":1250,"msg":"sold"}
{"ts":"2026-11-23T09:00:02.500Z","level":"error","till":"t5","clerk":"bo","cents":9900,"msg":"drawer is stuck"}
`;
const NAMES = [...OTHERS.map(([name]) => name), "ecs.till"];

async function writeOthers(): Promise<void> {
  const scenarios = await readScenarios();
  for (const [name, logGroup, lines] of OTHERS) {
    const given = givenLines(
      lines,
      { logGroup, logStream: "first", at: undefined, provenance: "synthetic: a test" },
      0,
      SOURCES,
    );
    const claims = claimsOn(given.lines, given.origin, SOURCES);
    writeSource(copy, planSource(sourceName(name, undefined), given, claims, scenarios, SOURCES).source);
  }
  // The command formats its own; these have been written without it.
  says("node_modules/oxfmt/bin/oxfmt", ...OTHERS.map(([name]) => `shared/sources/${name}/index.ts`));
}

describe("new:source", { timeout: 120_000 }, () => {
  it("says who claims the lines, writes a source that wins, and what to do next", async () => {
    await writeOthers();
    const stream = "api/api/0123456789abcdef0123456789abcdef";
    const run = await newSource(
      ["till", "--platform", "ecs", "--log-group", "/ecs/shop", "--log-stream", stream],
      JSON_LINES,
    );
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toMatch(/^2 lines, claimed today by\n\nlines {2}source +score\n +2 {2}ecs\.application +0\.9\n/);
    expect(run.stdout).toContain("warning: ecs.application claims them with 0.9.");
    expect(run.stdout).toContain("ecs.till will claim JSON lines with till, clerk and cents, with a score of 0.92.");
    expect(run.stdout).toContain("new: shared/sources/ecs.till/samples/first.expected.json");
    expect(run.stdout).toContain("\nnext:\n");

    const folder = path.join(copy, "shared/sources/ecs.till");
    const golden = JSON.parse(readFileSync(path.join(folder, "samples/first.expected.json"), "utf8")) as unknown;
    expect(golden).toMatchObject([
      {
        "@timestamp": "2026-11-23T09:00:00.125Z",
        body: "sold",
        event: { dataset: "ecs.till" },
        resource: { attributes: { "container.name": "api" } },
        attributes: { "till.till": "t4" },
        payload: { clerk: "al", cents: 1250 },
      },
      { "@timestamp": "2026-11-23T09:00:02.500Z", severity: { text: "ERROR" }, attributes: { "till.till": "t5" } },
    ]);
    expect(readFileSync(path.join(folder, "samples/first.log"), "utf8")).toBe(JSON_LINES);
  });

  it("leaves a project that passes its own checks", () => {
    const modules = NAMES.map((name) => `shared/sources/${name}/index.ts`);
    expect(
      says("node_modules/typescript/bin/tsc", "--noEmit")
        .split("\n")
        .filter((line) => line.includes(".till")),
    ).toEqual([]);
    expect(says("node_modules/oxlint/bin/oxlint", ...modules)).toContain("Found 0 warnings and 0 errors.");
    expect(says("node_modules/oxfmt/bin/oxfmt", "--check", ...modules)).toMatch(/exit 0$/);
    expect(says("tools/generate/run.ts", "--check")).toBe("exit 0");
  });

  it("leaves a project that passes the contract test of all sources", () => {
    const file = path.join(copy, "contract.json");
    says("node_modules/vitest/vitest.mjs", "run", "--project", "contract", "--reporter=json", `--outputFile=${file}`);
    const report = JSON.parse(readFileSync(file, "utf8")) as {
      testResults: { assertionResults: { fullName: string; status: string }[] }[];
    };
    const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    for (const name of NAMES) expect(tests.filter(({ fullName }) => fullName.includes(name)).length).toBeGreaterThan(3);
    expect(tests.filter(({ status }) => status !== "passed").map(({ fullName }) => fullName)).toEqual([]);
  });
});

describe("new:source, wrongly used", { timeout: 30_000 }, () => {
  it.each([
    [[], "x", "new:source: missing required argument 'name'; see --help"],
    [["ecs.tills", "--shape", "x"], "x", "new:source: unknown option '--shape'; see --help"],
    [
      ["eks.audit"],
      "x",
      "new:source: shared/sources/eks.audit is there already; choose another name, or add a sample to it",
    ],
    [["ecs.Till"], "x", "new:source: ecs.Till: not a name; wanted is one like ecs.payment-audit"],
    [["ecs.tills"], "\n", "new:source: no lines on standard input; give some: npm run new:source -- NAME < lines.log"],
    [["ecs.tills", "--at", "noon"], "x", "new:source: --at noon: not a time; wanted is one like 2026-11-23T09:00:00Z"],
    [
      ["ecs.tills", "--provenance", "mine"],
      "x",
      "new:source: --provenance begins with real: or synthetic:, and says where the lines are from",
    ],
  ])("refuses %j with %j in one line, and writes nothing", async (args, input, stderr) => {
    const before = readdirSync(path.join(copy, "shared/sources"));
    expect(await newSource(args, input)).toEqual({ code: 2, stdout: "", stderr: `${stderr}\n` });
    expect(readdirSync(path.join(copy, "shared/sources"))).toEqual(before);
  });

  it("shows who claims lines that no source can be made of", async () => {
    const run = await newSource(["ecs.tills"], "order 17\npayment 4711\n");
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^2 lines, claimed today by\n\nlines {2}source +score\n/);
    expect(run.stderr).toMatch(/^new:source: these lines have nothing in common .*: say --log-group, .*\n$/);
  });
});
