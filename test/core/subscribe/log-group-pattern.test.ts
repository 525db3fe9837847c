import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_INCLUDE,
  literalPrefix,
  matchesAny,
  PATTERN_LIST,
  readPatterns,
} from "../../../shared/core/subscribe/log-group-pattern.ts";

describe("matchesAny", () => {
  it.each([
    ["/aws/eks/demo/cluster", "/aws/eks/*", true],
    ["/aws/eks", "/aws/eks/*", false],
    ["/aws/eks/demo/cluster", "/aws/eks", false],
    ["/aws/eks/demo/cluster", "*/cluster", true],
    ["/aws/eks/demo/cluster", "/aws/*/cluster", true],
    ["/aws/eks/demo/clusters", "/aws/*/cluster", false],
    ["/shop/a", "*", true],
    ["aba", "aba*aba", false],
    ["abaaba", "aba*aba", true],
    ["/a.b", "/a?b", false],
    ["/aXb", "/a.b", false],
  ])("%s by %s: %s", (name, pattern, matched) => {
    expect(matchesAny(name, ["nothing-else", pattern])).toBe(matched);
  });

  it("agrees with a regular expression", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(text, pattern, (name, wanted) => {
        const oracle = new RegExp(`^${wanted.replaceAll("*", "[^]*")}$`);
        return matchesAny(name, [wanted]) === oracle.test(name);
      }),
    );
  });
});

describe("the default patterns", () => {
  it.each([
    "/aws/eks/demo/cluster",
    "/aws/containerinsights/demo/application",
    "/aws/ecs/containerinsights/demo/performance",
    "/ecs/orders",
    "/aws/lambda/checkout",
    "/ec2/orders",
    "/aws/ec2/vm/auth.log",
    "/var/log/messages",
  ])("take %s", (name) => {
    expect(matchesAny(name, DEFAULT_INCLUDE)).toBe(true);
  });

  it.each([
    "/aws/vpc/flow-logs",
    "/aws/kinesisfirehose/x",
    "aws-cloudtrail-logs-1",
    "/aws/rds/cluster/a/error",
    "shop",
  ])("leave %s", (name) => {
    expect(matchesAny(name, DEFAULT_INCLUDE)).toBe(false);
  });
});

describe("a list of patterns", () => {
  it("is read, blanks or not", () => {
    const text = "/aws/eks/*, shop-*,/x#1";
    expect(PATTERN_LIST.test(text)).toBe(true);
    expect(readPatterns(text)).toEqual(["/aws/eks/*", "shop-*", "/x#1"]);
    expect(readPatterns("")).toEqual([]);
  });

  it("may be the default", () => {
    expect(PATTERN_LIST.test(DEFAULT_INCLUDE.join(","))).toBe(true);
  });

  it.each(["", "a,,b", "a b", "^/shop/", "a,", "x".repeat(513)])("is not %j", (text) => {
    expect(PATTERN_LIST.test(text)).toBe(false);
  });
});

it.each([
  ["/aws/lambda/tributary-*", "/aws/lambda/tributary-"],
  ["/exact", "/exact"],
  ["*", ""],
])("literalPrefix of %s is %j", (pattern, prefix) => {
  expect(literalPrefix(pattern)).toBe(prefix);
});
