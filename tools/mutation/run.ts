/**
 * `npm run mutation -- [--area NAME] [FILE…]`: mutation testing of areas of the code, or of some files. The run of a whole area
 * writes its section of docs/mutation.md. Exit code 0 when the tests notice enough of the mutants, 1 when not, or when the verdicts cannot be believed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Option } from "commander";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { AREAS, areaOf, type Area } from "./areas.ts";
import { CANARY, canaryFault, readReport, type Report } from "./report.ts";
import { mutationPage, sectionsOf } from "./summary.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** `jsonReporter` of stryker.config.mjs. */
const PAGE = path.join(ROOT, "docs/mutation.md");
const REPORT = path.join(ROOT, "reports/mutation/mutation.json");

const command = newCommand("mutation", "Changes the code in one place at a time, and counts how often a test notices.")
  .argument(
    "[file...]",
    "files to change, from the project's folder; patterns and file:line-line work as well (default: all)",
  )
  .addOption(
    new Option("--area <name>", "only this area (default: all, one after the other)").choices(
      AREAS.map(({ name }) => name),
    ),
  )
  .option("--concurrency <number>", "how many mutants are tried at once (default: 2)")
  .addHelpText("after", "\n  npm run mutation -- shared/formats/klog.ts\n  npm run mutation -- --area delivery");

interface Options {
  readonly area?: string;
  readonly concurrency?: string;
}

await runCommand("mutation", async () => {
  await command.parseAsync();
  const files = command.args;
  const { area: name, concurrency = "2" } = command.opts<Options>();
  if (!/^[1-9]\d?$/.test(concurrency)) throw new Problem("--concurrency: wanted is a number from 1 to 99");
  const wanted = AREAS.filter((area) => name === undefined || area.name === name);
  const runs =
    files.length === 0
      ? wanted.map((area) => ({ area, mutate: area.mutate }))
      : wanted
          .map((area) => ({ area, mutate: files.filter((file) => areaOf(file) === area) }))
          .filter(({ mutate }) => mutate.length > 0);
  if (runs.length === 0) throw new Problem(`--area ${name ?? ""}: none of the files is in it`);

  let enough = true;
  for (const { area, mutate } of runs) {
    const { ok, report } = mutateFiles(area, mutate, concurrency);
    enough &&= ok;
    if (files.length === 0) {
      const sections = sectionsOf(readFileSync(PAGE, "utf8"));
      writeFileSync(PAGE, mutationPage(AREAS, sections, area, report));
    }
  }
  return enough ? EXIT.done : EXIT.failed;
});

/** @throws Problem when the run ends early, or its verdicts cannot be believed */
function mutateFiles(area: Area, mutate: readonly string[], concurrency: string): { ok: boolean; report: Report } {
  const stryker = path.join(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const env = { ...process.env, MUTATION_TESTS: area.tests, MUTATION_LEAST: String(area.least) };
  const args = [stryker, "run", "--mutate", [...mutate, CANARY].join(","), "--concurrency", concurrency];
  rmSync(REPORT, { force: true });
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit", env });

  const report = readReport(readNew(REPORT));
  const fault = canaryFault(report);
  if (fault !== undefined) throw new Problem(`the verdicts cannot be believed: ${fault}`);
  return { ok: status === 0, report };
}

/** Without a report the run has ended early, and has said why. */
function readNew(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Problem("no report was written; what ended the run stands above");
  }
}
