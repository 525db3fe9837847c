/**
 * `npm run bench:questions -- [--records N]`: how long each question takes, from a real OpenSearch of its own under a strict mapping
 * and, for comparison, from archive files. See `--help`.
 *
 * The table goes to standard output, progress to standard error. Exit code 0 when every question takes less than a second from
 * OpenSearch, 1 when one does not, 2 for bad usage and where no OpenSearch can run.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import type { Question } from "../../../shared/opensearch/question.ts";
import { exampleValues, type ParamValue } from "../../../shared/opensearch/question-params.ts";
import { askArchive } from "../../ask/ask-archive.ts";
import { askCluster } from "../../ask/ask-cluster.ts";
import { searchOf } from "../../ask/cluster.ts";
import { EXIT, newCommand, runCommand } from "../../cli/command.ts";
import { Problem } from "../../cli/problem.ts";
import { tableLines } from "../../cli/report/table.ts";
import { isMissing } from "../../servers/missing-runtime.ts";
import { startOwnOpenSearch } from "../../servers/opensearch.ts";
import { say } from "../../servers/progress.ts";
import { loadRecords } from "./load.ts";

interface Options {
  readonly records: string;
  readonly days: string;
  readonly rounds: string;
  readonly archive: boolean;
}

/** What a person waits for without a thought. */
const LIMIT_MS = 1000;
/** Rows that `ask` shows unless told otherwise. */
const ROWS = 100;

const command = newCommand("bench:questions", "Measures how long the questions take on many records.")
  .option("--records <number>", "records to load", "1000000")
  .option("--days <number>", "days to spread them over, each with its indices", "7")
  .option("--rounds <number>", "times to ask each question of OpenSearch", "5")
  .option("--no-archive", "leave out the archive files");

await runCommand("bench:questions", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const records = wholeNumber(options, "records");
  const days = wholeNumber(options, "days");
  const rounds = wholeNumber(options, "rounds");
  const opensearch = await startOwnOpenSearch();
  if (isMissing(opensearch)) throw new Problem(opensearch.message);
  const archive = options.archive ? await mkdtemp(path.join(tmpdir(), "tributary-bench-")) : undefined;
  const cleanUp = async (): Promise<void> => {
    if (archive !== undefined) await rm(archive, { recursive: true, force: true });
    await opensearch.stop();
  };
  const stop = (): void => void cleanUp().finally(() => process.exit(EXIT.failed));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    const started = performance.now();
    await loadRecords({ url: opensearch.url, records, days, archive });
    say(`loaded ${records} records in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    return await measure(opensearch.url, archive, records, rounds);
  } finally {
    await cleanUp();
  }
});

/** Asks everything, and prints what it took. */
async function measure(url: string, archive: string | undefined, records: number, rounds: number): Promise<number> {
  const id = await anAuditId(url);
  const rows: (string | number)[][] = [];
  let slowest = { name: "", ms: 0 };
  for (const question of QUESTIONS) {
    const values = { ...exampleValues(question.params), ...(question.name === "request-trace" ? { id } : {}) };
    const { total, times, cpuMs } = await fromCluster(question, values, url, rounds);
    const worst = Math.max(...times);
    if (worst > slowest.ms) slowest = { name: question.name, ms: worst };
    const archived = archive === undefined ? [] : [await archiveSeconds(question, values, archive)];
    rows.push([question.name, total, Math.round(median(times)), Math.round(worst), Math.round(cpuMs), ...archived]);
    say(rows.at(-1)?.join(" ") ?? "");
  }
  const heading = [
    "question",
    "total",
    "median ms",
    "slowest ms",
    "CPU ms",
    ...(archive === undefined ? [] : ["archive s"]),
  ];
  process.stdout.write(`${tableLines(heading, rows).join("\n")}\n`);
  process.stdout.write(
    `\n${records} records; the slowest answer of OpenSearch: ${slowest.name}, ${Math.round(slowest.ms)} ms\n`,
  );
  return slowest.ms < LIMIT_MS ? EXIT.done : EXIT.failed;
}

/** Each time without what OpenSearch remembers of the times before. */
async function fromCluster(
  question: Question,
  values: Readonly<Record<string, ParamValue>>,
  url: string,
  rounds: number,
): Promise<{ total: number; times: number[]; cpuMs: number }> {
  const search = searchOf(url, {});
  const times: number[] = [];
  let total = 0;
  let cpuBefore = 0;
  // The first round loads classes and compiles, and does not count.
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) cpuBefore = await cpuTime(url);
    await fetch(`${url}/logs-*/_cache/clear?query=true&request=true`, { method: "POST" });
    const started = performance.now();
    const answer = await askCluster(question, { values, window: undefined, limit: ROWS }, search);
    if (round > 0) times.push(performance.now() - started);
    total = answer.total;
  }
  return { total, times, cpuMs: ((await cpuTime(url)) - cpuBefore) / rounds };
}

/** CPU time that OpenSearch has used since it started, ms: on a busy machine it says more than the clock does. */
async function cpuTime(url: string): Promise<number> {
  const response = await fetch(`${url}/_nodes/stats/process`);
  const { nodes } = (await response.json()) as {
    nodes: Record<string, { process: { cpu: { total_in_millis: number } } }>;
  };
  return Object.values(nodes).reduce((total, { process: { cpu } }) => total + cpu.total_in_millis, 0);
}

async function archiveSeconds(
  question: Question,
  values: Readonly<Record<string, ParamValue>>,
  archive: string,
): Promise<number> {
  const started = performance.now();
  await askArchive(question, { values, window: undefined, limit: ROWS }, archive);
  return Number(((performance.now() - started) / 1000).toFixed(1));
}

/** An id that is there, so that the search for one request finds something. */
async function anAuditId(url: string): Promise<string> {
  const response = await fetch(`${url}/logs-eks-*/_search?q=event.dataset:eks.audit&size=1`);
  const { hits } = (await response.json()) as { hits: { hits: { _source: { attributes: Record<string, string> } }[] } };
  return hits.hits[0]?._source.attributes["k8s.audit.id"] ?? "";
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function wholeNumber(options: Options, name: "records" | "days" | "rounds"): number {
  const text = options[name];
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem(`--${name} ${text}: wanted is a whole number from 1`);
  return Number(text);
}
