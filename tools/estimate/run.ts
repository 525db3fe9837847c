/**
 * `npm run estimate -- --gb-per-day N [options]`: what logs cost in a month, and which quota is hit first. See `--help`.
 *
 * The estimate goes to standard output. Exit code 0 when there is one, 2 for options that make no sense and price tables that
 * cannot be read.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem, systemReason } from "../cli/problem.ts";
import { estimate } from "./estimate.ts";
import { DEFAULTS, PATHS } from "./inputs.ts";
import { readPrices, type Prices } from "./prices.ts";
import { readInputs, type Options } from "./read-options.ts";
import { reportText } from "./report.ts";

const D = DEFAULTS;
const command = newCommand("estimate", "Says what logs cost in a month, and which quota they hit first.")
  .requiredOption("--gb-per-day <GB>", "log text in a day, as applications write it; a GB is 10⁹ bytes")
  .option("--event-bytes <bytes>", "mean size of a log event", String(D.eventBytes))
  .option(
    "--path <paths>",
    `${Object.keys(PATHS).join(", ")}; archive may be added to another: index,archive`,
    D.paths.join(),
  )
  .option("--region <region>", "region of the prices", "us-east-1")
  .option("--prices <file>", "a price table of yours, in the form of tools/estimate/prices.json")
  .option("--retention-days <days>", "days in OpenSearch", String(D.retentionDays))
  .option("--replicas <count>", "replicas of each shard", String(D.replicas))
  .option("--zones <count>", "availability zones of the domain: 1, 2 or 3", String(D.zones))
  .option("--archive-days <days>", "days in the archive", String(D.archiveDays))
  .option("--log-group-days <days>", "days in CloudWatch Logs", String(D.logGroupDays))
  .option(
    "--payload-bytes <bytes>",
    "lines in one subscription payload; quiet streams have less",
    String(D.payloadBytes),
  )
  .option("--peak <factor>", "busiest seconds against the mean", String(D.peak))
  .option("--already-ingested", "the logs are in CloudWatch Logs already: do not count that")
  .option("--vpc", "the functions are in a VPC: count the transfer between zones")
  .option("--json", "print the estimate as one JSON object")
  .addHelpText(
    "after",
    `
${Object.entries(PATHS)
  .map(([name, what]) => `  ${name.padEnd(20)} ${what}`)
  .join("\n")}

  npm run estimate -- --gb-per-day 500 --event-bytes 800 --path index,archive
  npm run estimate -- --gb-per-day 10 --path firehose --prices mine.json --json`,
  );

await runCommand("estimate", async () => {
  await command.parseAsync();
  const options = command.opts<Options>();
  const inputs = readInputs(options);
  const prices = openPrices(options.prices ?? join(import.meta.dirname, "prices.json"), options.region);
  const made = estimate(inputs, prices);
  const { date, region } = prices;
  process.stdout.write(
    options.json ? `${JSON.stringify({ prices: { date, region }, ...made })}\n` : `${reportText(made, prices)}\n`,
  );
  return EXIT.done;
});

function openPrices(file: string, region: string): Prices {
  const prices = readPrices(parsed(file), region);
  if ("problem" in prices) throw new Problem(`${file}: ${prices.problem}`);
  return prices;
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem(`--prices ${file}: ${systemReason(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`--prices ${file}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
