import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWindowsMessage } from "../../shared/formats/windows-message.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const MESSAGE =
  "An account failed to log on.\r\n\r\nSubject:\r\n\tAccount Name:\t\t-\r\n\r\nLogon Type:\t\t\t3\r\n\r\nAccount For Which Logon Failed:\r\n\tSecurity ID:\t\tS-1-0-0\r\n\tAccount Name:\t\tADMINISTRATOR\r\n\r\nNetwork Information:\r\n\tSource Network Address:\t146.56.6.166\r\n\tSource Port:\t\t0\r\n\r\nThis event is generated when: a logon fails";

describe("parseWindowsMessage", () => {
  it("reads sections and their values; a dash is none", () => {
    const sections = parseWindowsMessage(MESSAGE);
    expect(sections.get("")?.get("Logon Type")).toBe("3");
    expect(sections.has("Subject")).toBe(false);
    expect(Object.fromEntries(sections.get("Account For Which Logon Failed") ?? [])).toEqual({
      "Security ID": "S-1-0-0",
      "Account Name": "ADMINISTRATOR",
    });
    expect(sections.get("Network Information")?.get("Source Network Address")).toBe("146.56.6.166");
  });

  it("reads what shippers have made of tabs, and keeps the first of two", () => {
    const sections = parseWindowsMessage("New Logon:\n  Account Name:  alice\n  Account Name:  bob");
    expect(sections.get("New Logon")?.get("Account Name")).toBe("alice");
  });

  it("takes any text, and makes nothing up", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([MESSAGE])), (text) => {
        for (const pairs of parseWindowsMessage(text).values()) {
          for (const [key, value] of pairs) expect(text.includes(key) && text.includes(value)).toBe(true);
        }
      }),
    );
  });

  it.each(["a", ":", "\n", "a: ", "\t", "a:\n"])("gets through a megabyte of %j", (unit) => {
    const sections = parseWindowsMessage(unit.repeat(Math.ceil(1_000_000 / unit.length)));
    expect(sections.size).toBeLessThan(300);
  });
});
