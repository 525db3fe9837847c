/**
 * `npm run bench`: how many log events a second each part of the way takes, beside the floor of the same run. No pass and no fail:
 * times are the machine's.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { namedPath } from "../cli/arguments.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { measureGrowth } from "./growth.ts";
import { measure } from "./measure.ts";
import { PATHS, type Path } from "./paths.ts";
import { payloadSets, type Entropy, type PayloadSet } from "./payloads.ts";
import { profiled } from "./profile.ts";
import { recordRatios } from "./trend.ts";
import { tableOf, type SetReport } from "./report.ts";

const command = newCommand("bench", "Events a second of each part of the way, beside the floor of the same run.")
  .option("--set <name...>", "only sets whose name has one of these in it, as in `estate` or `audit/high`")
  .option("--path <name...>", "only these paths, beside the floor")
  .option("--entropy <kind>", "low, high or both", "both")
  .option("--rounds <count>", "rounds to take the median of, at least 1", "9")
  .option("--json", "print the report as JSON")
  .option("--record", "add the ratios to tools/bench/ratios.ndjson")
  .option(
    "--profile <file>",
    "profile the paths of one set into a .cpuprofile instead, and say which functions cost most",
  )
  .option("--growth", "measure instead how the cost grows with events and lines, and draw docs/growth-*.svg");

interface Options {
  readonly set?: string[];
  readonly path?: string[];
  readonly entropy: string;
  readonly rounds: string;
  readonly json?: true;
  readonly record?: true;
  readonly profile?: string;
  readonly growth?: true;
}

await runCommand("bench", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Problem(`--rounds ${options.rounds}: not a number from 1`);
  if (options.growth === true) {
    await measureGrowth();
    return EXIT.done;
  }
  const paths = PATHS.filter(
    ({ name }) => name === "floor" || options.path === undefined || options.path.includes(name),
  );
  const sets = await payloadSets(entropiesOf(options.entropy), (name) => {
    return options.set?.some((part) => name.includes(part)) ?? true;
  });
  if (sets.length === 0) throw new Problem(`--set ${options.set?.join(" ")}: no set has such a name`);
  if (options.profile !== undefined) return profileSet(sets, paths, rounds, options.profile);
  const reports: SetReport[] = [];
  for (const set of sets) {
    const measured = await measure(set, paths, rounds);
    const report = { name: set.name, events: set.events, bytesPerEvent: Math.round(set.bytes / set.events) };
    reports.push({ ...report, paths: measured });
    if (options.json !== true) console.log(tableOf({ ...report, paths: measured }, reports.length === 1));
  }
  if (options.json === true) console.log(JSON.stringify({ node: process.version, rounds, sets: reports }));
  if (options.record === true) recordRatios(commitOf(), new Date().toISOString().slice(0, 10), reports);
  return EXIT.done;
});

/** Profiles what is measured; the floor only when it is asked for. */
async function profileSet(
  sets: readonly PayloadSet[],
  paths: readonly Path[],
  rounds: number,
  file: string,
): Promise<number> {
  const [set, second] = sets;
  if (set === undefined || second !== undefined) throw new Problem("--profile takes one set: name it with --set");
  const { profile, rows } = await profiled(async () => {
    for (let round = 0; round < rounds; round++) {
      for (const path of paths) if (path.name !== "floor" || paths.length === 1) await path.run(set);
    }
  });
  const target = namedPath(file);
  writeFileSync(target, profile);
  for (const { share, place } of rows) console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${place}`);
  console.log(`\nThe whole profile, for a flame graph in a browser's developer tools: ${target}`);
  return EXIT.done;
}

function commitOf(): string {
  const { stdout } = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" });
  return stdout.trim();
}

function entropiesOf(name: string): Entropy[] {
  if (name === "both") return ["low", "high"];
  if (name === "low" || name === "high") return [name];
  throw new Problem(`--entropy ${name}: low, high or both`);
}
