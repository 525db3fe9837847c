/** A subscription filter of a log group, as far as we compare it. */
export interface SubscriptionFilter {
  readonly name: string;
  readonly destinationArn: string;
  /** Empty for Lambda functions, which grant the call themselves. */
  readonly roleArn: string;
  /** Empty for all log events. */
  readonly pattern: string;
}

export interface FilterPlan {
  /** To be written: new ones, and those of our names that have other settings. */
  readonly put: readonly SubscriptionFilter[];
  /** For which the log group has no slot left. */
  readonly full: readonly SubscriptionFilter[];
}

/**
 * What a log group needs. Filters of other names stay as they are, and count. A destination that already has a filter of the group,
 * whatever its name, needs no other: each log event would come twice.
 *
 * @param wanted the most important first: it gets the last slot.
 * @param limit filters that a log group may have.
 */
export function planFilters(
  existing: readonly SubscriptionFilter[],
  wanted: readonly SubscriptionFilter[],
  limit: number,
): FilterPlan {
  const put: SubscriptionFilter[] = [];
  const full: SubscriptionFilter[] = [];
  const names = wanted.map(({ name }) => name);
  // One of our names may point anywhere before it is mended.
  const delivered = existing.filter(({ name }) => !names.includes(name)).map(({ destinationArn }) => destinationArn);
  let free = limit - existing.length;
  for (const filter of wanted) {
    const ours = existing.find(({ name }) => name === filter.name);
    if (ours !== undefined) {
      if (!isSame(ours, filter)) put.push(filter);
    } else if (!delivered.includes(filter.destinationArn)) {
      if (free > 0) put.push(filter);
      else full.push(filter);
      free--;
    }
  }
  return { put, full };
}

function isSame(a: SubscriptionFilter, b: SubscriptionFilter): boolean {
  return a.destinationArn === b.destinationArn && a.roleArn === b.roleArn && a.pattern === b.pattern;
}
