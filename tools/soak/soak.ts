/**
 * `npm run soak -- --events N [--seed S]`: N log events through the functions, OpenSearch and S3 of this machine, with faults by
 * chance. Exit code 0 when the sum is exact and memory stayed flat, 1 when not, 2 for bad usage and where a server cannot run.
 */
import { conservationGap } from "../../shared/core/accounting.ts";
import { EXIT, newCommand, runCommand } from "../cli/command.ts";
import { Problem } from "../cli/problem.ts";
import { tableLines } from "../cli/report/table.ts";
import { integrationServers } from "../servers/available.ts";
import { isMissing } from "../servers/missing-runtime.ts";
import { runSoak, type Phase, type SoakReport } from "./run-soak.ts";

const MOST = 100_000_000;

const command = newCommand("soak", "Sends log events through faults by chance, and counts what arrives.")
  .option("--events <count>", "log events to send", "1000000")
  .option("--seed <number>", "the same seed brings the same faults; one by chance unless given");

await runCommand("soak", async () => {
  await command.parseAsync();
  const { events, seed } = command.opts<{ events: string; seed?: string }>();
  const count = wholeNumber("--events", events, MOST);
  const chosen = seed === undefined ? Math.floor(Math.random() * 1_000_000) : wholeNumber("--seed", seed, 2 ** 32 - 1);
  const servers = await integrationServers();
  try {
    const { opensearch, s3 } = servers.addresses;
    if (isMissing(opensearch)) throw new Problem(opensearch.message);
    if (isMissing(s3)) throw new Problem(s3.message);
    console.log(`${count} log events, seed ${chosen}\n`);
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    const report = await runSoak(
      { events: count, seed: chosen, name: `soak-${chosen}`, onPhase: (phase) => console.log(phaseLine(phase)) },
      {
        opensearch: opensearch.url,
        s3: { endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true },
      },
    );
    console.log(reportLines(report).join("\n"));
    return report.holds ? EXIT.done : EXIT.failed;
  } finally {
    await servers.stop();
  }
});

function wholeNumber(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new Problem(`${flag} ${text}: not a whole number from 1 to ${most}`);
  }
  return number;
}

function phaseLine({ sent, seconds, rss, used }: Phase): string {
  const line = [`sent ${String(sent).padStart(9)}`, `after ${String(seconds).padStart(5)} s`];
  return [...line, `rss ${String(rss).padStart(4)} MB`, `in use ${String(used).padStart(4)} MB`].join("   ");
}

function reportLines({ comparison, account, thrown, faults, broken, flat, holds }: SoakReport): string[] {
  const { sent, documents, lost, foreign, examples, twice, duplicates } = comparison;
  const { received, delivered, duplicate, filtered, failed } = account;
  const rows = [...faults]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]): [string, number] => [name, count]);
  return [
    "",
    ...tableLines(["fault", "times"], rows),
    "",
    `${thrown} invocations threw`,
    `all invocations: received ${received} = delivered ${delivered} + duplicate ${duplicate} + filtered ${filtered} + failed ${failed}` +
      (conservationGap(account) === 0 ? "" : " DOES NOT HOLD"),
    `sent ${sent} log events = in the index ${sent - lost} + lost ${lost}`,
    `in the index ${documents} documents: ${duplicates} duplicates by way of Firehose (at least once), ${twice} by ids of ours, ${foreign} that nobody sent`,
    ...examples.map((example) => `nobody sent: ${example}`),
    `broken payloads: sent ${broken.sent}, kept in S3 byte for byte ${broken.kept}; left in S3 otherwise ${broken.otherwise}`,
    `memory: ${flat === undefined ? "too short a run to say" : flat ? "flat" : "GROWS"}`,
    "",
    holds ? "the sum is exact" : "THE SUM DOES NOT HOLD",
  ];
}
