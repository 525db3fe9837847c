/** The ways that logs may take, as `--path` names them. */
export const PATHS = {
  index: "CloudWatch Logs → index → OpenSearch",
  firehose: "agents → Firehose → transform → OpenSearch",
  "deliver-to-firehose": "CloudWatch Logs → index → Firehose → transform → OpenSearch",
  archive: "CloudWatch Logs → Firehose → transform → S3",
} as const;

export type Path = keyof typeof PATHS;

/** What an estimate is asked for. Sizes are in bytes of log text as applications write it; a GB is 10⁹ bytes. */
export interface Inputs {
  readonly gbPerDay: number;
  /** Mean size of a log event. */
  readonly eventBytes: number;
  /** One way to OpenSearch at most, and the archive. */
  readonly paths: readonly Path[];
  /** Days in OpenSearch. */
  readonly retentionDays: number;
  readonly replicas: number;
  readonly zones: 1 | 2 | 3;
  /** Days in the archive. */
  readonly archiveDays: number;
  /** Days in CloudWatch Logs. */
  readonly logGroupDays: number;
  /** The logs are in CloudWatch Logs already, with Tributary or without. */
  readonly alreadyIngested: boolean;
  /** The functions are in a VPC, so that two of three requests to the cluster cross a zone. */
  readonly vpc: boolean;
  /** Busiest seconds against the mean. */
  readonly peak: number;
  /** Lines in one subscription payload, bytes: CloudWatch Logs sends what a stream has after some seconds. */
  readonly payloadBytes: number;
}

export const DEFAULTS: Omit<Inputs, "gbPerDay"> = {
  eventBytes: 500,
  paths: ["index"],
  retentionDays: 30,
  replicas: 1,
  zones: 3,
  archiveDays: 400,
  logGroupDays: 14,
  alreadyIngested: false,
  vpc: false,
  peak: 3,
  payloadBytes: 100_000,
};

/** What is wrong with a choice of ways; undefined when they go together. */
export function pathsProblem(paths: readonly Path[]): string | undefined {
  const toCluster = paths.filter((path) => path !== "archive");
  if (paths.length === 0) return "which path?";
  if (toCluster.length > 1) return `${toCluster.join(" and ")} both lead to OpenSearch: choose one`;
  if (paths.length > 1 && toCluster[0] === "firehose")
    return "archive reads CloudWatch Logs, where firehose does not come by";
  return undefined;
}
