/**
 * `npm run mutation -- [FILE…]`: mutation testing of the decoders and line grammars, or of some files. A whole run writes
 * docs/mutation.md. Exit code 0 when the tests notice enough of the mutants, 1 when not, or when the verdicts cannot be believed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { CANARY, canaryFault, readReport } from "./report.ts";
import { mutationPage } from "./summary.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** `jsonReporter` of stryker.config.mjs. */
const REPORT = path.join(ROOT, "reports/mutation/mutation.json");

const command = newCommand("mutation", "Changes the code in one place at a time, and counts how often a test notices.")
  .argument(
    "[file...]",
    "files to change, from the project's folder; patterns and file:line-line work as well (default: all)",
  )
  .addHelpText("after", "\n  npm run mutation -- shared/formats/klog.ts");

await runCommand("mutation", async () => {
  await command.parseAsync();
  const files = command.args;
  const stryker = path.join(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const only = files.length === 0 ? [] : ["--mutate", [...files, CANARY].join(",")];
  rmSync(REPORT, { force: true });
  const { status } = spawnSync(process.execPath, [stryker, "run", ...only], { cwd: ROOT, stdio: "inherit" });

  const report = readReport(readNew(REPORT));
  const fault = canaryFault(report);
  if (fault !== undefined) throw new Problem(`the verdicts cannot be believed: ${fault}`);
  if (files.length === 0) writeFileSync(path.join(ROOT, "docs/mutation.md"), mutationPage(report));
  return status === 0 ? EXIT.done : EXIT.failed;
});

/** Without a report the run has ended early, and has said why. */
function readNew(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Problem("no report was written; what ended the run stands above");
  }
}
