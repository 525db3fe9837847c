import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guessW3cEntry, parseW3cDirective, parseW3cEntry, w3cFields } from "../../shared/formats/w3c-log.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const AGENT = "Mozilla/5.0+(Windows+NT+10.0)+Firefox/140.0";

/** Field lists that servers write, with a line of each. */
const layouts: [name: string, fields: string, line: string][] = [
  [
    "IIS 8 and later",
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
    `2026-11-23 09:00:01 10.0.2.15 GET /a q=1 80 alice 203.0.113.20 ${AGENT} https://x.example/ 200 0 0 46`,
  ],
  [
    "IIS 7",
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken",
    `2026-11-23 09:00:01 fe80::1%4 POST / x 80 bob 2001:db8::17 ${AGENT} 404 0 2 46`,
  ],
  [
    "IIS 6",
    "date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status",
    `2026-11-23 09:00:01 W3SVC1 10.0.2.15 HEAD /i.html x 80 bob 203.0.113.21 ${AGENT} 200 0 0`,
  ],
  [
    "all fields and a custom one",
    "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken custom-1",
    `2026-11-23 09:00:01 W3SVC2 WEB-07 10.0.2.15 GET /a q 80 bob 10.0.9.240 HTTP/1.1 ${AGENT} a=b https://x.example/ x.example 304 0 0 388 979 15 198.51.100.7`,
  ],
  [
    "Azure",
    "date time s-sitename cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
    `2026-11-23 09:00:01 SITE GET /a q 80 bob 127.0.0.1 ${AGENT} a=b https://x.example/ localhost 200 0 0 1 2 3`,
  ],
  [
    "no server name",
    "date time cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs-host sc-status sc-substatus sc-win32-status time-taken",
    `2026-11-23 09:00:01 GET /a q 443 bob 127.0.0.1 ${AGENT} x.example:8443 200 0 0 1`,
  ],
  [
    "HTTPERR",
    "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename",
    "2026-11-23 09:00:01 172.31.77.6 2094 172.31.77.7 80 HTTP/1.1 GET /a?b 503 1 ConnLimit Pool",
  ],
  [
    "HTTPERR with streams",
    "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename",
    "2026-11-23 09:00:01 172.31.77.6 2094 172.31.77.7 80 HTTP/2.0 GET /a?b 5 503 1 ConnLimit Pool",
  ],
  [
    "the firewall",
    "date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn tcpack tcpwin icmptype icmpcode info path pid",
    "2026-11-23 09:00:01 ALLOW TCP 10.0.2.15 10.0.3.11 63064 135 0 A 1 2 3 4 5 6 SEND 1234",
  ],
];

describe("guessW3cEntry", () => {
  it.each(layouts)("knows the fields of %s by their values", (_, fields, line) => {
    expect([...(guessW3cEntry(line)?.keys() ?? [])]).toEqual(w3cFields(fields));
    expect(guessW3cEntry(line)).toEqual(parseW3cEntry(line, w3cFields(fields)));
  });

  it("leaves out values that are not there", () => {
    const entry = guessW3cEntry("2026-11-23 09:00:01 10.0.2.15 GET / - 80 - 203.0.113.20 - - 200 0 0 46");
    expect([...(entry?.keys() ?? [])]).not.toContain("cs-username");
    expect(entry?.get("time-taken")).toBe("46");
  });

  it.each([
    ["an application's line", "2026-11-23 09:00:01 INFO GET /a took 12 ms 200 0 0"],
    ["no address of the caller", "2026-11-23 09:00:01 10.0.2.15 GET / - 80 - nobody - 200 0 0 46"],
    ["no status", "2026-11-23 09:00:01 10.0.2.15 GET / - 80 - 203.0.113.20 curl ok 0 0 46"],
    ["too many headers", "2026-11-23 09:00:01 10.0.2.15 GET / - 80 - 203.0.113.20 a b c d e 200 0 0 46"],
    ["too many speakers", "2026-11-23 09:00:01 a b c 10.0.2.15 GET / - 80 - 203.0.113.20 a 200 0 0 46"],
    ["another time", "2026-11-23T09:00:01 10.0.2.15 GET / - 80 - 203.0.113.20 a 200 0 0 46"],
    ["a firewall's line of another length", "2026-11-23 09:00:01 ALLOW TCP 10.0.2.15 10.0.3.11 63064 135"],
    ["more words than any", `2026-11-23 09:00:01 10.0.2.15 GET / - 80 - 203.0.113.20 a 200 0 0 ${"1 ".repeat(300)}`],
    ["nothing", ""],
  ])("does not take %s", (_, line) => {
    expect(guessW3cEntry(line)).toBeUndefined();
  });

  it("takes any text, and keeps each value of what it takes", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(layouts.map(([, , line]) => line))), (text) => {
        const entry = guessW3cEntry(text);
        if (entry === undefined) return;
        const values = text
          .trim()
          .split(/[ \t]+/)
          .filter((value) => value !== "-");
        expect([...entry.values()].toSorted()).toEqual(values.toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it.each([" ", "a ", "1", "GET /", "\t"])("gets through a megabyte of %j", (unit) => {
    expect(guessW3cEntry(`2026-11-23 09:00:01 ${unit.repeat(Math.ceil(1_000_000 / unit.length))}`)).toBeUndefined();
  });
});

describe("parseW3cEntry", () => {
  it("goes by the names of the directive, and by nothing where the numbers differ", () => {
    expect([...(parseW3cEntry("GET - 200", ["cs-method", "cs-uri", "sc-status"]) ?? [])]).toEqual([
      ["cs-method", "GET"],
      ["sc-status", "200"],
    ]);
    expect(parseW3cEntry("GET 200", ["cs-method"])).toBeUndefined();
    expect(parseW3cEntry("", [])).toBeUndefined();
  });

  it("keeps both values of a name that occurs twice", () => {
    expect([...(parseW3cEntry("a b", ["x", "x"])?.values() ?? [])]).toEqual(["a", "b"]);
  });
});

describe("parseW3cDirective", () => {
  it.each([
    ["#Fields: date time cs-method", { name: "Fields", value: "date time cs-method" }],
    ["#Version: 1.0\r", { name: "Version", value: "1.0" }],
    ["#Time Format: Local", { name: "Time Format", value: "Local" }],
    ["#Remark:", { name: "Remark", value: "" }],
  ])("parses %j", (line, directive) => {
    expect(parseW3cDirective(line)).toEqual(directive);
  });

  it.each(["# Fields: a", "#fields: a", "Fields: a", "#Comment: a", "", "#"])("does not parse %j", (line) => {
    expect(parseW3cDirective(line)).toBeUndefined();
  });
});
