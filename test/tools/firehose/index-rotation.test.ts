import { describe, expect, it } from "vitest";
import { rotatedIndex, type Rotation } from "../../../tools/firehose/index-rotation.ts";

describe("index rotation: a part of the UTC arrival time is appended", () => {
  it.each<[Rotation, string]>([
    ["NoRotation", "myindex"],
    ["OneHour", "myindex-2016-02-25-13"],
    ["OneDay", "myindex-2016-02-25"],
    ["OneWeek", "myindex-2016-w08"],
    ["OneMonth", "myindex-2016-02"],
  ])("of 2016-02-25T13:00:00Z, %s gives %s", (rotation, index) => {
    expect(rotatedIndex("myindex", rotation, Date.UTC(2016, 1, 25, 13))).toBe(index);
  });

  it.each<[string, string]>([
    ["2016-02-20T23:59:59.999Z", "i-2016-w07"],
    ["2016-02-21T00:00:00Z", "i-2016-w08"],
    ["2016-02-27T23:59:59Z", "i-2016-w08"],
    ["2016-02-28T00:00:00Z", "i-2016-w09"],
    ["2016-01-03T00:00:00Z", "i-2016-w01"],
    ["2016-01-02T00:00:00Z", "i-2015-w52"],
    ["2017-01-01T00:00:00Z", "i-2017-w01"],
    ["2023-12-31T12:00:00Z", "i-2023-w53"],
  ])("a week runs from Sunday to Saturday: %s is in %s", (time, index) => {
    expect(rotatedIndex("i", "OneWeek", Date.parse(time))).toBe(index);
  });

  it("takes the day of UTC, whatever the zone of this machine", () => {
    expect(rotatedIndex("i", "OneDay", Date.parse("2026-11-23T23:59:59.999Z"))).toBe("i-2026-11-23");
    expect(rotatedIndex("i", "OneDay", Date.parse("2026-11-24T00:00:00.000Z"))).toBe("i-2026-11-24");
  });
});
