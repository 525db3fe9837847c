import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emailDate } from "../../shared/formats/email-date.ts";

describe("emailDate", () => {
  it.each([
    ["Tue, 15 Dec 2020 15:34:07 +0000", "2020-12-15T15:34:07Z"],
    ["1 Jan 2021 00:00:00 -0500", "2021-01-01T05:00:00Z"],
    ["Wed, 01 Jan 2020 00:00:05 GMT", "2020-01-01T00:00:05Z"],
  ])("reads %s", (text, iso) => {
    expect(emailDate(text)).toBe(iso);
  });

  it.each([
    "",
    "Tue, 15 Foo 2020 15:34:07 +0000",
    "Tue, 31 Feb 2020 15:34:07 +0000",
    "15 Dec 2020 15:34:07",
    "Tue, 15 Dec 20 15:34:07 GMT",
  ])("refuses %j", (text) => {
    expect(emailDate(text)).toBeUndefined();
  });

  it("reads what JavaScript writes", () => {
    const seconds = fc.date({ min: new Date(0), max: new Date("2262-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(seconds, (date) => {
        expect(emailDate(date.toUTCString())).toBe(`${date.toISOString().slice(0, 19)}Z`);
      }),
    );
  });
});
