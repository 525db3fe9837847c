/**
 * `npm run replay -- [options] FILE…`: runs captured input through the real functions, without AWS. See `--help`.
 *
 * Records go to a folder, to standard output or into a real OpenSearch; the summary goes to standard error. Exit code 0 when every
 * log event is accounted for, 1 when not, or with --strict when some failed, 2 for bad usage and unreadable files.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Option } from "commander";
import { compilePattern } from "../../shared/aws/linear-engine.ts";
import { conservationGap } from "../../shared/core/accounting.ts";
import { FILTER_RULES, readFilterRules, type FilterRule } from "../../shared/core/filter.ts";
import { readRedactionRules } from "../../shared/core/redaction/read-rules.ts";
import type { RedactionRule } from "../../shared/core/redaction/rules.ts";
import { namedPath, readTime } from "./arguments.ts";
import { EXIT, newCommand, runCommand } from "./command.ts";
import { openDestination } from "./destinations/open-destination.ts";
import { inputFile } from "./input/open-input.ts";
import { replayFiles, type ReplayInput } from "./replay-files.ts";
import { Problem, systemReason } from "./problem.ts";
import { newProgress } from "./report/progress.ts";
import { paintFor, summaryLines, summaryObject } from "./report/summary.ts";
import type { FunctionName } from "./wrap/invocations.ts";

interface Options {
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly via?: FunctionName;
  readonly to?: string;
  readonly failures?: string;
  readonly at?: string;
  readonly filters?: string;
  readonly redactions?: string;
  readonly strict?: true;
  readonly json?: true;
}

const command = newCommand("replay", "Runs captured log events through the functions as AWS would, without AWS.")
  .argument("<file...>", "input files; - is standard input")
  .option("--log-group <name>", "log group of plain lines (default: replay)")
  .option("--log-stream <name>", "log stream of plain lines (default: the file's name)")
  .addOption(
    new Option("--via <function>", "function to run (default: the one that the input belongs to)").choices([
      "index",
      "transform",
    ]),
  )
  .option(
    "--to <where>",
    "- for standard output, a folder, or the URL of an OpenSearch (default: -, on a terminal ./out)",
  )
  .option("--failures <folder>", "folder for what fails (default: failures in the folder of --to, or in ./out)")
  .option("--at <time>", "carrier's time of lines that have no full date (default: the file's own time)")
  .option("--filters <file>", "what to leave out: the JSON of the variable FILTERS")
  .option("--redactions <file>", "what to take out of records: the JSON of the variable REDACTIONS")
  .option("--strict", "exit with 1 when a log event failed")
  .option("--json", "print the summary as one JSON object")
  .addHelpText(
    "after",
    `
Each file may be plain or gzip, and may hold
  - the event that CloudWatch Logs or Firehose invokes a function with
  - CloudWatch Logs subscription payloads, one or many, as JSON or base64
  - the JSON objects of an agent, or plain log lines: each line becomes a log event

  npm run -s replay -- --to - events/cloudwatch/*.json | head -1
  npm run replay -- --log-group /aws/eks/demo/cluster --log-stream kube-scheduler-1 scheduler.log
  npm run replay -- --to http://user:password@127.0.0.1:9200 capture.json.gz`,
  );

await runCommand("replay", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const inputs: ReplayInput[] = [];
  for (const name of command.args) inputs.push(await inputOf(name, options));
  const filters = options.filters === undefined ? undefined : readFilters(options.filters);
  const redactions = options.redactions === undefined ? undefined : readRedactions(options.redactions);
  const destination = await openDestination(options.to, options.failures, process.stdout.isTTY, process.env);

  const sizes = inputs.map(({ file }) => file.size ?? Number.NaN);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = newProgress(
    Number.isNaN(total) ? undefined : total,
    process.stderr,
    options.to === "-" && process.stdout.isTTY,
  );
  const account = await replayFiles(
    inputs,
    destination,
    { via: options.via, filters, redactions },
    progress.add,
  ).finally(progress.end);

  const text = options.json
    ? JSON.stringify(summaryObject(account, destination))
    : summaryLines(account, destination, paintFor(process.stderr)).join("\n");
  process.stderr.write(`${text}\n`);
  const complete = conservationGap(account) === 0;
  return complete && !(options.strict && account.failed > 0) ? EXIT.done : EXIT.failed;
});

function readFilters(name: string): readonly FilterRule[] {
  const rules = readFilterRules(textOf("--filters", name));
  if (rules === undefined) throw new Problem(`--filters ${name}: wanted is ${FILTER_RULES}`);
  return rules;
}

function readRedactions(name: string): readonly RedactionRule[] {
  const read = readRedactionRules(textOf("--redactions", name), compilePattern);
  if (!read.ok) throw new Problem(`--redactions ${name}: ${read.problems.join("; ")}`);
  return read.rules;
}

function textOf(option: string, name: string): string {
  try {
    return readFileSync(namedPath(name), "utf8");
  } catch (error) {
    throw new Problem(`${option} ${name}: ${systemReason(error)}`);
  }
}

async function inputOf(name: string, { logGroup, logStream, at }: Options): Promise<ReplayInput> {
  const file = await inputFile(name, namedPath(name));
  const ownName = file.path === undefined ? "stdin" : path.basename(file.path, ".gz");
  return {
    file,
    origin: { logGroup: logGroup ?? "replay", logStream: logStream ?? ownName },
    at: at === undefined ? file.modifiedAt : readTime(at),
  };
}
