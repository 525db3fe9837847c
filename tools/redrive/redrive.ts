/**
 * `npm run redrive -- --from s3://bucket/prefix|DIR [options]`: delivers again what could not be delivered. See `--help`.
 *
 * The report goes to standard output. Exit code 0 when every log event is accounted for, 1 when not, or with --strict when some
 * failed again or could not be read, 2 for bad usage, and when the bucket or the cluster does not answer.
 */
import { Option } from "commander";
import { conservationGap } from "../../shared/core/accounting.ts";
import { REASONS, type Reason } from "../../shared/core/failures.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { StoreFailure } from "../../shared/core/redrive/object-store.ts";
import { previewRun } from "../../shared/core/redrive/preview-run.ts";
import { redriveRun, type RunOptions } from "../../shared/core/redrive/redrive-run.ts";
import { problemOf } from "../../shared/core/redrive/run-summary.ts";
import { reasonOfKey, type Selection } from "../../shared/core/redrive/selection.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { newProgress, type Progress } from "../cli/report/progress.ts";
import { paintFor } from "../cli/report/summary.ts";
import { openFrom, type From } from "./open-from.ts";
import { openTo } from "./open-to.ts";
import { readAttempts, readSince } from "./read-options.ts";
import { redrivePipeline } from "./redrive-pipeline.ts";
import { previewLines, previewObjectOf, runLines, runObject } from "./reports.ts";

interface Options {
  readonly from: string;
  readonly to?: string;
  readonly reason?: Reason;
  readonly since?: string;
  readonly dryRun?: true;
  readonly maxAttempts: string;
  readonly endpoint?: string;
  readonly strict?: true;
  readonly json?: true;
}

/** Cap on the size of one object, bytes: as much as a JavaScript string holds. */
const MAX_OBJECT_BYTES = 500 * 1024 * 1024;

const command = newCommand("redrive", "Delivers again what could not be delivered, and removes what arrived.")
  .requiredOption("--from <where>", "s3://bucket/prefix, or a folder: of replay, or a copy of a bucket")
  .option("--to <where>", "the URL of an OpenSearch, or a folder (default: the variable OPENSEARCH_ENDPOINT)")
  .addOption(new Option("--reason <reason>", "only failures of one reason; docs/failures.md has them").choices(REASONS))
  .option("--since <age or time>", "only objects written since: 30m, 12h, 2d, 1w or 2026-11-23T09:00:00Z")
  .option("--dry-run", "read, say what would be done, and touch nothing")
  .option("--max-attempts <count>", "attempts after which a record is given up, as redrive_exhausted", "10")
  .option("--endpoint <url>", "an S3 server that is not AWS's")
  .option("--strict", "exit with 1 when a log event failed again or an object could not be read")
  .option("--json", "print the report as one JSON object")
  .addHelpText(
    "after",
    `
It reads failures of Tributary, Firehose (processing-failed, AmazonOpenSearchService-failed) and Lambda (aws/lambda/async).
A bucket without prefix means all of these. Ids and days stay as they were: what has arrived already is a duplicate.

  npm run redrive -- --from s3://failures --dry-run
  npm run redrive -- --from s3://failures/failures/stage=deliver --since 2d --to https://search-logs.eu-west-1.es.amazonaws.com
  npm run redrive -- --from out --reason cluster_unavailable --to http://127.0.0.1:9200`,
  );

await runCommand("redrive", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const pipeline = redrivePipeline(process.env);
  const from = openFrom(
    options.from,
    options.endpoint,
    pipeline.delivery.failuresPrefix,
    MAX_OBJECT_BYTES,
    process.env,
  );
  const selection = selectionOf(from, options);
  let progress: Progress | undefined;
  const limits: Omit<RunOptions, "deadline"> = {
    maxAttempts: readAttempts(options.maxAttempts),
    maxObjectBytes: MAX_OBJECT_BYTES,
    maxObjects: Number.POSITIVE_INFINITY,
    onListed: (objects) => {
      progress = newProgress(
        objects.reduce((sum, { size }) => sum + size, 0),
        process.stderr,
      );
    },
    onObject: ({ size }) => progress?.add(size),
  };
  const run = options.dryRun ? preview : redrive;
  const { text, exit } = await run(selection, from, pipeline, limits, options).finally(() => progress?.end());
  process.stdout.write(`${text}\n`);
  return exit;
});

type Outcome = Promise<{ readonly text: string; readonly exit: number }>;

async function redrive(
  selection: Selection,
  from: From,
  pipeline: Pipeline,
  limits: Omit<RunOptions, "deadline">,
  options: Options,
): Outcome {
  const named = options.to ?? process.env["OPENSEARCH_ENDPOINT"];
  if (named === undefined) throw new Problem("--to: where to? Wanted is the URL of an OpenSearch or a folder");
  const to = await openTo(named, process.env);
  const deadline = Number.POSITIVE_INFINITY;
  const report = await redriveRun(
    selection,
    from.store,
    { ...pipeline, bulk: to.bulk, putFailure: from.put },
    { ...limits, deadline },
  );
  await to.close();
  refuseUnlisted(from, report.failed);
  const where = { records: to.records, failures: from.shown };
  const text = options.json
    ? JSON.stringify(runObject(report, where))
    : runLines(report, where, paintFor(process.stdout)).join("\n");
  if (report.failed.length > 0 || report.stopped !== undefined) return { text, exit: EXIT.unusable };
  const complete = conservationGap(report.account) === 0;
  const strictly = report.account.failed === 0 && report.unreadable.length === 0;
  return { text, exit: complete && (strictly || !options.strict) ? EXIT.done : EXIT.failed };
}

async function preview(
  selection: Selection,
  from: From,
  pipeline: Pipeline,
  limits: Omit<RunOptions, "deadline">,
  options: Options,
): Outcome {
  const report = await previewRun(selection, from.store, pipeline, limits);
  refuseUnlisted(from, report.failed);
  const text = options.json
    ? JSON.stringify(previewObjectOf(report))
    : previewLines(report, from.shown, paintFor(process.stdout)).join("\n");
  return { text, exit: report.failed.length > 0 ? EXIT.unusable : EXIT.done };
}

/** Where nothing could be listed, the address is wrong, or the rights: one line says that best. */
function refuseUnlisted({ prefixes, shown }: From, failed: readonly StoreFailure[]): void {
  const [first] = failed;
  const unlisted = prefixes.every((prefix) => failed.some(({ key }) => key === prefix));
  if (first !== undefined && unlisted) throw new Problem(`--from ${shown}: ${problemOf(first.error)}`);
}

function selectionOf({ prefixes }: From, { reason, since }: Options): Selection {
  const earliest = since === undefined ? Number.NEGATIVE_INFINITY : readSince(since, Date.now());
  return {
    prefixes,
    accepts: ({ key, modifiedAt }) => modifiedAt >= earliest && (reason === undefined || reasonOfKey(key) === reason),
  };
}
