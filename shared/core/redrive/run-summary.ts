import type { StoreFailure, Unreadable } from "./object-store.ts";
import type { RunReport } from "./redrive-run.ts";

/** What a run did, for people and logs: bounded, and without any of the data. */
export interface RunSummary {
  readonly objects: number;
  readonly removed: number;
  readonly rewritten: number;
  readonly left: number;
  readonly stopped?: string;
  readonly unreadable: readonly string[];
  readonly storeFailures: readonly string[];
  readonly received: number;
  readonly delivered: number;
  readonly duplicate: number;
  readonly failed: number;
}

/** Lines of a list that are said; a log line has an end. */
const LINES = 50;

export function runSummary(report: RunReport): RunSummary {
  const { account, objects, removed, rewritten, left, stopped, unreadable, failed } = report;
  return {
    objects,
    removed,
    rewritten,
    left,
    ...(stopped === undefined ? {} : { stopped }),
    unreadable: unreadableLines(unreadable),
    storeFailures: failureLines(failed),
    received: account.received,
    delivered: account.delivered,
    duplicate: account.duplicate,
    failed: account.failed,
  };
}

export function unreadableLines(unreadable: readonly Unreadable[]): readonly string[] {
  return shortened(unreadable.map(({ key, why }) => `${key}: ${why}`));
}

export function failureLines(failed: readonly StoreFailure[]): readonly string[] {
  return shortened(failed.map(({ key, error }) => `${key}: ${problemOf(error)}`));
}

/** One error for all calls of the store that rejected, to be thrown when everything else is done. */
export function storeError(failed: readonly StoreFailure[]): AggregateError | undefined {
  if (failed.length === 0) return undefined;
  const errors = failed.map(({ error }) => error);
  return new AggregateError(errors, `the bucket failed: ${failureLines(failed).join("; ")}`);
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= LINES ? lines : [...lines.slice(0, LINES), `… and ${lines.length - LINES} more`];
}

/** What an error of a store says. Where several addresses were tried, Node puts their errors into one without a message. */
export function problemOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return problemOf(error.errors[0]);
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
