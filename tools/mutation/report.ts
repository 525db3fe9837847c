/** What became of a mutant, in the words of the mutation testing report schema. */
type Status =
  | "Killed"
  | "Survived"
  | "NoCoverage"
  | "Timeout"
  | "CompileError"
  | "RuntimeError"
  | "Ignored"
  | "Pending";

/** One change to the code that a test should notice. */
export interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: Status;
  readonly location: { readonly start: Place; readonly end: Place };
}

/** Line and column, both from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

export interface MutatedFile {
  readonly source: string;
  readonly mutants: readonly Mutant[];
}

/** Files by their path from the root (reports/mutation/mutation.json, mutation-testing-report-schema 2). */
export type Report = Readonly<Record<string, MutatedFile>>;

export interface Score {
  readonly killed: number;
  /** The mutant made a test run forever: noticed, too. */
  readonly timedOut: number;
  readonly survived: number;
  /** No test runs the code. */
  readonly notRun: number;
  /** Noticed of all, in percent; 100 where there are none. */
  readonly percent: number;
}

/** @throws SyntaxError when the text is no such report. */
export function readReport(text: string): Report {
  const report = JSON.parse(text) as { files?: Report } | null;
  if (report?.files === undefined) throw new SyntaxError("not a mutation testing report");
  return report.files;
}

/** Counts mutants; those that could not be tried do not count. */
export function scoreOf(mutants: readonly Mutant[]): Score {
  const count = (status: Status): number => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timedOut, survived, notRun] = [
    count("Killed"),
    count("Timeout"),
    count("Survived"),
    count("NoCoverage"),
  ];
  const all = killed + timedOut + survived + notRun;
  const percent = all === 0 ? 100 : ((killed + timedOut) / all) * 100;
  return { killed, timedOut, survived, notRun, percent };
}

/** The file that is mutated to test the testing (canary.ts). */
export const CANARY = "tools/mutation/canary.ts";

/**
 * What is wrong with the verdicts, as far as the canary tells: its tested function has to lose all mutants, and the one that its
 * test looks away from none. Runners that do not activate mutants, or do not run the tests, have given high and low scores alike.
 *
 * @returns undefined when the verdicts can be believed.
 */
export function canaryFault(report: Report): string | undefined {
  const { source = "", mutants = [] } = report[CANARY] ?? {};
  const boundary = source.slice(0, source.indexOf("unwatched(")).split("\n").length;
  const [watched, unwatched] = [true, false].map((above) =>
    mutants.filter(({ location }) => location.start.line < boundary === above),
  );
  if (!watched?.length || !unwatched?.length) return `${CANARY} was not mutated`;
  const alive = watched.find(({ status }) => status !== "Killed");
  if (alive !== undefined) return `a mutant of ${CANARY} that a test notices is ${alive.status}`;
  const dead = unwatched.find(({ status }) => status !== "Survived");
  return dead === undefined ? undefined : `a mutant of ${CANARY} that no test notices is ${dead.status}`;
}
