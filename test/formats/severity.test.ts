import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DEBUG,
  ERROR,
  FATAL,
  INFO,
  severity,
  severityOfName,
  severityOfStatus,
  severityOfSyslog,
  severityOfTens,
  TRACE,
  WARN,
} from "../../shared/formats/severity.ts";

describe("severity", () => {
  it.each([
    [1, "TRACE"],
    [4, "TRACE"],
    [5, "DEBUG"],
    [8, "DEBUG"],
    [9, "INFO"],
    [12, "INFO"],
    [13, "WARN"],
    [16, "WARN"],
    [17, "ERROR"],
    [20, "ERROR"],
    [21, "FATAL"],
    [24, "FATAL"],
  ])("%i is %s", (number, text) => {
    expect(severity(number)).toEqual({ number, text });
  });

  it.each([0, 25, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%d is none", (number) => {
    expect(severity(number)).toBeUndefined();
  });

  it("has a name for the first number of each range", () => {
    expect([TRACE, DEBUG, INFO, WARN, ERROR, FATAL].map(({ number }) => number)).toEqual([1, 5, 9, 13, 17, 21]);
  });
});

describe("severityOfName", () => {
  it.each([
    ["trace", 1],
    ["FINEST", 1],
    ["debug", 5],
    ["Verbose", 5],
    ["FINER", 5],
    ["FINE", 6],
    ["CONFIG", 7],
    ["info", 9],
    ["Information", 9],
    ["informational", 9],
    ["I", 9],
    ["notice", 10],
    ["WARN", 13],
    ["Warning", 13],
    ["W", 13],
    ["error", 17],
    ["err", 17],
    ["SEVERE", 17],
    ["E", 17],
    ["crit", 18],
    ["dpanic", 18],
    ["alert", 19],
    ["panic", 19],
    ["fatal", 21],
    ["CRITICAL", 21],
    ["emerg", 21],
    ["F", 21],
  ])("%s is %i", (name, number) => {
    expect(severityOfName(name)?.number).toBe(number);
  });

  it.each([
    "",
    " info",
    "info ",
    "inform",
    "success",
    "critical error",
    "constructor",
    "__proto__",
    "x".repeat(100_000),
  ])("%j is none", (name) => {
    expect(severityOfName(name)).toBeUndefined();
  });

  it("takes no notice of case", () => {
    fc.assert(
      fc.property(
        fc.mixedCase(fc.constantFrom("trace", "debug", "info", "warning", "error", "critical", "emergency")),
        (name) => {
          expect(severityOfName(name)).toBe(severityOfName(name.toLowerCase()));
          expect(severityOfName(name)).toBeDefined();
        },
      ),
    );
  });
});

describe("other ways to count", () => {
  it.each([
    [10, 1],
    [20, 5],
    [30, 9],
    [40, 13],
    [50, 17],
    [60, 21],
    [0, undefined],
    [70, undefined],
    [35, undefined],
    [-10, undefined],
    [Number.NaN, undefined],
  ])("pino's %d is %d", (level, number) => {
    expect(severityOfTens(level)?.number).toBe(number);
  });

  it.each([
    [0, 21],
    [1, 19],
    [2, 18],
    [3, 17],
    [4, 13],
    [5, 10],
    [6, 9],
    [7, 5],
    [8, undefined],
    [-1, undefined],
  ])("syslog's %i is %d", (level, number) => {
    expect(severityOfSyslog(level)?.number).toBe(number);
  });

  it.each([
    [200, "INFO"],
    [304, "INFO"],
    [101, "INFO"],
    [399, "INFO"],
    [400, "WARN"],
    [499, "WARN"],
    [500, "ERROR"],
    [599, "ERROR"],
  ])("the HTTP status %i is %s", (code, text) => {
    expect(severityOfStatus(code).text).toBe(text);
  });
});
