import type { Clock } from "./pace.ts";
import type { SubscriptionFilter } from "./plan-filters.ts";

export interface LogGroup {
  readonly name: string;
  /** STANDARD where CloudWatch says nothing. */
  readonly logClass: string;
}

export interface LogGroupPage {
  readonly groups: readonly LogGroup[];
  /** Undefined after the last page. */
  readonly next: string | undefined;
}

/** What became of a filter that was to be written. */
export type PutOutcome =
  | { readonly kind: "done" }
  /** Somebody took the slot meanwhile. */
  | { readonly kind: "full" }
  /** The log group was deleted meanwhile. */
  | { readonly kind: "gone" }
  /** Throttled, or in conflict with another request: worth another try. */
  | { readonly kind: "busy"; readonly detail: string }
  | { readonly kind: "refused"; readonly detail: string };

/** CloudWatch Logs and the clock. Reading rejects when it fails for good: then the whole invocation is to be retried. */
export interface LogsPorts extends Clock {
  /** Log groups whose names begin with a prefix, in the order of their names; the empty prefix gives all. */
  readonly logGroups: (prefix: string, page: string | undefined) => Promise<LogGroupPage>;
  /** Undefined for a log group that does not exist. */
  readonly filtersOf: (logGroup: string) => Promise<readonly SubscriptionFilter[] | undefined>;
  /** Writes one filter, in one attempt. */
  readonly putFilter: (logGroup: string, filter: SubscriptionFilter) => Promise<PutOutcome>;
}
