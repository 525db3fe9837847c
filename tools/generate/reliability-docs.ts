import { FAULT_IDS, MATRIX } from "../faults/matrix/matrix.ts";
import { AT_LEAST_ONCE, ROUTE_NAMES, type FaultRow, type Hop, type Route } from "../faults/matrix/fault-row.ts";
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
  return `${GENERATED_PAGE}# Reliability\n\n${INTRODUCTION}\n${routes}${sections.join("")}`;
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

/** Metrics are in the namespace Tributary, but for Lambda's own. */
function seen({ kept, keptByAws, throws, routes, redrive }: FaultRow): string {
  const told = kept.map((reason) => `\`failedByReason\` with [${reason}](failures.md#${reason})`);
  if (throws === true) told.push("Lambda's metric `Errors`");
  if (keptByAws !== undefined) {
    const onFirehose = routes.includes("transform") && keptByAws !== "aws/lambda/async";
    told.push(`objects under \`${keptByAws}/\`${onFirehose ? " (records that Firehose carries)" : ""}`);
  }
  if (told.length === 0) told.push(redrive === "not needed" ? "`retries`, or nothing" : "nothing");
  return told.join("; ");
}

const INTRODUCTION = `What goes wrong on the way of a log event, what Tributary does about it, and what is left for you to do. Each row is a test
(\`npm run test:integration -- reliability\`): it drives the real functions with the fault in place, against a real OpenSearch and a
real S3 server, lifts the fault, runs the real redrive, and compares what the index holds with what was sent, by id. The run prints
a line a row: sent, in the index and in S3 during the fault, in the index afterwards, duplicates.
`;
