import type { Reason } from "../../../shared/core/failures.ts";

/** The hop of a log event's way on which something goes wrong. */
export type Hop = "OpenSearch" | "S3" | "Firehose" | "Lambda" | "input";

/** A way that log events take to the index. */
export type Route = "index" | "index-without-ids" | "index-to-firehose" | "transform";

/** Folders in which AWS itself keeps what it could not hand on. */
export type AwsFolder = "processing-failed" | "AmazonOpenSearchService-failed" | "aws/lambda/async";

/** One fault, what it does, and what has to be done about it; each row is run on each of its routes. */
export interface FaultRow {
  readonly hop: Hop;
  /** What goes wrong, for a reader. */
  readonly fault: string;
  readonly routes: readonly Route[];
  /** What happens while it lasts. */
  readonly meanwhile: string;
  /** Reasons under which our functions keep records while it lasts. */
  readonly kept: readonly Reason[];
  /** Where AWS keeps records while it lasts: Firehose on the route `transform`, Lambda on the others. */
  readonly keptByAws?: readonly AwsFolder[];
  /** Whether invocations of `index` throw, so that Lambda invokes again: the metric Errors. */
  readonly throws?: true;
  /** What brings the records after the fault: the scheduled redrive, one on demand by reason, or nothing has to. */
  readonly redrive: "schedule" | "on demand" | "not needed";
  /** What can never be a record, and stays in S3 byte for byte: the reasons it is kept under. */
  readonly stays?: readonly Reason[];
}

/** Routes on which a record can be stored twice (docs/firehose.md, docs/redrive.md); on all others never. */
export const AT_LEAST_ONCE: ReadonlySet<Route> = new Set<Route>([
  "index-without-ids",
  "index-to-firehose",
  "transform",
]);

export const ROUTE_NAMES: Readonly<Record<Route, string>> = {
  index: "CloudWatch Logs → `index` → OpenSearch",
  "index-without-ids": "the same into a collection that takes no ids (`OPENSEARCH_IDS=false`)",
  "index-to-firehose": "CloudWatch Logs → `index` → Firehose → `transform` → OpenSearch (`DELIVER_TO=firehose`)",
  transform: "producer → Firehose → `transform` → OpenSearch",
};
