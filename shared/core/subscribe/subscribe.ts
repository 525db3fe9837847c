import { type AccountPolicy, accountPolicyInput } from "./account-policy.ts";
import { accountGroupsOf, DELIVERY_GROUPS, feedbackGroups, ownLogGroup } from "./delivery-graph.ts";
import { literalPrefix, type LogGroupPattern, matchesAny } from "./log-group-pattern.ts";
import type { LogGroup, LogsPorts } from "./logs-ports.ts";
import { pacer } from "./pace.ts";
import { planFilters, type SubscriptionFilter } from "./plan-filters.ts";
import { newReport, type SubscribeReport } from "./report.ts";

/** `PutSubscriptionFilter` takes 5 calls a second in an account and region ("CloudWatch Logs quotas"); reading is paced alike. */
const CALLS_PER_SECOND = 5;
/** Tries for a filter that is refused for the moment. */
const PUT_ATTEMPTS = 4;

export interface SubscribeOptions {
  readonly include: readonly LogGroupPattern[];
  readonly exclude: readonly LogGroupPattern[];
  /** Log groups of our own functions and streams. */
  readonly own: readonly LogGroupPattern[];
  /** The filters that each group is to have, the most important first. */
  readonly wanted: readonly SubscriptionFilter[];
  /** Filters that a log group may have: 2, in ca-central-1 5 ("CloudWatch Logs quotas"). */
  readonly filtersPerGroup: number;
}

type Calls = LogsPorts & { readonly turnToRead: () => Promise<void>; readonly turnToWrite: () => Promise<void> };

/**
 * Gives every log group that matches its filters. A second run writes nothing. What time does not allow is counted as `unvisited`.
 *
 * @param deadline ms since 1970.
 * @param startAt 0…1: where in the list to begin, so that what one run cannot reach another does.
 */
export async function sweepLogGroups(
  ports: LogsPorts,
  options: SubscribeOptions,
  deadline: number,
  startAt: number,
): Promise<SubscribeReport> {
  const calls = withTurns(ports);
  const groups = await allGroups(calls, "");
  const isForbidden = await guard(calls, options, groups);
  const report = newReport();
  const candidates = groups.filter((group) => isCandidate(group, options, isForbidden, report));
  const first = Math.floor(startAt * candidates.length);
  const inOrder = [...candidates.slice(first), ...candidates.slice(0, first)];
  for (const [index, { name }] of inOrder.entries()) {
    if (ports.now() >= deadline) {
      report.unvisited = inOrder.length - index;
      break;
    }
    await subscribeGroup(name, calls, options, report);
  }
  return report;
}

/** Gives one log group, which was just created, its filters. */
export async function subscribeCreated(
  logGroup: string,
  ports: LogsPorts,
  options: SubscribeOptions,
): Promise<SubscribeReport> {
  const calls = withTurns(ports);
  const report = newReport();
  // The shortest name with a prefix comes first.
  const { groups } = await calls.logGroups(logGroup, undefined);
  const created = groups.find(({ name }) => name === logGroup);
  if (created === undefined) {
    report.gone.push(logGroup);
    return report;
  }
  const own: LogGroup[] = [];
  for (const prefix of new Set(options.own.map(literalPrefix))) own.push(...(await allGroups(calls, prefix)));
  const isForbidden = await guard(calls, options, own);
  if (isCandidate(created, options, isForbidden, report)) await subscribeGroup(logGroup, calls, options, report);
  return report;
}

/**
 * The input of `PutAccountPolicy` for the first of the wanted filters, with every log group of today that may not be delivered, and
 * those that the operator excludes. Writes nothing.
 */
