import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthNumbers, readSyslogClock, resolveYear, rfc3339End, syslogClock } from "../../shared/formats/clock.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const at = (iso: string): number => Date.parse(iso);
const noon = at("2026-11-23T12:00:00Z");

describe("resolveYear", () => {
  it.each([
    ["the carrier's year", 11, 23, "08:59:17.433268", "2026-11-23T09:00:00Z", "2026-11-23T08:59:17.433268Z"],
    ["whole seconds", 3, 23, "15:07:05", "2023-03-23T15:07:05Z", "2023-03-23T15:07:05Z"],
    ["nanoseconds", 3, 23, "15:07:05.123456789", "2023-03-23T15:07:05Z", "2023-03-23T15:07:05.123456789Z"],
    ["trailing zeros", 3, 23, "15:07:05.100", "2023-03-23T15:07:05Z", "2023-03-23T15:07:05.100Z"],
    ["December, carried in January", 12, 31, "23:59:59.9", "2027-01-01T00:00:04Z", "2026-12-31T23:59:59.9Z"],
    ["January, carried in December", 1, 1, "00:00:01.5", "2026-12-31T23:59:58Z", "2027-01-01T00:00:01.5Z"],
    ["half a year back", 6, 1, "00:00:00", "2026-11-23T00:00:00Z", "2026-06-01T00:00:00Z"],
    ["more than half a year back", 1, 2, "00:00:00", "2026-11-23T00:00:00Z", "2027-01-02T00:00:00Z"],
    ["Feb 29 of a leap year", 2, 29, "12:00:00", "2024-03-01T00:00:00Z", "2024-02-29T12:00:00Z"],
    ["Feb 29 of the year before", 2, 29, "12:00:00", "2025-02-01T00:00:00Z", "2024-02-29T12:00:00Z"],
    ["Feb 29 of the year after", 2, 29, "12:00:00", "2027-12-01T00:00:00Z", "2028-02-29T12:00:00Z"],
  ])("resolves %s", (_, month, day, time, carrier, expected) => {
    expect(resolveYear(month, day, time, at(carrier))).toBe(expected);
  });

  it.each([
    ["Feb 30", 2, 30, "00:00:00", noon],
    ["Feb 29 two years from a leap year", 2, 29, "00:00:00", at("2026-03-01T00:00:00Z")],
    ["Apr 31", 4, 31, "00:00:00", noon],
    ["day 0", 4, 0, "00:00:00", noon],
    ["month 0", 0, 1, "00:00:00", noon],
    ["month 13", 13, 1, "00:00:00", noon],
    ["hour 24", 4, 1, "24:00:00", noon],
    ["minute 60", 4, 1, "00:60:00", noon],
    ["a leap second", 12, 31, "23:59:60", noon],
    ["ten fraction digits", 4, 1, "00:00:00.1234567890", noon],
    ["no seconds", 4, 1, "00:00", noon],
    ["a carrier without time", 4, 1, "00:00:00", Number.NaN],
    ["a carrier beyond the calendar", 4, 1, "00:00:00", 9e15],
    ["a carrier before year 1000", 4, 1, "00:00:00", at("0099-04-01T00:00:00Z")],
  ])("knows no year for %s", (_, month, day, time, carrier) => {
    expect(resolveYear(month, day, time, carrier)).toBeUndefined();
  });

  it("finds the instant again from anywhere within 180 days", () => {
    const instant = fc.date({ min: new Date("1971-01-01"), max: new Date("2261-01-01"), noInvalidDate: true });
    const away = fc.integer({ min: -180 * 86_400_000, max: 180 * 86_400_000 });
    fc.assert(
      fc.property(instant, away, (date, offset) => {
        const iso = date.toISOString();
        const resolved = resolveYear(
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          iso.slice(11, 23),
          date.getTime() + offset,
        );
        expect(resolved).toBe(iso);
      }),
    );
  });

  it("gives a real moment within half a year and a bit, or nothing", () => {
    const time = fc.constantFrom("00:00:00", "23:59:59.999999999", "12:60:00", "24:00:00", "1:2:3", "");
    const carrier = fc.oneof(fc.double(), fc.integer({ min: 0, max: 9_000_000_000_000 }));
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 14 }),
        fc.integer({ min: -1, max: 33 }),
        time,
        carrier,
        (month, day, clock, ms) => {
          const resolved = resolveYear(month, day, clock, ms);
          if (resolved === undefined) return;
          const instant = Date.parse(resolved);
          // Date.parse lets Feb 30 pass into March.
          expect(new Date(instant).getUTCDate()).toBe(day);
          // Feb 29 may be farther away: there is none in the years between.
          expect(Math.abs(instant - ms)).toBeLessThan((month === 2 && day === 29 ? 732 : 185) * 86_400_000);
        },
      ),
    );
  });
});

