import { describe, expect, it } from "vitest";
import { ownTimeOf } from "../../shared/core/own-time.ts";
import { defineSource } from "../../shared/sources/source.ts";
import { ORIGIN } from "./documents.ts";

const dated = defineSource({
  name: "other.dated",
  platform: "other",
  description: "A time, and whether it had a year.",
  detect: () => 0.01,
  fields: {},
  normalize: ({ text }, record) => {
    const [time, year] = text.split(" ");
    record.time = time === "-" ? undefined : time;
    record.yearAssumed = year === "assumed";
  },
});

describe("ownTimeOf", () => {
  const timeOf = ownTimeOf(ORIGIN, [dated]);

  it.each([
    ["2026-11-23T12:00:00.123456789Z", Date.UTC(2026, 10, 23, 12, 0, 0, 123)],
    ["1970-01-01T00:00:00Z", 0],
    ["2261-12-31T23:59:59Z\r", Date.UTC(2261, 11, 31, 23, 59, 59)],
    ["-", undefined],
    ["2026-11-23T12:00:00Z assumed", undefined],
    ["1969-12-31T23:59:59Z", undefined],
    ["2262-01-01T00:00:00Z", undefined],
    ["nonsense", undefined],
  ])("of %j is %d", (text, ms) => {
    expect(timeOf(text)).toBe(ms);
  });
});