export async function accountPolicyOf(ports: LogsPorts, options: SubscribeOptions): Promise<AccountPolicy> {
  const [filter] = options.wanted;
  if (filter === undefined) return { ok: false, problem: "no destination is wanted" };
  const calls = withTurns(ports);
  const groups = await allGroups(calls, "");
  const isForbidden = await guard(calls, options, groups);
  const never = groups.map(({ name }) => name).filter((name) => isForbidden(name) || matchesAny(name, options.exclude));
  const own = ownLogGroup(filter.destinationArn);
  return accountPolicyInput(filter, own === undefined ? never : [...never, own]);
}

/**
 * Which log groups may never be subscribed: ours, those that any delivery in the account writes to, and those that grow by what
 * we deliver, through whatever filters of others.
 */
async function guard(
  { filtersOf, turnToRead }: Calls,
  { own, wanted }: SubscribeOptions,
  groups: readonly LogGroup[],
): Promise<(logGroup: string) => boolean> {
  const destinations = wanted.map(({ destinationArn }) => destinationArn);
  const ownGroups = groups.map(({ name }) => name).filter((name) => matchesAny(name, own));
  const fedBack = await feedbackGroups(destinations, {
    groupsOf: accountGroupsOf(destinations, own, ownGroups),
    destinationsOf: async (group) => {
      await turnToRead();
      return ((await filtersOf(group)) ?? []).map(({ destinationArn }) => destinationArn);
    },
  });
  return (name) => matchesAny(name, own) || matchesAny(name, DELIVERY_GROUPS) || fedBack.has(name);
}

/** Whether a log group is to have our filters; what speaks against one that matches is counted. */
function isCandidate(
  { name, logClass }: LogGroup,
  { include, exclude }: SubscribeOptions,
  isForbidden: (name: string) => boolean,
  report: SubscribeReport,
): boolean {
  report.seen++;
  if (!matchesAny(name, include) || matchesAny(name, exclude)) return false;
  report.matched++;
  if (isForbidden(name)) report.guarded++;
  // The other classes have no subscription filters ("Log classes").
  else if (logClass !== "STANDARD") report.otherClass++;
  else return true;
  return false;
}

async function subscribeGroup(
  logGroup: string,
  calls: Calls,
  { wanted, filtersPerGroup }: SubscribeOptions,
  report: SubscribeReport,
): Promise<void> {
  await calls.turnToRead();
  const existing = await calls.filtersOf(logGroup);
  if (existing === undefined) {
    report.gone.push(logGroup);
    return;
  }
  const { put, full } = planFilters(existing, wanted, filtersPerGroup);
  if (put.length + full.length === 0) report.complete++;
  for (const { name } of full) report.full.push({ logGroup, filter: name });
  for (const filter of put) {
    const outcome = await putPatiently(logGroup, filter, calls);
    const change = { logGroup, filter: filter.name };
    if (outcome.kind === "done") report.written.push(change);
    else if (outcome.kind === "full") report.full.push(change);
    else if (outcome.kind === "gone") {
      report.gone.push(logGroup);
      return;
    } else report.failed.push({ ...change, detail: outcome.detail });
  }
}

async function putPatiently(logGroup: string, filter: SubscriptionFilter, { putFilter, turnToWrite, wait }: Calls) {
  for (let attempt = 1; ; attempt++) {
    await turnToWrite();
    const outcome = await putFilter(logGroup, filter);
    if (outcome.kind !== "busy" || attempt === PUT_ATTEMPTS) return outcome;
    await wait(1000 * attempt);
  }
}

async function allGroups({ logGroups, turnToRead }: Calls, prefix: string): Promise<LogGroup[]> {
  const all: LogGroup[] = [];
  let page: string | undefined;
  do {
    await turnToRead();
    const { groups, next } = await logGroups(prefix, page);
    for (const group of groups) all.push(group);
    page = next;
  } while (page !== undefined);
  return all;
}

function withTurns(ports: LogsPorts): Calls {
  return { ...ports, turnToRead: pacer(CALLS_PER_SECOND, ports), turnToWrite: pacer(CALLS_PER_SECOND, ports) };
}
