import type { Origin, Platform } from "../sources/source.ts";
import type { LogEvent } from "./log-batch.ts";

/** A finished record with what its delivery and, if that fails, its redrive need. */
export interface Document {
  /** `_id` */
  readonly id: string;
  /** Daily index, e.g. `logs-eks-2026-11-23`. */
  readonly index: string;
  readonly day: string;
  readonly platform: Platform;
  /** The source's name. */
  readonly source: string;
  /** The record on a single line. */
  readonly json: string;
  /** The log events it was made of; counters count these. */
  readonly events: readonly LogEvent[];
  readonly origin: Origin;
  /** The operator's rule that leaves it out; such a document has no JSON, and is only counted. */
  readonly filteredBy?: string;
  /** The rules, built-in and the operator's, that took something out of it; absent where none did. */
  readonly redactedBy?: readonly string[];
}
