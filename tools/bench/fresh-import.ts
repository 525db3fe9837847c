import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What loading one file costs in a process of its own; medians, ms. */
export interface ImportCost {
  /** Around `require` of the file, as a clock on the wall sees it. */
  readonly wallMs: number;
  /** The same in processor time, which other work on the machine disturbs less. */
  readonly cpuMs: number;
  /** From the start of the process until the file is loaded. */
  readonly readyMs: number;
}

const run = promisify(execFile);

/** As `serverless.yml` starts Node in Lambda. */
const LAMBDA_FLAGS = ["--enable-source-maps"];

const PROBE = `
const cpu = process.cpuUsage(), at = process.hrtime.bigint();
require(process.argv[1]);
const wallMs = Number(process.hrtime.bigint() - at) / 1e6, readyMs = performance.now(), { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, readyMs }));`;

/**
 * Loads each file `rounds` times, each time in a fresh process, in turns, so that a busy moment of the machine meets all of them.
 *
 * @param flags of Node; those of our functions in Lambda if not given.
 */
export async function importCosts(
  files: readonly string[],
  rounds: number,
  flags: readonly string[] = LAMBDA_FLAGS,
): Promise<ReadonlyMap<string, ImportCost>> {
  const seen = new Map(files.map((file) => [file, [] as ImportCost[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [file, costs] of seen) {
      const { stdout } = await run(process.execPath, [...flags, "--eval", PROBE, file], { env: {} });
      costs.push(JSON.parse(stdout) as ImportCost);
    }
  }
  return new Map([...seen].map(([file, costs]) => [file, medianCost(costs)]));
}

function medianCost(costs: readonly ImportCost[]): ImportCost {
  const median = (pick: (cost: ImportCost) => number): number => {
    const sorted = costs.map(pick).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    wallMs: median(({ wallMs }) => wallMs),
    cpuMs: median(({ cpuMs }) => cpuMs),
    readyMs: median(({ readyMs }) => readyMs),
  };
}
