import { describe, expect, it } from "vitest";
import { readLogGroupTable, readPlatformStreams, readStreamTable } from "../../shared/core/settings-tables.ts";

describe("readLogGroupTable", () => {
  it("reads patterns in their order", () => {
    expect(readLogGroupTable('{"^/shop/": "ecs", "/aws/": "other"}')).toEqual([
      { pattern: /^\/shop\//, platform: "ecs" },
      { pattern: /\/aws\//, platform: "other" },
    ]);
    expect(readLogGroupTable("{}")).toEqual([]);
  });

  it.each(["", "x", "[]", "null", '"ecs"', '{"(": "ecs"}', '{"a": "mainframe"}', '{"a": null}', '{"a": ["ecs"]}'])(
    "refuses %j",
    (text) => {
      expect(readLogGroupTable(text)).toBeUndefined();
    },
  );
});

describe("readStreamTable", () => {
  it("reads streams, with or without platform", () => {
    const text = '{"a": {"platform": "eks", "destination": "opensearch"}, "b": {"destination": "s3"}}';
    expect([...(readStreamTable(text) ?? [])]).toEqual([
      ["a", { platform: "eks", destination: "opensearch" }],
      ["b", { platform: undefined, destination: "s3" }],
    ]);
    expect(readStreamTable("{}")?.size).toBe(0);
  });

  it.each([
    "",
    "[]",
    '{"a": "s3"}',
    '{"a": null}',
    '{"a": {}}',
    '{"a": {"destination": "splunk"}}',
    '{"a": {"platform": "mainframe", "destination": "s3"}}',
    '{"a": {"platform": null, "destination": "s3"}}',
  ])("refuses %j", (text) => {
    expect(readStreamTable(text)).toBeUndefined();
  });
});

describe("readPlatformStreams", () => {
  it("reads the stream of each platform", () => {
    const text = '{"eks": "tributary-eks", "other": "a.b_c-1"}';
    expect([...(readPlatformStreams(text) ?? [])]).toEqual([
      ["eks", "tributary-eks"],
      ["other", "a.b_c-1"],
    ]);
    expect(readPlatformStreams("{}")?.size).toBe(0);
  });

  it.each([
    "",
    "[]",
    '"eks"',
    '{"mainframe": "s"}',
    '{"eks": ""}',
    '{"eks": null}',
    '{"eks": {"name": "s"}}',
    '{"eks": "with a blank"}',
    '{"eks": "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s"}',
    `{"eks": "${"x".repeat(65)}"}`,
  ])("refuses %j", (text) => {
    expect(readPlatformStreams(text)).toBeUndefined();
  });
});
