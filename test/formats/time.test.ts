import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { epochMs, isoOfEpoch, isoOfEpochMs, isoTime, LATEST_MS, readIsoTime } from "../../shared/formats/time.ts";
import { anyText } from "./damaged-lines.ts";

describe("isoTime", () => {
  it.each([
    ["2026-11-23T08:59:18.424246Z", "2026-11-23T08:59:18.424246Z"],
    ["2026-11-23T08:59:18Z", "2026-11-23T08:59:18Z"],
    ["2026-11-23 08:59:18Z", "2026-11-23T08:59:18Z"],
    ["2026-11-23T08:59:18,424Z", "2026-11-23T08:59:18.424Z"],
    ["2026-11-23T08:59:18.123456789123Z", "2026-11-23T08:59:18.123456789Z"],
    ["2026-11-23T08:59:18+00:00", "2026-11-23T08:59:18Z"],
    ["2026-11-23T08:59:18-0000", "2026-11-23T08:59:18Z"],
    ["2020-04-19 20:20:05 +0000", "2020-04-19T20:20:05Z"],
    ["2026-11-23T00:30:00.5+01:00", "2026-11-22T23:30:00.5Z"],
    ["2026-12-31T23:30:00-0130", "2027-01-01T01:00:00Z"],
    ["2026-11-23T08:59:18+02", "2026-11-23T06:59:18Z"],
    ["2026-11-23T08:59:18+14:00", "2026-11-22T18:59:18Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"],
    ["0001-01-01T01:00:00+00:30", "0001-01-01T00:30:00Z"],
  ])("reads %s as %s", (text, iso) => {
    expect(isoTime(text)).toBe(iso);
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T23:60:00Z",
    "2026-11-23T23:59:60Z",
    "2026-11-23T08:59:18+15:00",
    "2026-11-23T08:59:18",
    "2026-11-23T08:59Z",
    "2026-11-23",
    "2026/11/23T08:59:18Z",
    "2026-11-23T08:59:18.Z",
    "2026-11-23T08:59:18Zz",
    " 2026-11-23T08:59:18Z",
    "2026-11-23t08:59:18Z",
    "26-11-23T08:59:18Z",
    "２026-11-23T08:59:18Z",
    "",
  ])("refuses %j", (text) => {
    expect(isoTime(text)).toBeUndefined();
  });

  it("takes a time without zone only where the format says that it is UTC", () => {
    expect(isoTime("2026-11-23T08:59:18.5", "utc")).toBe("2026-11-23T08:59:18.5Z");
    expect(isoTime("2026-11-23T08:59:18.5", "refuse")).toBeUndefined();
  });

  it.each<[unknown]>([[7], [null], [undefined], [{}], [["2026-11-23T08:59:18Z"]]])(
    "refuses %j, which is no text",
    (value) => {
      expect(isoTime(value)).toBeUndefined();
    },
  );

  it("agrees with Date on every time that a Date can write", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(LATEST_MS), noInvalidDate: true }), (date) => {
        expect(isoTime(date.toISOString())).toBe(date.toISOString());
        expect(epochMs(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it("gives the same instant whatever the zone", () => {
    const zone = fc.tuple(fc.constantFrom("+", "-"), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 59 }));
    const instant = fc.date({ min: new Date(0), max: new Date(LATEST_MS), noInvalidDate: true });
    fc.assert(
      fc.property(instant, zone, fc.constantFrom(":", ""), (date, [sign, hours, minutes], colon) => {
        const local = date.toISOString().slice(0, -1);
        const two = (number: number): string => String(number).padStart(2, "0");
        const iso = isoTime(`${local}${sign}${two(hours)}${colon}${two(minutes)}`) ?? "";
        const shift = (hours * 60 + minutes) * (sign === "-" ? 60_000 : -60_000);
        expect(epochMs(iso)).toBe(date.getTime() + shift);
      }),
    );
  });
});

