/**
 * `npm run bench`: how many log events a second each part of the way takes, beside the floor of the same run. No pass and no fail:
 * times are the machine's.
 */
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { measure } from "./measure.ts";
import { PATHS } from "./paths.ts";
import { payloadSets, type Entropy } from "./payloads.ts";
import { tableOf, type SetReport } from "./report.ts";

const command = newCommand("bench", "Events a second of each part of the way, beside the floor of the same run.")
  .option("--set <name...>", "only sets whose name has one of these in it, as in `estate` or `audit/high`")
  .option("--path <name...>", "only these paths, beside the floor")
  .option("--entropy <kind>", "low, high or both", "both")
  .option("--rounds <count>", "rounds to take the median of, at least 1", "9")
  .option("--json", "print the report as JSON");

interface Options {
  readonly set?: string[];
  readonly path?: string[];
  readonly entropy: string;
  readonly rounds: string;
  readonly json?: true;
}

await runCommand("bench", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Problem(`--rounds ${options.rounds}: not a number from 1`);
  const paths = PATHS.filter(
    ({ name }) => name === "floor" || options.path === undefined || options.path.includes(name),
  );
  const sets = await payloadSets(entropiesOf(options.entropy), (name) => {
    return options.set?.some((part) => name.includes(part)) ?? true;
  });
  if (sets.length === 0) throw new Problem(`--set ${options.set?.join(" ")}: no set has such a name`);
  const reports: SetReport[] = [];
  for (const set of sets) {
    const measured = await measure(set, paths, rounds);
    const report = { name: set.name, events: set.events, bytesPerEvent: Math.round(set.bytes / set.events) };
    reports.push({ ...report, paths: measured });
    if (options.json !== true) console.log(tableOf({ ...report, paths: measured }, reports.length === 1));
  }
  if (options.json === true) console.log(JSON.stringify({ node: process.version, rounds, sets: reports }));
  return EXIT.done;
});

function entropiesOf(name: string): Entropy[] {
  if (name === "both") return ["low", "high"];
  if (name === "low" || name === "high") return [name];
  throw new Problem(`--entropy ${name}: low, high or both`);
}
