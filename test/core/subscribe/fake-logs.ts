import type { LogGroupPage, LogsPorts, PutOutcome } from "../../../shared/core/subscribe/logs-ports.ts";
import type { SubscriptionFilter } from "../../../shared/core/subscribe/plan-filters.ts";

interface FakeGroup {
  readonly logClass: string;
  readonly filters: SubscriptionFilter[];
}

/** CloudWatch Logs of an account, with a clock of its own that only waiting moves. */
export interface FakeLogs {
  readonly ports: LogsPorts;
  readonly groups: Map<string, FakeGroup>;
  /** When each filter was written, ms, and to which group. */
  readonly puts: { at: number; logGroup: string; filter: SubscriptionFilter }[];
  /** Says of a write that it does not succeed. */
  refuses: (logGroup: string, filter: SubscriptionFilter) => PutOutcome | undefined;
  /** Runs before a group's filters are read. */
  beforeReading: (logGroup: string) => void;
}

const PAGE = 7;
const LIMIT = 2;

export function newFakeLogs(
  groups: Record<string, readonly SubscriptionFilter[]>,
  classes: Record<string, string> = {},
): FakeLogs {
  let clock = 0;
  const fake: FakeLogs = {
    groups: new Map(
      Object.entries(groups).map(([name, filters]) => [
        name,
        { logClass: classes[name] ?? "STANDARD", filters: [...filters] },
      ]),
    ),
    puts: [],
    refuses: () => undefined,
    beforeReading: () => {},
    ports: {
      now: () => clock,
      wait: async (ms) => {
        clock += ms;
      },
      logGroups: async (prefix, page) => pageOf(fake, prefix, Number(page ?? 0)),
      filtersOf: async (name) => {
        fake.beforeReading(name);
        return fake.groups.get(name)?.filters.slice();
      },
      putFilter: async (name, filter) => {
        fake.puts.push({ at: clock, logGroup: name, filter });
        return fake.refuses(name, filter) ?? put(fake.groups.get(name), filter);
      },
    },
  };
  return fake;
}

function pageOf({ groups }: FakeLogs, prefix: string, start: number): LogGroupPage {
  const names = [...groups.keys()].filter((name) => name.startsWith(prefix)).toSorted();
  const some = names.slice(start, start + PAGE).map((name) => ({ name, logClass: groups.get(name)?.logClass ?? "" }));
  return { groups: some, next: start + PAGE < names.length ? String(start + PAGE) : undefined };
}

function put(group: FakeGroup | undefined, filter: SubscriptionFilter): PutOutcome {
  if (group === undefined) return { kind: "gone" };
  const at = group.filters.findIndex(({ name }) => name === filter.name);
  if (at < 0 && group.filters.length >= LIMIT) return { kind: "full" };
  group.filters.splice(at < 0 ? group.filters.length : at, 1, filter);
  return { kind: "done" };
}

/** A filter of somebody else. */
export function foreignFilter(destinationArn: string, name = `foreign-${destinationArn}`): SubscriptionFilter {
  return { name, destinationArn, roleArn: "", pattern: "" };
}

export const lambda = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
export const stream = (name: string): string => `arn:aws:firehose:eu-west-1:111122223333:deliverystream/${name}`;

export const INDEX: SubscriptionFilter = {
  name: "tributary-dev-index",
  destinationArn: lambda("tributary-dev-index"),
  roleArn: "",
  pattern: "",
};

export const ARCHIVE: SubscriptionFilter = {
  name: "tributary-dev-archive",
  destinationArn: stream("tributary-dev-archive"),
  roleArn: "arn:aws:iam::111122223333:role/tributary-dev-logs-to-archive",
  pattern: "",
};

/** What `serverless.yml` says of the stack itself. */
export const OWN = ["/aws/lambda/tributary-dev-*", "/aws/kinesisfirehose/tributary-dev-*"];
