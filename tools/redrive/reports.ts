import { FAILURES, REASONS } from "../../shared/core/failures.ts";
import type { PreviewReport } from "../../shared/core/redrive/preview-run.ts";
import type { RunReport } from "../../shared/core/redrive/redrive-run.ts";
import { failureLines, runSummary, unreadableLines } from "../../shared/core/redrive/run-summary.ts";
import { summaryLines, summaryObject, type Paint, type Whereabouts } from "../cli/report/summary.ts";
import { tableLines } from "../cli/report/table.ts";

/** The report of a redrive as lines of text: the summary of the log events, then what became of the objects. */
export function runLines(report: RunReport, where: Whereabouts, paint: Paint): string[] {
  const { objects, removed, rewritten, left, stopped, unreadable, storeFailures } = runSummary(report);
  const fates = [
    `${counted(objects, "object")} read`,
    `${removed} removed`,
    `${counted(rewritten, "record")} written again`,
    `${left} left`,
  ];
  return [
    ...summaryLines(report.account, where, paint),
    fates.join(", "),
    ...section("cannot be read, and stay as they are", unreadable, paint),
    ...section("the store failed", storeFailures, paint),
    ...(stopped === undefined ? [] : [paint("red", `stopped, the cluster takes nothing: ${stopped}`)]),
  ];
}

/** The report of a redrive as an object for programs. */
export function runObject(report: RunReport, where: Whereabouts): object {
  const { objects, removed, rewritten, left, stopped, unreadable, storeFailures } = runSummary(report);
  const fates = {
    objects,
    removed,
    rewritten,
    left,
    ...(stopped === undefined ? {} : { stopped }),
    unreadable,
    storeFailures,
  };
  return { ...summaryObject(report.account, where), ...fates };
}

/** What a redrive would do, as lines of text. */
export function previewLines(report: PreviewReport, shown: string, paint: Paint): string[] {
  const lines = linesOf(report);
  const rows = lines.map((line) => [
    line.reason,
    line.objects,
    line.entries,
    line.events,
    line.documents,
    line.undecodable,
    line.lastAttempt,
  ]);
  const [heading = "", ...body] = tableLines(
    ["reason", "objects", "entries", "events", "would be sent", "not decodable", "last attempt"],
    rows,
  );
  return [
    ...(rows.length === 0 ? [] : [paint("bold", heading), ...body, ""]),
    ...section("cannot be read, and would stay as they are", unreadableLines(report.preview.unreadable), paint),
    ...section("the store failed", failureLines(report.failed), paint),
    `dry run: ${counted(report.objects, "object")} in ${shown} read, nothing sent, written or removed`,
  ];
}

/** What a redrive would do, as an object for programs. */
export function previewObjectOf(report: PreviewReport): object {
  const unreadable = unreadableLines(report.preview.unreadable);
  const storeFailures = failureLines(report.failed);
  return { dryRun: true, objects: report.objects, reasons: linesOf(report), unreadable, storeFailures };
}

/** In the order of the table of failures, what AWS kept last. */
function linesOf({ preview }: PreviewReport) {
  const place = (reason: string): number =>
    Object.hasOwn(FAILURES, reason) ? REASONS.findIndex((known) => known === reason) : REASONS.length;
  return [...preview.lines.values()].toSorted(
    (a, b) => place(a.reason) - place(b.reason) || (a.reason < b.reason ? -1 : 1),
  );
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint("bold", title), ...lines.map((line) => `  ${line}`), ""];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
