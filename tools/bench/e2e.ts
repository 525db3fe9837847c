/**
 * `npm run bench:e2e`: real lines through `index` into a real OpenSearch on this machine. No pass and no fail: times are the
 * machine's, which the node shares.
 */
import { openSearchClient } from "../../shared/aws/opensearch.ts";
import { isMissing } from "../servers/missing-runtime.ts";
import { startOwnOpenSearch } from "../servers/opensearch.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { openSearchDestination } from "../cli/destinations/opensearch.ts";
import { Problem } from "../cli/problem.ts";
import { tableLines } from "../cli/report/table.ts";
import { table } from "../generate/markdown.ts";
import { runEndToEnd, type RunResult } from "./e2e-run.ts";
import { machineLine } from "./machine.ts";
import { recordSection } from "./page-section.ts";
import { payloadSets } from "./payloads.ts";

const PAGE = new URL("../../docs/end-to-end.md", import.meta.url);
const HEADING = ["run", "events", "seconds", "events/s", "requests", "MB sent", "ours", "waiting", "peak RSS"];
const MEGABYTE = 1_000_000;
const DELETE_MS = 60_000;

/** What is tried in a sweep: settings of `index`, each run into empty indices. */
const SWEEP: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ...[1, 2, 5, 8].map((size): [string, Record<string, string>] => [
    `${size} MB a request`,
    { BULK_MAX_BYTES: String(size * MEGABYTE), BULK_MAX_DOCUMENTS: "100000" },
  ]),
  ["5 MB, without gzip", { BULK_MAX_BYTES: String(5 * MEGABYTE), OPENSEARCH_GZIP: "false" }],
];

const command = newCommand(
  "bench:e2e",
  "Real lines through `index` into a real OpenSearch: events a second, and who took the time.",
)
  .option("--events <count>", "events of a run, at least 1", "1000000")
  .option("--payloads <count>", "payloads of 500 events that one invocation brings", "1")
  .option("--sweep", "try sizes of requests and compression, each with so many events, 10 payloads an invocation")
  .option("--json", "print the report as JSON")
  .option("--record", "write the table into docs/end-to-end.md");

interface Options {
  readonly events: string;
  readonly payloads: string;
  readonly sweep?: true;
  readonly json?: true;
  readonly record?: true;
}

await runCommand("bench:e2e", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const events = count("--events", options.events);
  const payloads = options.sweep === true ? 10 : count("--payloads", options.payloads);
  const runs = options.sweep === true ? SWEEP : [["as set by default", {}] as const];
  const [set] = await payloadSets(["high"], (name) => name === "estate/high");
  if (set === undefined) throw new Error("there is no set estate/high");
  const opensearch = await startOwnOpenSearch();
  if (isMissing(opensearch)) throw new Problem(opensearch.message);
  const results: { name: string; result: RunResult }[] = [];
  try {
    // Installs the index template, as a deployment does.
    await openSearchDestination(new URL(opensearch.url), "none", {});
    const shared = { url: opensearch.url, payloadsAnInvocation: payloads };
    // What is compiled and cached on the first events would be the first run's time.
    await runEndToEnd(set, { ...shared, events: set.events, settings: {} });
    const client = openSearchClient({ endpoint: opensearch.url, auth: { kind: "none" }, gzip: false });
    for (const [name, settings] of runs) {
      await client({ method: "DELETE", path: "/logs-*" }, DELETE_MS);
      const result = await runEndToEnd(set, { ...shared, events, settings });
      results.push({ name, result });
    }
  } finally {
    await opensearch.stop();
  }
  const rows = results.map(({ name, result }) => rowOf(name, result));
  const machine = machineLine();
  if (options.json === true) console.log(JSON.stringify({ machine, runs: results }));
  else console.log([machine, ...tableLines(HEADING, rows)].join("\n"));
  if (options.record === true) {
    const section = options.sweep === true ? "sweep" : "run";
    await recordSection(PAGE, section, `${machine}:\n\n${table(HEADING, rows)}`);
  }
  return results.every(({ result }) => result.delivered === result.events) ? EXIT.done : EXIT.failed;
});

function count(flag: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Problem(`${flag} ${text}: not a number from 1`);
  return number;
}

function rowOf(name: string, result: RunResult): string[] {
  const { events, wallMs, ourMs, requests, bytes, peakRssMegabytes } = result;
  const share = (ms: number): string => `${Math.round((ms / wallMs) * 100)} %`;
  return [
    name,
    events.toLocaleString("en"),
    (wallMs / 1000).toFixed(1),
    Math.round((events / wallMs) * 1000).toLocaleString("en"),
    String(requests),
    (bytes / MEGABYTE).toFixed(0),
    share(ourMs),
    share(Math.max(0, wallMs - ourMs)),
    `${Math.round(peakRssMegabytes)} MB`,
  ];
}
