import { describe, expect, it } from "vitest";
import { lineClock } from "../../../../tools/cli/wrap/line-clock.ts";

describe("lineClock", () => {
  it("gives a line's own time, else the last line's, else the given one", () => {
    const ownTime = (text: string) => (/^\d+$/.test(text) ? Number(text) : undefined);
    const timeOf = lineClock(ownTime, 5);
    const lines = ["before", "1000", "after", "", "900", "after"];
    expect(lines.map((line) => timeOf(Buffer.from(line)))).toEqual([5, 1000, 1000, 1000, 900, 900]);
  });
});
