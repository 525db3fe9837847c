import { describe, expect, it } from "vitest";
import { progressLine } from "../../../../tools/cli/report/progress.ts";

describe("progressLine", () => {
  it.each([
    [0, 10_000_000, 1, `${"░".repeat(30)}   0 %  0.0 MB of 10.0 MB  0.0 MB/s`],
    [5_000_000, 10_000_000, 2, `${"█".repeat(15)}${"░".repeat(15)}  50 %  5.0 MB of 10.0 MB  2.5 MB/s`],
    [10_000_000, 10_000_000, 4, `${"█".repeat(30)} 100 %  10.0 MB of 10.0 MB  2.5 MB/s`],
    [5_000_000, undefined, 2, "5.0 MB  2.5 MB/s"],
  ])("%i of %j bytes after %i s", (read, total, seconds, line) => {
    expect(progressLine(read, total, seconds)).toBe(line);
  });

  it("never shows more than all, even of a file that grew meanwhile", () => {
    expect(progressLine(20, 10, 1)).toContain(" 100 %");
  });
});
