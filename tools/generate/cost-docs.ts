import { ASSUMPTIONS, billedBytes } from "../estimate/assumptions.ts";
import { estimate, type Estimate } from "../estimate/estimate.ts";
import { DEFAULTS, PATHS, type Inputs, type Path } from "../estimate/inputs.ts";
import { PRICED, readPrices, type Price, type Prices } from "../estimate/prices.ts";
import { domainText, hitTexts, money, priceText, shown } from "../estimate/report.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

/** The volumes that the page speaks of, GB a day. */
const VOLUMES = [10, 500, 10_000];
const WAYS: readonly (readonly Path[])[] = [
  ["index"],
  ["index", "archive"],
  ["firehose"],
  ["deliver-to-firehose"],
  ["archive"],
];
const REGION = "us-east-1";

/**
 * `docs/cost.md`: what Tributary costs at three volumes and what drives it.
 *
 * @param priceTable the parsed tools/estimate/prices.json.
 */
export function costDocs(priceTable: unknown): string {
  const prices = readPrices(priceTable, REGION);
  if ("problem" in prices) throw new Error(`tools/estimate/prices.json: ${prices.problem}`);
  const at = (gbPerDay: number, more: Partial<Inputs> = {}): Estimate =>
    estimate({ ...DEFAULTS, ...more, gbPerDay }, prices);
  return [
    GENERATED_PAGE,
    "# What it costs\n\n",
    INTRODUCTION(at(10), prices),
    "## By volume and way\n\nUSD a month, with everything: CloudWatch Logs, Firehose, Lambda, OpenSearch, S3.\n\n",
    table(
      ["way", ...VOLUMES.map((volume) => `${shown(volume)} GB a day`)],
      WAYS.map((paths) => [code(paths.join()), ...VOLUMES.map((volume) => money(at(volume, { paths }).total))]),
    ),
    `\n${Object.entries(PATHS)
      .map(([name, what]) => `- ${code(name)}: ${what}`)
      .join("\n")}\n\n`,
    `The archive alone keeps ${DEFAULTS.archiveDays} days in S3 for Athena, and nothing in OpenSearch.\n\n`,
    ...VOLUMES.map((volume) =>
      section(
        at(volume, { paths: ["index", "archive"] }),
        at(volume, { paths: ["index", "archive"], alreadyIngested: true }),
      ),
    ),
    drivers(at, prices),
    EVENT_SIZE,
    table(
      [
        "bytes of a line",
        ...(["index", "firehose", "deliver-to-firehose"] as const).map(code),
        "Firehose bills for a line",
      ],
      [100, 300, 500, 1_000, 2_000, 5_000].map((eventBytes) => [
        shown(eventBytes),
        ...(["index", "firehose", "deliver-to-firehose"] as const).map((path) =>
          money(at(500, { eventBytes, paths: [path] }).total),
        ),
        `${shown(billedBytes(eventBytes + ASSUMPTIONS.agentOverheadBytes.value))} bytes`,
      ]),
    ),
    "\n## Prices\n\n",
    `${priceText(prices, at(500))} AWS's own pages and its pricing calculator are right where they differ.\n\n`,
    table(
      ["price", "USD", "sure", "page"],
      [...PRICED.map((name) => priceRow(name, prices.of[name])), ...instanceRows(prices)],
    ),
    `\nA table of yours, or for another region: copy ${code("tools/estimate/prices.json")}, change it, and give it by ${code("--prices")}.\n`,
    "\n## What it rests on\n\n",
    table(
      ["what", "value", "from"],
      Object.values(ASSUMPTIONS).map(({ what, value, unit, source }) => [what, `${shown(value)} ${unit}`, source]),
    ),
    NOT_COUNTED,
  ].join("");
}

const INTRODUCTION = (
  { inputs }: Estimate,
  { region, date }: Prices,
): string => `An estimate, not a bill: by the formulas and numbers at the end of this page. Ask for yours:

\`\`\`sh
npm run -s estimate -- --gb-per-day 500 --event-bytes ${inputs.eventBytes} --path index,archive
npm run -s estimate -- --gb-per-day 500 --path firehose --prices mine.json --json
\`\`\`

Unless said otherwise: lines of ${inputs.eventBytes} bytes, ${inputs.retentionDays} days in OpenSearch with ${inputs.replicas} replica in ${inputs.zones} zones, ${inputs.logGroupDays} days in CloudWatch Logs,
${inputs.archiveDays} days in the archive, ${region}, prices of ${date}. A GB is 10⁹ bytes of log text as applications write it, and a month has ${ASSUMPTIONS.daysOfMonth.value} days.

`;

