import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planFilters, type SubscriptionFilter } from "../../../shared/core/subscribe/plan-filters.ts";
import { ARCHIVE, foreignFilter, INDEX, lambda } from "./fake-logs.ts";

const foreign = foreignFilter(lambda("theirs"));
const other = foreignFilter(lambda("also-theirs"));
const names = (filters: readonly SubscriptionFilter[]): string[] => filters.map(({ name }) => name);

describe("planFilters", () => {
  it.each<[string, SubscriptionFilter[], SubscriptionFilter[], SubscriptionFilter[]]>([
    ["an empty group", [], [INDEX, ARCHIVE], []],
    ["one that has all", [ARCHIVE, INDEX], [], []],
    ["the last slot", [foreign], [INDEX], [ARCHIVE]],
    ["no slot", [foreign, other], [], [INDEX, ARCHIVE]],
    ["index there, and no slot for the archive", [foreign, INDEX], [], [ARCHIVE]],
    ["our name with another destination", [{ ...INDEX, destinationArn: lambda("old") }], [INDEX, ARCHIVE], []],
    ["our name with another role, in a full group", [foreign, { ...ARCHIVE, roleArn: "old" }], [ARCHIVE], [INDEX]],
    ["our name with another pattern", [{ ...INDEX, pattern: "ERROR" }, ARCHIVE], [INDEX], []],
    ["our destination under another name", [foreignFilter(INDEX.destinationArn)], [ARCHIVE], []],
  ])("%s", (_, existing, put, full) => {
    expect(planFilters(existing, [INDEX, ARCHIVE], 2)).toEqual({ put, full });
  });

  it("uses the slots of a region that has more", () => {
    expect(planFilters([foreign, other], [INDEX, ARCHIVE], 5)).toEqual({ put: [INDEX, ARCHIVE], full: [] });
  });

  it("has nothing more to do after it was done, stays within the limit and leaves others alone", () => {
    const anyFilter = fc
      .tuple(fc.constantFrom("a", "b", INDEX.name, ARCHIVE.name), fc.constantFrom("x", "y", INDEX.destinationArn))
      .map(([name, destinationArn]) => foreignFilter(destinationArn, name));
    const existing = fc.uniqueArray(anyFilter, { selector: ({ name }) => name, maxLength: 4 });
    fc.assert(
      fc.property(existing, fc.integer({ min: 2, max: 5 }), (before, limit) => {
        const plan = planFilters(before, [INDEX, ARCHIVE], limit);
        const written = names(plan.put);
        const after = [...before.filter(({ name }) => !written.includes(name)), ...plan.put];
        expect(planFilters(after, [INDEX, ARCHIVE], limit).put).toEqual([]);
        expect(after.length).toBeLessThanOrEqual(Math.max(limit, before.length));
        expect(written.every((name) => [INDEX.name, ARCHIVE.name].includes(name))).toBe(true);
      }),
    );
  });
});
