import { describe, expect, it } from "vitest";
import { eventTime } from "../../../shared/core/record/event-time.ts";
import { NOON } from "../payloads.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (away: number): string => new Date(NOON + away).toISOString();

describe("eventTime", () => {
  it("is the carrier's where the line says nothing", () => {
    expect(eventTime(undefined, NOON)).toEqual({
      timestamp: "2026-11-23T12:00:00.000Z",
      observed: "2026-11-23T12:00:00.000Z",
      day: "2026-11-23",
      refused: undefined,
      carrierInvalid: false,
    });
  });

  it("is the line's, to the nanosecond, beside the carrier's", () => {
    expect(eventTime("2026-11-23T11:59:59.123456789Z", NOON)).toMatchObject({
      timestamp: "2026-11-23T11:59:59.123456789Z",
      observed: "2026-11-23T12:00:00.000Z",
    });
  });

  it.each([
    ["14 days behind", -14 * DAY, "2026-11-09"],
    ["over midnight", -12 * HOUR - 1, "2026-11-22"],
    ["2 hours ahead", 2 * HOUR, "2026-11-23"],
    ["more than 2 hours ahead: not the event's day", 2 * HOUR + 1, "2026-11-23"],
    ["tomorrow: not the event's day", 13 * HOUR, "2026-11-23"],
    ["2 days ahead: not the event's day", 2 * DAY, "2026-11-23"],
  ])("takes a line's time %s", (_, away, day) => {
    expect(eventTime(at(away), NOON)).toMatchObject({ timestamp: at(away), day, refused: undefined });
  });

  it("takes the line's day up to 2 hours ahead, also over midnight", () => {
    const late = Date.UTC(2026, 10, 23, 23);
    expect(eventTime("2026-11-24T01:00:00.000Z", late).day).toBe("2026-11-24");
    expect(eventTime("2026-11-24T01:00:00.001Z", late).day).toBe("2026-11-23");
  });

  it.each([
    ["more than 14 days behind", at(-14 * DAY - 1)],
    ["more than 2 days ahead", at(2 * DAY + 1)],
    ["before 1970", "1969-12-31T23:59:59.999Z"],
    ["after 2261", "2262-01-01T00:00:00Z"],
    ["no time", "yesterday"],
    ["in the year 0", "0000-01-01T00:00:00Z"],
  ])("refuses a line's time %s, and says which", (_, line) => {
    expect(eventTime(line, NOON)).toEqual({
      timestamp: "2026-11-23T12:00:00.000Z",
      observed: "2026-11-23T12:00:00.000Z",
      day: "2026-11-23",
      refused: line,
      carrierInvalid: false,
    });
  });

  describe.each([-1, Number.NaN, Date.UTC(2262, 0, 1), 1e20, Number.NEGATIVE_INFINITY])(
    "with the carrier's time %d",
    (carrier) => {
      it("takes any time of the line that date_nanos holds", () => {
        const line = "1999-12-31T23:59:59Z";
        const observed = "1970-01-01T00:00:00.000Z";
        expect(eventTime(line, carrier)).toMatchObject({
          timestamp: line,
          observed,
          day: "1999-12-31",
          carrierInvalid: true,
        });
        expect(eventTime("2262-01-01T00:00:00Z", carrier)).toMatchObject({ timestamp: observed, day: "1970-01-01" });
      });

      it("stands at 1970 where the line says nothing", () => {
        expect(eventTime(undefined, carrier)).toMatchObject({
          timestamp: "1970-01-01T00:00:00.000Z",
          day: "1970-01-01",
          carrierInvalid: true,
        });
      });
    },
  );

  it("bears a carrier's time with a fraction of a millisecond", () => {
    expect(eventTime(undefined, NOON + 0.5).observed).toBe("2026-11-23T12:00:00.000Z");
  });
});