const EVENT_SIZE = `## What the size of a line does

The same 500 GB a day in lines of other sizes, USD a month. Small lines cost more everywhere: a record carries about ${ASSUMPTIONS.documentOverheadBytes.value} bytes that the line did
not say, and Firehose bills each record by steps of 5 KB. One that is a byte longer than 5 KB is billed as 10 KB.

`;

const NOT_COUNTED = `
The domain is what these logs want, not what the stack makes unasked: set \`domainInstanceType\`, \`domainInstanceCount\` and
\`domainVolumeGb\` ([parameters](parameters.md)).

Not counted: Athena's scans, KMS requests, snapshots beyond the free ones, the failures bucket (nothing, as long as nothing fails), traffic
out of the region, NAT gateways, support, and what a collector itself uses. Firehose's delivery into a VPC has a price of its own.
`;

function section(made: Estimate, ingested: Estimate): string {
  const byService = new Map<string, number>();
  for (const { service, cost } of made.lines) byService.set(service, (byService.get(service) ?? 0) + cost);
  const rows = [...byService].map(([service, cost]) => [service, money(cost), `${shown((cost / made.total) * 100)} %`]);
  return `## ${shown(made.inputs.gbPerDay)} GB a day

By ${code(made.inputs.paths.join())}; ${shown(made.volume.events / 86_400)} events a second.

${table(["service", "USD a month", "share"], [...rows, ["sum", money(made.total), ""]])}
Where the logs are in CloudWatch Logs anyway, ${money(ingested.total)} of it is new (${code("--already-ingested")}).

**Domain.** ${domainText(made)}

**Quotas**, the first that is hit first:

${hitTexts(made, 3)
  .map((text, index) => `${index + 1}. ${text}`)
  .join("\n")}

`;
}

/** What a change of one thing makes of the sum. */
function drivers(at: (gbPerDay: number, more?: Partial<Inputs>) => Estimate, { date }: Prices): string {
  const base = at(500).total;
  const change = (what: string, flags: string, more: Partial<Inputs>): string[] => {
    const { total } = at(500, more);
    const difference = total - base;
    const part = (Math.abs(difference) / base) * 100;
    return [what, code(flags), money(total), `${difference < 0 ? "−" : "+"}${shown(part)} %`];
  };
  const rows = [
    change("Half the days in OpenSearch", "--retention-days 15", { retentionDays: 15 }),
    change("No replica (a lost node loses days)", "--replicas 0", { replicas: 0 }),
    change("Logs that are in CloudWatch Logs anyway", "--already-ingested", { alreadyIngested: true }),
    change("Agents straight into Firehose", "--path firehose", { paths: ["firehose"] }),
    change("Firehose in front of the cluster", "--path deliver-to-firehose", { paths: ["deliver-to-firehose"] }),
    change("The archive beside it", "--path index,archive", { paths: ["index", "archive"] }),
    change("Quiet streams: ten times the payloads", "--payload-bytes 10000", { payloadBytes: 10_000 }),
    change("Functions in a VPC", "--vpc", { vpc: true }),
  ];
  return `## What drives it

${code("--gb-per-day 500")} by ${code("index")} is ${money(base)} USD a month, prices of ${date}. What one change makes of that:

${table(["change", "option", "USD a month", ""], rows)}
- **CloudWatch Logs' ingestion and OpenSearch** are nearly all of it. Tributary's own functions are a few percent.
- **Days in OpenSearch** cost the most and are the easiest to change: keep few there, and the rest in the archive.
- **What is not worth its storage** is left out by [rules](filters.md) before OpenSearch. It has been ingested by then; a level in the
  application or an agent's filter saves that, too.
- **Lambda** costs by payload and by event. Streams that say little make many small payloads.
- **Firehose** costs by record, rounded up to 5 KB ([Firehose](firehose.md#cost)).

`;
}

function priceRow(name: string, price: Price): string[] {
  const { tiers, sure, source } = price;
  const text = tiers
    .map(({ upToGbMonth, price: each }) =>
      tiers.length === 1
        ? String(each)
        : Number.isFinite(upToGbMonth)
          ? `${each} up to ${shown(upToGbMonth)} GB`
          : `${each} beyond`,
    )
    .join(", ");
  return [code(name), text, sure ? "yes" : "check it", source];
}

function instanceRows({ instances }: Prices): string[][] {
  return instances.map(({ type, hour, vcpus, memoryGib, maxGp3Gib, sure }) => [
    code(type),
    `${hour} an hour`,
    sure ? "yes" : "check its volume",
    `Amazon OpenSearch Service pricing; ${vcpus} vCPUs, ${memoryGib} GiB, gp3 up to ${shown(maxGp3Gib)} GiB`,
  ]);
}