describe("syslogClock", () => {
  it.each([
    ["Nov 23 08:58:18", "2026-11-23T08:58:18Z"],
    ["Feb  5 17:32:18", "2027-02-05T17:32:18Z"],
    ["Jun  9 06:06:20", "2026-06-09T06:06:20Z"],
    ["Nov 23 08:58:18.123456", "2026-11-23T08:58:18.123456Z"],
    ["Nov 23 2019 08:58:18", "2019-11-23T08:58:18Z"],
    ["Nov 23 08:58:18 2019", "2019-11-23T08:58:18Z"],
    ["Feb 29 2020 08:58:18", "2020-02-29T08:58:18Z"],
  ])("reads %s as UTC", (timestamp, expected) => {
    expect(syslogClock(timestamp, noon)).toBe(expected);
  });

  it.each([
    "Feb 30 08:58:18",
    "Feb 29 2019 08:58:18",
    "Nov 23 25:58:18",
    "Nov 23 2019 08:58:60",
    "Nov 23 0019 08:58:18",
    "Nov 23 08:58",
    "nov 23 08:58:18",
    "Abc 23 08:58:18",
    "Nov 23 08:58:18 vm",
    "2026-11-23T08:58:18Z",
    "-",
    "",
  ])("does not read %j", (timestamp) => {
    expect(syslogClock(timestamp, noon)).toBeUndefined();
  });

  it("gives a real moment or nothing", () => {
    const clocks = damaged(["Nov 23 08:58:18", "Feb  5 17:32:18.123", "Nov 23 2019 08:58:18", "Nov 23 08:58:18 2019"]);
    fc.assert(
      fc.property(fc.oneof(anyText, clocks), (text) => {
        const read = syslogClock(text, noon);
        return read === undefined || Number.isFinite(Date.parse(read));
      }),
    );
  });
});

describe("readSyslogClock", () => {
  it("says where the clock ends, and leaves a host that is a number alone", () => {
    expect(readSyslogClock("<13>Nov 23 08:58:18 vm", 4)).toEqual({ month: 11, day: 23, time: "08:58:18", end: 19 });
    expect(readSyslogClock("Nov 23 08:58:18 2026 vm", 0)).toMatchObject({ year: 2026, end: 20 });
    expect(readSyslogClock("Nov 23 08:58:18 2026x vm", 0)).not.toHaveProperty("year");
    expect(readSyslogClock("Nov 23 08:58:18 4711 vm", 0)).not.toHaveProperty("year");
  });

  it("knows twelve months in order", () => {
    expect([...monthNumbers.values()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe("rfc3339End", () => {
  it.each([
    ["2016-10-06T00:17:09.669794202Z stdout", 30],
    ["2026-11-23T08:58:18.205600+00:00 vm", 32],
    ["2026-11-23T09:06:35.795712+0000 vm", 31],
    ["2026-11-23T09:06:35-10:00", 25],
    ["2026-11-23T09:06:35Z", 20],
  ])("ends %s at %i", (text, end) => {
    expect(rfc3339End(text, 0)).toBe(end);
    expect(rfc3339End(`<1>${text}`, 3)).toBe(end + 3);
  });

  it.each([
    "2026-11-23T09:06:35",
    "2026-11-23 09:06:35Z",
    "2026-11-23T09:06:35.Z",
    "2026-11-23T09:06:35.1234567890Z",
    "26-11-23T09:06:35Z",
    "",
  ])("finds none in %j", (text) => {
    expect(rfc3339End(text, 0)).toBe(-1);
  });
});
