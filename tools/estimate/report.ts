import type { Domain } from "./domain.ts";
import type { Estimate } from "./estimate.ts";
import { PATHS } from "./inputs.ts";
import type { Prices } from "./prices.ts";
import { PRICED } from "./prices.ts";
import { share, type Quota } from "./quotas.ts";
import { tableLines } from "../cli/report/table.ts";

/** A number for people: whole from a hundred on, three digits below. */
export function shown(value: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  const digits = Number(value.toPrecision(3));
  return digits < 0.001 ? digits.toExponential() : String(digits);
}

/** An amount of money: cents below a hundred. */
export function money(value: number): string {
  return value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString("en-US");
}

/** The part of a quota in use, in percent. */
function percent(quota: Quota): string {
  return `${shown(share(quota) * 100)} %`;
}

/** What it is an estimate of, in a line. */
function headline({ inputs, volume }: Estimate, { region }: Prices): string {
  const { gbPerDay, eventBytes, paths, peak } = inputs;
  const perSecond = volume.events / 86_400;
  const ways = paths.map((path) => PATHS[path]).join("; ");
  return `${shown(gbPerDay)} GB a day in events of ${shown(eventBytes)} bytes, ${region}: ${ways}. ${shown(perSecond)} events a second, ${shown(perSecond * peak)} at the peak.`;
}

/** What decides the number of nodes. */
const BECAUSE: Readonly<Record<Domain["because"], string>> = {
  storage: "storage decides",
  shards: "the number of shards decides",
  CPU: "CPU decides",
  zones: "one in each zone is enough",
};

/** What the domain is, and why. */
export function domainText({ domain, inputs }: Estimate): string {
  if (domain === undefined) return "No OpenSearch.";
  const { instance, nodes, masters, storageGb, because, dailyGb, shardsOfIndex, shards } = domain;
  const masterText = masters === undefined ? "" : `, 3 masters ${masters.type}`;
  return `${nodes} × ${instance.type} with ${shown(storageGb / nodes)} GB gp3 each${masterText}; ${BECAUSE[because]}. A day is ${shown(dailyGb)} GB on disk before replicas, in ${shardsOfIndex} primary shard${shardsOfIndex === 1 ? "" : "s"} for each platform; ${inputs.retentionDays} days are ${shown(shards)} shards.`;
}

/** Which quotas are hit first, the nearest first, and what to do about each. */
export function hitTexts({ hits, inputs }: Estimate, most: number): string[] {
  return hits.slice(0, most).map(({ quota, gbPerDay }) => {
    const passed = gbPerDay < inputs.gbPerDay ? "was passed" : "is hit";
    return `${quota.what} (${shown(quota.limit)} ${quota.unit}) ${passed} at ${shown(gbPerDay)} GB a day. ${quota.raise}`;
  });
}

/** What has to be known about the prices. */
export function priceText({ date, region, note, of, instances }: Prices, { domain }: Estimate): string {
  const unsure = [
    ...PRICED.filter((name) => !of[name].sure),
    ...[domain?.instance, domain?.masters].flatMap((used) =>
      used !== undefined && instances.some(({ type, sure }) => type === used.type && !sure) ? [used.type] : [],
    ),
  ];
  const marked = unsure.length === 0 ? "" : ` Marked as not sure: ${[...new Set(unsure)].join(", ")}.`;
  return `Prices of ${region}, ${date}. ${note}${marked}`.trim();
}

/** The report for a terminal. */
export function reportText(estimate: Estimate, prices: Prices): string {
  const { lines, total, quotas, inputs } = estimate;
  const rows = lines.map(({ service, what, quantity, unit, cost }) => [
    service,
    what,
    shown(quantity),
    unit,
    money(cost),
  ]);
  const sum = ["", "sum", "", "", money(total)];
  const perGb = ["", "for a GB", "", "", (total / inputs.gbPerDay / 30).toFixed(2)];
  const quotaRows = quotas.map((quota) => [percent(quota), quota.what, quota.grows ? "grows" : "fixed"]);
  return [
    headline(estimate, prices),
    "",
    ...right(["service", "what", "a month", "unit", "USD a month"], [...rows, sum, perGb], [2, 4]),
    "",
    `OpenSearch: ${domainText(estimate)}`,
    "",
    "Quotas, the first that is hit first:",
    ...hitTexts(estimate, 3).map((text, index) => `${index + 1}. ${text}`),
    "",
    ...right(["used", "quota", ""], quotaRows, [0]),
    "",
    priceText(prices, estimate),
    "What it rests on: docs/cost.md.",
  ].join("\n");
}

/** A table whose columns of numbers, already written, stand to the right. */
function right(heading: readonly string[], rows: readonly (readonly string[])[], columns: readonly number[]): string[] {
  const widths = columns.map((column) => Math.max(...[heading, ...rows].map((row) => (row[column] ?? "").length)));
  const pad = (row: readonly string[]): string[] =>
    row.map((cell, column) => {
      const at = columns.indexOf(column);
      return at < 0 ? cell : cell.padStart(widths[at] ?? 0);
    });
  return tableLines(pad(heading), rows.map(pad));
}
