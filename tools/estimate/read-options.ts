import { Problem } from "../cli/problem.ts";
import { PATHS, pathsProblem, type Inputs, type Path } from "./inputs.ts";

/** The options of the command line, as they are written. */
export interface Options {
  readonly gbPerDay: string;
  readonly eventBytes: string;
  readonly path: string;
  readonly region: string;
  readonly prices?: string;
  readonly retentionDays: string;
  readonly replicas: string;
  readonly zones: string;
  readonly archiveDays: string;
  readonly logGroupDays: string;
  readonly payloadBytes: string;
  readonly peak: string;
  readonly alreadyIngested?: true;
  readonly vpc?: true;
  readonly json?: true;
}

/** Largest event that CloudWatch Logs takes, and largest day that anybody has asked for yet. */
const MOST_EVENT_BYTES = 1_048_576;
const MOST_GB = 1_000_000;

/**
 * What is asked for.
 *
 * @throws Problem for an option that makes no sense, naming it.
 */
export function readInputs(options: Options): Inputs {
  return {
    gbPerDay: decimal("--gb-per-day", options.gbPerDay, 0.001, MOST_GB),
    eventBytes: whole("--event-bytes", options.eventBytes, 1, MOST_EVENT_BYTES),
    paths: readPaths(options.path),
    retentionDays: whole("--retention-days", options.retentionDays, 1, 3_650),
    replicas: whole("--replicas", options.replicas, 0, 2),
    zones: whole("--zones", options.zones, 1, 3) as Inputs["zones"],
    archiveDays: whole("--archive-days", options.archiveDays, 1, 36_500),
    logGroupDays: whole("--log-group-days", options.logGroupDays, 1, 3_653),
    alreadyIngested: options.alreadyIngested === true,
    vpc: options.vpc === true,
    peak: decimal("--peak", options.peak, 1, 1_000),
    payloadBytes: whole("--payload-bytes", options.payloadBytes, 1, 10_000_000),
  };
}

function readPaths(text: string): Path[] {
  const paths = text.split(",").map((part) => part.trim());
  const unknown = paths.find((path) => !Object.hasOwn(PATHS, path));
  if (unknown !== undefined) throw new Problem(`--path ${unknown}: wanted is ${Object.keys(PATHS).join(", ")}`);
  const known = [...new Set(paths)] as Path[];
  const problem = pathsProblem(known);
  if (problem !== undefined) throw new Problem(`--path ${text}: ${problem}`);
  return known;
}

function decimal(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most))
    throw new Problem(`${option} ${text}: wanted is a number from ${least} to ${most}`);
  return value;
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = decimal(option, text, least, most);
  if (!Number.isInteger(value)) throw new Problem(`${option} ${text}: wanted is a whole number`);
  return value;
}
