/**
 * `npm run check`: everything that can be said about the code without running it.
 *
 *   npm run check               all checks
 *   npm run check lint types    some of them
 *
 * Prints one line a check, then the whole output of those that failed. Exit code 1 when any did.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs, styleText } from "node:util";

type Check = { name: string; what: string; fix: string; args: string[] };
type Outcome = { check: Check; passed: boolean; output: string };

const root = path.resolve(import.meta.dirname, "../..");

const checks: Check[] = [
  {
    name: "types",
    what: "TypeScript compiles, strictly",
    fix: "npx tsc",
    args: ["node_modules/typescript/bin/tsc", "--noEmit"],
  },
  {
    name: "page",
    what: "so does the page of the studio, with the browser's types",
    fix: "npx tsc -p tools/studio/page",
    args: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tools/studio/page"],
  },
  {
    name: "lint",
    what: "no lint error, and the linter finds the planted ones",
    fix: "npm run lint",
    args: ["tools/check/lint.ts"],
  },
  {
    name: "format",
    what: "files are formatted",
    fix: "npm run format",
    args: ["node_modules/oxfmt/bin/oxfmt", "--check"],
  },
  {
    name: "unused",
    what: "no unused file, export or dependency",
    fix: "npx knip",
    args: ["node_modules/knip/bin/knip.js", "--no-progress"],
  },
  {
    name: "generated",
    what: "generated files are up to date",
    fix: "npm run generate",
    args: ["tools/generate/run.ts", "--check"],
  },
];

function runCheck(check: Check): Promise<Outcome> {
  const started = performance.now();
  const env = process.stdout.isTTY ? { ...process.env, FORCE_COLOR: "1" } : process.env;
  const child = spawn(process.execPath, check.args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));

  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const passed = code === 0;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const mark = passed ? styleText("green", "ok  ") : styleText("red", "FAIL");
      console.log(`${mark} ${check.name.padEnd(10)} ${check.what.padEnd(52)} ${seconds.padStart(5)} s`);
      resolve({ check, passed, output: Buffer.concat(chunks).toString("utf8").trim() });
    });
  });
}

/** The checks named on the command line, or all. */
function selectChecks(names: string[]): Check[] {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    console.error(`No check is called "${unknown}". There are: ${checks.map(({ name }) => name).join(", ")}.`);
    process.exit(2);
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
}

const { positionals } = parseArgs({ allowPositionals: true });
const selected = selectChecks(positionals);

// One after the other: the compiler and the linter use all cores by themselves.
const failed: Outcome[] = [];
for (const check of selected) {
  const outcome = await runCheck(check);
  if (!outcome.passed) failed.push(outcome);
}

for (const { check, output } of failed) {
  console.log(`\n${styleText(["red", "bold"], check.name)}: ${check.what}\n\n${output}\n\nAgain, alone: ${check.fix}`);
}
if (failed.length > 0) {
  console.log(
    `\n${failed.length} of ${selected.length} checks failed: ${failed.map(({ check }) => check.name).join(", ")}.`,
  );
  process.exitCode = 1;
}
