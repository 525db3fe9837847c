import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSyslog, syslogFacilityName } from "../../shared/formats/syslog.ts";
import { anyText, damaged } from "./damaged-lines.ts";
import { fileLines, otherLines, sentLines } from "./syslog-lines.ts";
import { anyCharacter } from "../any-character.ts";

const allLines = [
  ...fileLines.map(([line]) => line),
  ...sentLines.map(([priority, line]) => `<${priority}>${line}`),
  ...otherLines,
];

describe("parseSyslog", () => {
  it.each(fileLines)("parses %j", (line, parsed) => {
    expect(parseSyslog(line)).toEqual(parsed);
  });

  it.each(sentLines)("parses <%i>%j", (priority, line, parsed) => {
    expect(parseSyslog(`<${priority}>${line}`)).toEqual({
      ...parsed,
      priority,
      facility: Math.floor(priority / 8),
      severity: priority % 8,
    });
  });

  it.each(otherLines)("does not parse %j", (line) => {
    expect(parseSyslog(line)).toBeUndefined();
  });

  it("tells the same whichever way rsyslog wrote it", () => {
    const said =
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=127.0.0.1  user=root";
    const written = [
      `Nov 23 08:58:20 vm sshd[9367]: ${said}`,
      `2026-11-23T08:58:20.187020+00:00 vm sshd[9367]: ${said}`,
      `<85>1 2026-11-23T08:58:20.187020+00:00 vm sshd 9367 - -  ${said}`,
    ];
    for (const line of written) {
      expect(parseSyslog(line)).toMatchObject({ host: "vm", appName: "sshd", procId: "9367", message: said });
    }
  });

  it("keeps names that objects inherit", () => {
    const data = parseSyslog(
      '<13>1 - - - - - [__proto__ __proto__="a" toString="b"][constructor x="1"]',
    )?.structuredData;
    expect(Object.keys(data ?? {})).toEqual(["__proto__", "constructor"]);
    expect(Object.entries(data?.["__proto__"] ?? {})).toEqual([
      ["__proto__", "a"],
      ["toString", "b"],
    ]);
    expect(data?.["hasOwnProperty"]).toBeUndefined();
  });

  it("gives back the structured data that was sent", () => {
    const name = fc.stringMatching(/^[!#-<>-\\^-~]{1,32}$/);
    const parameters = fc.dictionary(name, fc.string({ unit: anyCharacter }), { maxKeys: 4 });
    const escaped = (value: string): string => value.replace(/["\\\]]/g, "\\$&");
    fc.assert(
      fc.property(
        fc.dictionary(name, parameters, { minKeys: 1, maxKeys: 3 }),
        fc.stringMatching(/^[a-z][ -~]*$/),
        (data, message) => {
          const elements = Object.entries(data).map(
            ([id, values]) =>
              `[${id}${Object.entries(values)
                .map(([key, value]) => ` ${key}="${escaped(value)}"`)
                .join("")}]`,
          );
          const parsed = parseSyslog(`<13>1 - - - - - ${elements.join("")} ${message}`);
          expect(parsed?.message).toBe(message);
          expect(plain(parsed?.structuredData)).toEqual(plain(data));
        },
      ),
    );
  });

  it("never throws, and every part it names stands in the line", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(allLines)), (text) => {
        const parsed = parseSyslog(text);
        if (parsed === undefined) return;
        const { timestamp, host = "", appName = "", module = "", procId = "", msgId = "", message } = parsed;
        const parts = [timestamp, host, appName, module, procId, msgId, message];
        expect(parts.filter((part) => !text.includes(part))).toEqual([]);
        expect(parsed.severity ?? 0).toBeLessThan(8);
      }),
      { numRuns: 500 },
    );
  });

  it.each(["a", " ", "[", "(", ":", "a:", "\\", '"', "\n", ' a="b"', "][", "[x]"])(
    "gets through a megabyte of %j",
    (unit) => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      expect(parseSyslog(`Nov 23 08:58:18 vm x ${text}`)).toMatchObject({ host: "vm" });
      expect(parseSyslog(`Nov 23 08:58:18 ${text}x`)).toMatchObject({ format: "rfc3164" });
      expect(parseSyslog(`<13>1 - - - - - [x a="${text}`)).toMatchObject({ format: "rfc5424" });
      expect(parseSyslog(`<13>1 - - - - - ${text}`)).toMatchObject({ format: "rfc5424" });
      expect(parseSyslog(`2026-11-23T08:58:18Z vm x${text}`)?.format ?? "iso").toBe("iso");
      expect(parseSyslog(text)).toBeUndefined();
    },
  );
});

describe("syslogFacilityName", () => {
  it.each([
    [0, "kern"],
    [4, "auth"],
    [9, "cron"],
    [10, "authpriv"],
    [13, "audit"],
    [16, "local0"],
    [23, "local7"],
  ])("names %i %s", (facility, name) => {
    expect(syslogFacilityName(facility)).toBe(name);
  });

  it.each([24, -1, 1.5, Number.NaN])("has no name for %d", (facility) => {
    expect(syslogFacilityName(facility)).toBeUndefined();
  });
});

/** Own entries, so that objects with and without prototype compare, `__proto__` included. */
function plain(data: Record<string, Record<string, string>> | undefined): unknown {
  return Object.entries(data ?? {}).map(([id, values]) => [id, Object.entries(values)]);
}
