import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goDurationMs } from "../../shared/formats/go-duration.ts";
import { anyText } from "./damaged-lines.ts";

describe("goDurationMs", () => {
  it.each([
    ["1.926865ms", 1.926865],
    ["0s", 0],
    ["1h0m0.5s", 3_600_500],
    ["10m0s", 600_000],
    ["2m30.25s", 150_250],
    ["500µs", 0.5],
    ["500μs", 0.5],
    ["500us", 0.5],
    ["1ns", 0.000_001],
    ["999.999999ms", 999.999_999],
    ["-1.5s", -1500],
    ["720h0m0s", 2_592_000_000],
    ["2562047h47m16.854775807s", 2_562_047 * 3_600_000 + 47 * 60_000 + 16_854.775_807],
  ])("of %s is %d", (text, ms) => {
    expect(goDurationMs(text)).toBe(ms);
  });

  it.each([
    "",
    "-",
    "5",
    "1.s",
    ".5s",
    "1 s",
    "1s ",
    "1d",
    "1S",
    "+1s",
    "--1s",
    "1s5",
    "1e3s",
    "NaNs",
    "9".repeat(100),
  ])("refuses %j", (text) => {
    expect(goDurationMs(text)).toBeUndefined();
  });

  it("is the same for every way to write a duration", () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(100), part(59), part(59), part(999_999_999), (hours, minutes, seconds, nanos) => {
        const whole = `${hours}h${minutes}m${seconds}.${String(nanos).padStart(9, "0")}s`;
        const pieces = `${hours * 60 + minutes}m${seconds}s${nanos}ns`;
        expect(goDurationMs(whole)).toBe(goDurationMs(pieces));
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(anyText, (text) => Number.isFinite(goDurationMs(text) ?? 0)));
  });
});
