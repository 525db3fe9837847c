import { describe, expect, it } from "vitest";
import { readAttempts, readSince } from "../../../tools/redrive/read-options.ts";

const NOW = Date.UTC(2026, 10, 23, 12);

describe("--since", () => {
  it.each([
    ["30m", "2026-11-23T11:30:00.000Z"],
    ["12h", "2026-11-23T00:00:00.000Z"],
    ["2d", "2026-11-21T12:00:00.000Z"],
    ["1w", "2026-11-16T12:00:00.000Z"],
    ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00.000Z"],
    ["2026-11-23T09:00:00+02:00", "2026-11-23T07:00:00.000Z"],
    ["2026-11-23", "2026-11-23T00:00:00.000Z"],
  ])("takes %s", (text, time) => {
    expect(new Date(readSince(text, NOW)).toISOString()).toBe(time);
  });

  it.each(["", "2", "d", "-2d", "2 d", "2y", "2026-02-30", "1234567d"])("refuses %j", (text) => {
    expect(() => readSince(text, NOW)).toThrow(
      `--since ${text}: neither an age like 2d nor a time like 2026-11-23T09:00:00Z`,
    );
  });
});

describe("--max-attempts", () => {
  it("takes whole numbers from 2 on", () => {
    expect(["2", "10", "9999"].map(readAttempts)).toEqual([2, 10, 9999]);
  });

  it.each(["", "1", "0", "-3", "2.5", "ten", "10000"])("refuses %j", (text) => {
    expect(() => readAttempts(text)).toThrow(`--max-attempts ${text}: wanted is a whole number from 2 on`);
  });
});
