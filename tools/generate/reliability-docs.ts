import { FAULT_IDS, MATRIX } from "../faults/matrix/matrix.ts";
import { AT_LEAST_ONCE, ROUTE_NAMES, type FaultRow, type Hop, type Route } from "../faults/matrix/fault-row.ts";
import run from "../soak/last-run.json" with { type: "json" };
import { GENERATED_PAGE, table } from "./markdown.ts";

const HOPS: readonly Hop[] = ["OpenSearch", "S3", "Firehose", "Lambda", "input"];
const ROUTES = Object.keys(ROUTE_NAMES) as Route[];

const REDRIVES = {
  schedule: "the schedule delivers it",
  "on demand": "delivers it on demand, once the cause is mended",
  "not needed": "has nothing to do",
} as const;

/** `docs/reliability.md`: every fault that Tributary survives, what it does meanwhile, and what the operator sees. */
export function reliabilityDocs(): string {
  const routes = table(
    ["route", "what it is", "after every fault below"],
    ROUTES.map((route) => [
      `\`${route}\``,
      ROUTE_NAMES[route],
      AT_LEAST_ONCE.has(route) ? "no record is lost; some may be stored twice" : "each record is stored exactly once",
    ]),
  );
  const sections = HOPS.map((hop) => {
    const rows = FAULT_IDS.map((id) => [id, MATRIX[id]] as [string, FaultRow]).filter(([, row]) => row.hop === hop);
    return rows.length === 0 ? "" : `\n## ${TITLES[hop]}\n\n${table(HEAD, rows.map(cells))}`;
  });
  return `${GENERATED_PAGE}# Reliability\n\n${INTRODUCTION}\n${routes}${sections.join("")}\n${LIMITS}\n${SOAK}\n${lastRun()}`;
}

const TITLES: Readonly<Record<Hop, string>> = {
  OpenSearch: "OpenSearch fails",
  S3: "The failures bucket fails",
  Firehose: "Firehose fails",
  Lambda: "Lambda ends an invocation",
  input: "The input is not what it should be",
};

const HEAD = ["row", "what goes wrong", "routes tested", "what happens meanwhile", "what the operator sees", "redrive"];

function cells([id, row]: [string, FaultRow]): string[] {
  return [
    `\`${id}\``,
    row.fault,
    row.routes.map((route) => `\`${route}\``).join(", "),
    row.meanwhile,
    seen(row),
    REDRIVES[row.redrive],
  ];
}

const LIMITS = `## What is not promised

- **Two stores away at once.** While the failures bucket takes nothing, \`index\` keeps nothing either: it throws, and Lambda invokes it
  twice more within about three minutes. If OpenSearch and S3 are both away for longer than that, the event is lost: Lambda's
  on-failure destination is in S3 too. \`transform\` is better off: Firehose tries S3 for 24 hours.
- **Answers that are lost, without ids.** A collection that takes no ids stores a request again with each attempt whose answer is lost
  or cut, until the deadline. Nothing is lost, but there may be many duplicates.
- **Records that Firehose carries** have Firehose's ids: see [firehose.md](firehose.md#at-least-once).
`;

const SOAK = `## Soak

\`npm run soak -- --events 1000000 --seed 5\` sends log events through the functions into a real OpenSearch and a real S3 that it starts itself.
Requests to both fail by chance, answers get lost, OpenSearch is away for whole invocations, invocations are killed in their
midst, repeated, and redriven while all that lasts; some payloads are broken for good. The same seed brings the same
faults: a fault is drawn by what is in a request and how often it has come. The clock of the functions moves by their pauses
only, so no pause is waited for. Then the faults end, what waits is delivered, and every document of the index is held against
what was sent, by id. Exit code 1 when one is missing, stored twice under an id of ours, or was never sent, and when memory grows.

Memory is sampled ten times, after a garbage collection. It is flat when the mean of the last three samples is above that of the second
to fourth by no more than 32 MB in use, and by no more than a quarter and 64 MB of RSS. A run of 20,000 is part of the integration
tests.
`;

/** The largest run so far: tools/soak/last-run.json, written by hand from what it printed. */
function lastRun(): string {
  const { date, machine, events, seed, seconds, faults, thrown, lines, memory } = run;
  const rows = memory.map(({ sent, rss, used }) => [String(sent), String(rss), String(used)]);
  return `The largest run so far, ${date}, on ${machine}: ${events} log events, seed ${seed}, ${seconds} s; ${faults} faults, ${thrown} invocations threw.\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n\n${table(["sent", "RSS, MB", "in use, MB"], rows)}`;
}

/** Metrics are in the namespace Tributary, but for Lambda's own. */
function seen({ kept, keptByAws = [], throws, redrive }: FaultRow): string {
  const told = kept.map((reason) => `\`failedByReason\` with [${reason}](failures.md#${reason})`);
  if (throws === true) told.push("on `index` Lambda's metric `Errors`");
  for (const folder of keptByAws) {
    told.push(
      folder === "aws/lambda/async" ? `objects under \`${folder}/\`` : `on \`transform\` objects under \`${folder}/\``,
    );
  }
  if (told.length === 0) told.push(redrive === "not needed" ? "`retries`, or nothing" : "nothing");
  return told.join("; ");
}

const INTRODUCTION = `What goes wrong on the way of a log event, what Tributary does about it, and what is left for you to do. Each row is a test
(\`npm run test:integration -- reliability\`): it drives the real functions with the fault in place, against a real OpenSearch and a
real S3 server, lifts the fault, runs the real redrive, and compares what the index holds with what was sent, by id. The run prints
a line a row: sent, in the index and in S3 during the fault, in the index afterwards, duplicates.
`;
