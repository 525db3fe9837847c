import { describe, expect, it } from "vitest";
import { readLineTime } from "../../shared/formats/line-time.ts";

describe("readLineTime", () => {
  it.each([
    ["2023-01-01T12:00:00.123Z", "2023-01-01T12:00:00.123Z"],
    ["2023-01-01 12:00:00,123+0000", "2023-01-01T12:00:00.123Z"],
    ["2023-01-01 12:00:00 +0200", "2023-01-01T10:00:00Z"],
    ["2023-01-01 12:00:00.000 UTC", "2023-01-01T12:00:00.000Z"],
    ["10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36Z"],
    ["10-Nov-2023 23:00:00 UTC", "2023-11-10T23:00:00Z"],
  ])("takes %s as an instant", (text, iso) => {
    expect(readLineTime(text, 0)).toEqual({ iso, end: text.length });
  });

  it.each([
    "2023-01-01 12:00:00,123",
    "2023/11/10 23:00:00",
    "2023/11/10 - 23:00:00",
    "01/Jan/2023 12:00:00",
    "10-Nov-2023 23:00:00.123",
    "Wed Oct 11 14:32:52.123456 2000",
    "12:00:00.123",
  ])("takes %s as a time without zone", (text) => {
    expect(readLineTime(text, 0)).toEqual({ iso: undefined, end: text.length });
  });

  it.each(["", "2023", "2023-02-30T00:00:00Z", "10/Foo/2000:13:55:36 -0700", "Wednesday", "12:00", "99999999"])(
    "takes %j for none",
    (text) => {
      expect(readLineTime(text, 0)).toBeUndefined();
    },
  );

  it("reads where it is told to", () => {
    expect(readLineTime("[2023-01-01T12:00:00Z]", 1)).toEqual({ iso: "2023-01-01T12:00:00Z", end: 21 });
  });
});
