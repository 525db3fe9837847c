/**
 * `npm run bench:cold`: what a cold start reads and how long that takes, for each packaged function. No pass and no fail: times are
 * the machine's; the byte budgets are in test/package.
 */
import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundleFunctions, functionNames, type Bundle } from "../build/bundle.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { tableLines } from "../cli/report/table.ts";
import { table } from "../generate/markdown.ts";
import { buildParts } from "./cold-parts.ts";
import { importCosts, type ImportCost } from "./fresh-import.ts";
import { machineLine } from "./machine.ts";
import { recordSection } from "./page-section.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = new URL("../../docs/cold-start.md", import.meta.url);
const HEADING = ["what", "loaded at once", "loaded later", "zip", "import", "processor", "start to ready", "× empty"];
const EMPTY = "an empty handler";

const command = newCommand("bench:cold", "What a cold start of each function reads, and how long that takes.")
  .option("--rounds <count>", "fresh processes to take the median of, at least 1", "15")
  .option("--json", "print the report as JSON")
  .option("--record", "write the tables into docs/cold-start.md");

interface Options {
  readonly rounds: string;
  readonly json?: true;
  readonly record?: true;
}

/** A function, or a part alone. */
interface Measured extends ImportCost {
  readonly name: string;
  readonly bytes: number;
  readonly laterBytes?: number;
  readonly zipBytes?: number;
}

await runCommand("bench:cold", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Problem(`--rounds ${options.rounds}: not a number from 1`);
  const folder = await mkdtemp(join(tmpdir(), "tributary-cold-"));
  try {
    const functions = await measureFunctions(folder, rounds);
    const parts = await measureParts(folder, rounds);
    const empty = functions.find(({ name }) => name === EMPTY)?.readyMs ?? Number.NaN;
    const rows = (all: readonly Measured[]): string[][] => all.map((one) => rowOf(one, empty));
    const machine = machineLine();
    if (options.json === true) console.log(JSON.stringify({ machine, rounds, functions, parts }));
    else console.log([machine, ...tableLines(HEADING, [...rows(functions), ...rows(parts)])].join("\n"));
    if (options.record === true) {
      await recordSection(PAGE, "functions", `${machine}, median of ${rounds}:\n\n${table(HEADING, rows(functions))}`);
      const short = (row: readonly string[]): string[] => [0, 1, 4, 5].map((at) => row[at] ?? "");
      await recordSection(PAGE, "parts", table(short(HEADING), rows(parts).map(short)));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return EXIT.done;
});

/** The functions as they are packaged, each copied to where no node_modules is near, and an empty one. */
async function measureFunctions(folder: string, rounds: number): Promise<Measured[]> {
  const serverless = join(ROOT, "node_modules/serverless/bin/serverless.js");
  const packaging = ["package", "--package", join(folder, "package")];
  await promisify(execFile)(process.execPath, [serverless, ...packaging], { cwd: ROOT });
  const zips = new Map<string, number>();
  for (const name of functionNames(ROOT)) zips.set(name, (await stat(join(folder, "package", `${name}.zip`))).size);
  // The same bytes again: packaging does not say which files are loaded at once.
  const bundles = await bundleFunctions(ROOT);
  const copy = ({ name }: Bundle): string => join(folder, name, "index.cjs");
  for (const bundle of bundles) await cp(join(ROOT, bundle.folder), join(folder, bundle.name), { recursive: true });
  const empty = join(folder, "empty.cjs");
  await writeFile(empty, "exports.handler = async () => {};\n");
  const costs = await importCosts([empty, ...bundles.map(copy)], rounds);
  return [
    { name: EMPTY, bytes: (await stat(empty)).size, ...costOf(costs, empty) },
    ...bundles.map((bundle) => ({
      name: bundle.name,
      bytes: bundle.bytes,
      laterBytes: bundle.laterBytes,
      zipBytes: zips.get(bundle.name) ?? 0,
      ...costOf(costs, copy(bundle)),
    })),
  ];
}

async function measureParts(folder: string, rounds: number): Promise<Measured[]> {
  const parts = await buildParts(ROOT, folder);
  const costs = await importCosts(
    [...parts.values()].map(({ file }) => file),
    rounds,
  );
  return [...parts].map(([name, { file, bytes }]) => ({ name, bytes, ...costOf(costs, file) }));
}

function costOf(costs: ReadonlyMap<string, ImportCost>, file: string): ImportCost {
  const cost = costs.get(file);
  if (cost === undefined) throw new Error(`${file} was not measured`);
  return cost;
}

function rowOf({ name, bytes, laterBytes, zipBytes, ...cost }: Measured, emptyMs: number): string[] {
  const kib = (count: number | undefined): string => (count === undefined ? "" : `${Math.ceil(count / 1024)} KiB`);
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const ratio = (cost.readyMs / emptyMs).toFixed(2);
  return [name, kib(bytes), kib(laterBytes), kib(zipBytes), ms(cost.wallMs), ms(cost.cpuMs), ms(cost.readyMs), ratio];
}
