import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountPolicyOf, sweepLogGroups, type SubscribeOptions } from "../../../shared/core/subscribe/subscribe.ts";
import { accountGroupsOf, feedbackGroups, ownLogGroup } from "../../../shared/core/subscribe/delivery-graph.ts";
import type { SubscriptionFilter } from "../../../shared/core/subscribe/plan-filters.ts";
import { ARCHIVE, foreignFilter, INDEX, lambda, newFakeLogs, OWN, stream } from "./fake-logs.ts";

const OPTIONS: SubscribeOptions = {
  include: ["*"],
  exclude: [],
  own: OWN,
  wanted: [INDEX, ARCHIVE],
  filtersPerGroup: 2,
};

type Filters = ReadonlyMap<string, readonly SubscriptionFilter[]>;

/** The log groups that a destination's components write to, as accounts are built: not by the code under test. */
function writtenBy(destinationArn: string, filters: Filters): string[] {
  const name = destinationArn.slice(Math.max(destinationArn.lastIndexOf(":"), destinationArn.lastIndexOf("/")) + 1);
  // Our functions and streams call each other; strangers write to their own log group.
  if (name.startsWith("tributary-dev-"))
    return [...filters.keys()].filter((other) => other.includes("/tributary-dev-"));
  return [destinationArn.includes(":lambda:") ? `/aws/lambda/${name}` : `/aws/kinesisfirehose/${name}`];
}

/** Whether a filter of this group to this destination leads back to the group. */
function leadsBack(group: string, destinationArn: string, filters: Filters): boolean {
  const reached = new Set(writtenBy(destinationArn, filters));
  for (const other of reached) {
    for (const filter of filters.get(other) ?? []) {
      for (const further of writtenBy(filter.destinationArn, filters)) reached.add(further);
    }
  }
  return reached.has(group);
}

const groupNames = [
  "/aws/eks/demo/cluster",
  "/shop",
  ...["a", "b", "c", "tributary-dev-index", "tributary-dev-transform"].map((name) => `/aws/lambda/${name}`),
  ...["d", "e", "tributary-dev-archive"].map((name) => `/aws/kinesisfirehose/${name}`),
];
const destinations = [
  lambda("a"),
  lambda("b"),
  lambda("c"),
  stream("d"),
  stream("e"),
  INDEX.destinationArn,
  ARCHIVE.destinationArn,
];

/** Accounts in which anybody has subscribed anything to anything. */
const account = fc.record(
  Object.fromEntries(
    groupNames.map((name) => {
      const filters = fc.uniqueArray(fc.constantFrom(...destinations), { maxLength: 2 });
      return [name, filters.map((arns) => arns.map((arn) => foreignFilter(arn)))];
    }),
  ),
);

describe("no path leads from a log group back to itself", () => {
  it("through a filter of ours, whatever others have set up", async () => {
    await fc.assert(
      fc.asyncProperty(account, fc.double({ min: 0, max: 0.999, noNaN: true }), async (existing, startAt) => {
        const logs = newFakeLogs(existing);
        await sweepLogGroups(logs.ports, OPTIONS, Number.POSITIVE_INFINITY, startAt);
        const filters = new Map([...logs.groups].map(([name, group]) => [name, group.filters]));
        const looping = logs.puts.filter(({ logGroup, filter }) => leadsBack(logGroup, filter.destinationArn, filters));
        expect(looping).toEqual([]);
      }),
    );
  });

  it("through the account's policy, whatever others have set up", async () => {
    await fc.assert(
      fc.asyncProperty(account, async (existing) => {
        const logs = newFakeLogs(existing);
        const policy = await accountPolicyOf(logs.ports, OPTIONS);
        if (!policy.ok) throw new Error(policy.problem);
        const { DestinationArn } = JSON.parse(policy.input.policyDocument) as { DestinationArn: string };
        const criteria = policy.input.selectionCriteria.replace("LogGroupName NOT IN ", "");
        const excluded = JSON.parse(criteria) as string[];
        const covered = [...logs.groups.keys()].filter((name) => !excluded.includes(name));
        const filters = new Map(
          [...logs.groups].map(([name, group]) => {
            const added = covered.includes(name) ? [foreignFilter(DestinationArn, "the policy")] : [];
            return [name, [...group.filters, ...added]];
          }),
        );
        const looping = covered.filter((name) => leadsBack(name, DestinationArn, filters));
        expect(looping).toEqual([]);
        expect(logs.puts).toEqual([]);
      }),
    );
  });

  it("the search for loops finds one: a filter on our own group", () => {
    const own = "/aws/lambda/tributary-dev-index";
    expect(leadsBack(own, INDEX.destinationArn, new Map([[own, [INDEX]]]))).toBe(true);
    const harmless = new Map([
      ["/shop", [INDEX]],
      [own, []],
    ]);
    expect(leadsBack("/shop", INDEX.destinationArn, harmless)).toBe(false);
  });
});

describe("feedbackGroups", () => {
  it("follows the filters of others on our groups to the groups of theirs", async () => {
    const filters: Record<string, string[]> = {
      "/aws/lambda/tributary-dev-index": [lambda("forwarder")],
      "/aws/lambda/forwarder": [stream("siem"), lambda("forwarder")],
    };
    const asked: string[] = [];
    const found = await feedbackGroups([INDEX.destinationArn], {
      groupsOf: accountGroupsOf([INDEX.destinationArn], OWN, [
        "/aws/lambda/tributary-dev-index",
        "/aws/lambda/tributary-dev-transform",
      ]),
      destinationsOf: async (group) => {
        asked.push(group);
        return filters[group] ?? [];
      },
    });
    const all = [
      "/aws/lambda/tributary-dev-index",
      "/aws/lambda/tributary-dev-transform",
      "/aws/lambda/forwarder",
      "/aws/kinesisfirehose/siem",
    ];
    expect([...found].toSorted()).toEqual(all.toSorted());
    expect(asked.toSorted()).toEqual(all.toSorted());
  });
});

it.each([
  [lambda("checkout"), "/aws/lambda/checkout"],
  [`${lambda("checkout")}:live`, "/aws/lambda/checkout"],
  [stream("archive"), "/aws/kinesisfirehose/archive"],
  ["arn:aws:logs:eu-west-1:444455556666:destination:central", undefined],
  ["arn:aws:kinesis:eu-west-1:111122223333:stream/x", undefined],
  ["", undefined],
])("the log group of %s is %s", (arn, group) => {
  expect(ownLogGroup(arn)).toBe(group);
});
