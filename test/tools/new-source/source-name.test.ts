import { describe, expect, it } from "vitest";
import { sourceName } from "../../../tools/new-source/source-name.ts";

describe("the name of a new source", () => {
  it.each([
    ["ecs.payment-audit", undefined, "ecs.payment-audit", "ecs", "payment-audit"],
    ["payment-audit", "ecs", "ecs.payment-audit", "ecs", "payment-audit"],
    ["ec2.ledger", "ec2", "ec2.ledger", "ec2", "ledger"],
  ])("%s with platform %s is %s", (given, platform, name, of, what) => {
    expect(sourceName(given, platform)).toEqual({ name, platform: of, what });
  });

  it.each([
    ["ledger", undefined, "of which platform?"],
    ["ecs.ledger", "eks", "not of --platform eks"],
    ["k8s.ledger", undefined, "k8s: not a platform"],
    ["ledger", "k8s", "k8s: not a platform"],
    ["ecs.Ledger", undefined, "not a name"],
    ["ecs.a.b", undefined, "not a name"],
    ["ecs.", undefined, "not a name"],
    ["ecs.-a", undefined, "not a name"],
    ["ecs.a--b", undefined, "not a name"],
    ["ecs.../../etc", undefined, "not a name"],
    // a1 and a-1 would be one identifier in the registry.
    ["ecs.a-1", undefined, "not a name"],
    [`ecs.${"a".repeat(40)}`, undefined, "not a name"],
  ])("refuses %s with platform %s", (given, platform, why) => {
    expect(() => sourceName(given, platform)).toThrow(why);
  });
});
