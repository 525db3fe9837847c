/**
 * Lints the code, then proves that the linter looked: every error planted in tools/check/canary has to be reported.
 *
 * Without the proof a missing type checker, a file outside tsconfig.json or an override that no longer matches
 * would pass in silence (oxlint then reports nothing and exits 0).
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { missedPlants, plantsIn, readReports } from "./canary.ts";

const root = path.resolve(import.meta.dirname, "../..");
const canary = "tools/check/canary";
// Named, never ".": oxlint follows a symlinked node_modules.
const folders = ["functions", "shared", "tools", "test", "vitest.config.ts"];

function oxlint(args: string[], output: "inherit" | "pipe"): { status: number | null; stdout: string } {
  const bin = path.join(root, "node_modules/oxlint/bin/oxlint");
  const run = spawnSync(process.execPath, [bin, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", output, "inherit"],
  });
  if (run.error) throw run.error;
  return { status: run.status, stdout: run.stdout };
}

const code = oxlint([...process.argv.slice(2), `--ignore-pattern=${canary}/**`, ...folders], "inherit");

const plants = globSync(`${canary}/**/*.ts`, { cwd: root }).flatMap((file) =>
  plantsIn(file.replaceAll(path.sep, "/"), readFileSync(path.join(root, file), "utf8")),
);
const missed = missedPlants(plants, readReports(oxlint(["--format=json", canary], "pipe").stdout));
if (plants.length === 0) missed.push({ file: canary, line: 1, rule: "(no planted error found at all)" });

for (const { file, line, rule } of missed) console.error(`${file}:${line} should have been reported for ${rule}`);
if (missed.length > 0) {
  console.error(`The linter missed ${missed.length} planted error(s): its silence about the code proves nothing.`);
} else {
  console.log(`The linter found all ${plants.length} planted errors.`);
}

process.exitCode = code.status === 0 && missed.length === 0 ? 0 : 1;
