export interface FilterOfGroup {
  readonly logGroup: string;
  readonly filter: string;
}

/** What a run of `subscribe` found and did. */
export interface SubscribeReport {
  /** Log groups that were looked at. */
  seen: number;
  /** Of these, those that the patterns ask for. */
  matched: number;
  /** Of these, those that may not be subscribed: they would read their own delivery. */
  guarded: number;
  /** Of these, those of a log class that has no subscription filters. */
  otherClass: number;
  /** Log groups that already had all they are to have. */
  complete: number;
  /** Log groups that time did not allow to look at. */
  unvisited: number;
  readonly written: FilterOfGroup[];
  /** Log groups that have no slot left for one of our filters. */
  readonly full: FilterOfGroup[];
  /** Log groups that were deleted meanwhile. */
  readonly gone: string[];
  readonly failed: (FilterOfGroup & { readonly detail: string })[];
}

export function newReport(): SubscribeReport {
  const counts = { seen: 0, matched: 0, guarded: 0, otherClass: 0, complete: 0, unvisited: 0 };
  return { ...counts, written: [], full: [], gone: [], failed: [] };
}