describe("readIsoTime", () => {
  it.each([
    ["at 2026-11-23T08:59:18.5Z stdout", 3, "2026-11-23T08:59:18.5Z", 25],
    ["2026-11-23T08:59:18 text", 0, "2026-11-23T08:59:18Z", 19],
    ["2026-11-23 08:59:18 +0200 x", 0, "2026-11-23T06:59:18Z", 25],
    ["2026-11-23 08:59:18 -1 x", 0, "2026-11-23T08:59:18Z", 19],
    ["2026-11-23T08:59:18. x", 0, "2026-11-23T08:59:18Z", 19],
  ])("finds in %j from %i the time %s, up to %i", (text, at, iso, end) => {
    expect(readIsoTime(text, at, "utc")).toEqual({ iso, end });
  });

  it("never throws, and what it finds is a time that it finds again", () => {
    fc.assert(
      fc.property(anyText, fc.nat(20), (text, at) => {
        const found = readIsoTime(text, at, "utc");
        return found === undefined || (isoTime(found.iso) === found.iso && found.end <= text.length);
      }),
    );
  });

  it("bears a fraction of a million digits", () => {
    const text = `2026-11-23T08:59:18.${"1".repeat(1_000_000)}Z`;
    expect(readIsoTime(text, 0, "refuse")).toEqual({ iso: "2026-11-23T08:59:18.111111111Z", end: text.length });
  });
});

describe("isoOfEpoch", () => {
  it.each([
    [1_795_435_200, "2026-11-23T12:00:00.000Z"],
    [1_795_435_200.5, "2026-11-23T12:00:00.500Z"],
    [1_795_435_200.123_456, "2026-11-23T12:00:00.123456Z"],
    [1_795_435_200_123, "2026-11-23T12:00:00.123Z"],
    [1_795_435_200_123.456, "2026-11-23T12:00:00.123456Z"],
    [1_795_435_200_123_456, "2026-11-23T12:00:00.123456Z"],
    [1_795_435_200.123_456e9, "2026-11-23T12:00:00.123456Z"],
    [1e8, "1973-03-03T09:46:40.000Z"],
    [1e11, "1973-03-03T09:46:40.000Z"],
    [1e14, "1973-03-03T09:46:40.000Z"],
    [1e17, "1973-03-03T09:46:40.000Z"],
  ])("reads %d as %s", (value, iso) => {
    expect(isoOfEpoch(value)).toBe(iso);
  });

  it.each([0, -1, 99_999_999, Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1_795_435_200])("refuses %d", (value) => {
    expect(isoOfEpoch(value)).toBeUndefined();
  });

  it("never throws, and gives times that are times", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const iso = isoOfEpoch(value);
        return iso === undefined || isoTime(iso) === iso;
      }),
      { numRuns: 1000 },
    );
  });
});

describe("isoOfEpochMs", () => {
  it.each([
    [0, "1970-01-01T00:00:00.000Z"],
    [LATEST_MS - 1, "2261-12-31T23:59:59.999Z"],
    [LATEST_MS, undefined],
    [-1, undefined],
    [-0.5, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])("of %d is %s", (ms, iso) => {
    expect(isoOfEpochMs(ms)).toBe(iso);
  });
});

describe("epochMs", () => {
  const year = fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1970, max: 2100 }));
  const two = fc.oneof(fc.integer({ min: 0, max: 31 }), fc.nat(99));
  const pad = (value: number, length: number): string => String(value).padStart(length, "0");

  it("says what Date.parse says, of times and of what only looks like them", () => {
    fc.assert(
      fc.property(
        year,
        fc.tuple(two, two, two, two, two),
        fc.stringMatching(/^(?:\.\d{0,12})?[Zz]?$/),
        (y, rest, end) => {
          const [month, day, hour, minute, second] = rest.map((part) => pad(part, 2));
          const iso = `${pad(y, 4)}-${month}-${day}T${hour}:${minute}:${second}${end}`;
          expect(epochMs(iso)).toBe(Date.parse(iso));
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it("is undone by isoOfEpochMs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LATEST_MS - 1 }), (ms) => {
        expect(isoOfEpochMs(ms)).toBe(new Date(ms).toISOString());
        expect(epochMs(new Date(ms).toISOString())).toBe(ms);
      }),
      { numRuns: 5000 },
    );
  });
});
