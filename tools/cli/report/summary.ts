import { styleText } from "node:util";
import { conservationGap, type Account } from "../../../shared/core/accounting.ts";
import { FAILURES, REASONS, type Reason } from "../../../shared/core/failures.ts";
import { tableLines } from "./table.ts";

/** Where a replay left what it made, for people. */
export interface Whereabouts {
  readonly records: string;
  readonly failures: string;
}

/** Colours text, or not: what `styleText` does for a stream. */
export type Paint = (style: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Colours for a stream as far as it is a terminal and NO_COLOR is not set. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** The summary of a replay as lines of text: counts by source and index, failures by reason, and the sum. */
export function summaryLines(account: Account, where: Whereabouts, paint: Paint): string[] {
  return [
    ...sourceLines(account, paint),
    ...ruleLines("left out, by rule", account.filteredByRule, paint),
    ...ruleLines("redacted, by rule", account.redactedByRule, paint),
    ...failureLines(account, paint),
    ...(account.control === 0
      ? []
      : [
          `${counted(account.control, "control message")}, which CloudWatch Logs sends to see who listens; no log events`,
        ]),
    sumLine(account, paint),
    `records in ${where.records}${account.failed === 0 ? "" : `, failures in ${where.failures}`}`,
  ];
}

function sourceLines(account: Account, paint: Paint): string[] {
  const lines = sourcesOf(account);
  if (lines.length === 0) return [];
  const rows = lines.map(({ source, index, events, records, delivered, duplicate, failed }) => [
    source,
    index,
    events,
    records,
    delivered,
    duplicate,
    failed,
  ]);
  const [heading = "", ...body] = tableLines(
    ["source", "index", "events", "records", "delivered", "duplicate", "failed"],
    rows,
  );
  return [paint("bold", heading), ...body, ""];
}

function ruleLines(title: string, eventsByRule: ReadonlyMap<string, number>, paint: Paint): string[] {
  if (eventsByRule.size === 0) return [];
  return [paint("bold", title), ...tableLines(["rule", "events"], [...eventsByRule]), ""];
}

function failureLines(account: Account, paint: Paint): string[] {
  const reasons = failedReasons(account);
  if (reasons.length === 0) return [];
  const lines = reasons.flatMap((reason) => [
    `${paint("red", reason)}  ${account.failedByReason.get(reason) ?? 0}  ${FAILURES[reason].summary}`,
    `  ${FAILURES[reason].remedy}`,
  ]);
  return [paint("bold", "failed, by reason"), ...lines, ""];
}

/** `received 4285 = indexed 4285 + duplicate 0 + filtered 0 + failed 0`, or what is missing. */
function sumLine(account: Account, paint: Paint): string {
  const { received, delivered, duplicate, filtered, failed } = account;
  const gap = conservationGap(account);
  const sum = `indexed ${delivered} + duplicate ${duplicate} + filtered ${filtered} + failed ${failed}`;
  if (gap === 0) return paint(failed === 0 ? "green" : "yellow", `received ${received} = ${sum}`);
  const lost = gap > 0 ? `${gap} unaccounted for` : `${-gap} too many`;
  return paint("red", `received ${received} ≠ ${sum}: ${lost}. This is a bug of Tributary.`);
}

/** The summary as an object for programs. */
export function summaryObject(account: Account, where: Whereabouts): object {
  const { received, delivered, duplicate, filtered, failed, control, records, retries, bytes } = account;
  return {
    received,
    indexed: delivered,
    duplicate,
    filtered,
    filteredByRule: Object.fromEntries(account.filteredByRule),
    redactedByRule: Object.fromEntries(account.redactedByRule),
    failed,
    holds: conservationGap(account) === 0,
    control,
    records,
    retries,
    bytes,
    sources: sourcesOf(account),
    failures: failedReasons(account).map((reason) => {
      const { stage, summary, remedy } = FAILURES[reason];
      return { reason, events: account.failedByReason.get(reason) ?? 0, stage, summary, remedy };
    }),
    recordsIn: where.records,
    failuresIn: where.failures,
  };
}

function sourcesOf(account: Account) {
  return [...account.bySource.values()].toSorted((a, b) => compare(a.index, b.index) || compare(a.source, b.source));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function failedReasons({ failedByReason }: Account): Reason[] {
  return REASONS.filter((reason) => failedByReason.has(reason));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
