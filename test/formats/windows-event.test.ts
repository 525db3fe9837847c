import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditOutcome, parseWindowsEventText, windowsLevelName } from "../../shared/formats/windows-event.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const LINE =
  "[System] [INFORMATION] [7036] [Service Control Manager] [EC2AMAZ-7Q2LD1F] [The service entered the [stopped] state.\nBye]";

describe("parseWindowsEventText", () => {
  it("parses the agent's text form; the description may hold brackets and line ends", () => {
    expect(parseWindowsEventText(LINE)).toEqual({
      channel: "System",
      level: "INFORMATION",
      eventId: 7036,
      provider: "Service Control Manager",
      computer: "EC2AMAZ-7Q2LD1F",
      description: "The service entered the [stopped] state.\nBye",
    });
  });

  it.each([
    ["an empty description", "[a] [ERROR] [1] [p] [c] []", ""],
    ["a description that was cut", "[a] [ERROR] [1] [p] [c] [The serv", "The serv"],
    ["no provider", "[a] [UNKNOWN] [1] [] [c] [x]", "x"],
  ])("parses %s", (_, line, description) => {
    expect(parseWindowsEventText(line)?.description).toBe(description);
  });

  it.each([
    ["another logger's brackets", "[2026-01-17 17:21:08] [INFORMATION] [Microsoft.Hosting.Lifetime] [a] [b] [started]"],
    ["a level of another name", "[System] [INFO] [1] [p] [c] [x]"],
    ["an id that is none", "[System] [ERROR] [x1] [p] [c] [x]"],
    ["a computer with blanks", "[System] [ERROR] [1] [p] [c d] [x]"],
    ["too few parts", "[System] [ERROR] [1] [p] [c]"],
    ["a name longer than any", `[${"a".repeat(300)}] [ERROR] [1] [p] [c] [x]`],
    ["nothing", ""],
  ])("does not parse %s", (_, line) => {
    expect(parseWindowsEventText(line)).toBeUndefined();
  });

  it("takes any text, and gives back what it took", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged([LINE])), (text) => {
        const event = parseWindowsEventText(text);
        if (event === undefined) return;
        const { channel, level, provider, computer, description } = event;
        expect(text.startsWith(`[${channel}] [${level}] [`)).toBe(true);
        expect(text).toContain(`] [${provider}] [${computer}] [${description}`);
      }),
    );
  });

  it.each(["[", "] [", "[a] ", "]"])("gets through a megabyte of %j", (unit) => {
    expect(parseWindowsEventText(unit.repeat(Math.ceil(1_000_000 / unit.length)))).toBeUndefined();
  });
});

describe("auditOutcome", () => {
  it.each([
    ["0x8010000000000000", "failure"],
    ["0x8020000000000000", "success"],
    ["0x10000000000000", "failure"],
    ["0x20000000000000", "success"],
    ["0x8030000000000000", "failure"],
    ["0x80000000000000", undefined],
    ["0x8080000000000000", undefined],
    ["0x0", undefined],
    ["", undefined],
    ["Audit Failure", undefined],
  ])("reads %s", (keywords, outcome) => {
    expect(auditOutcome(keywords)).toBe(outcome);
  });
});

describe("windowsLevelName", () => {
  it("names levels as the agent does", () => {
    expect([0, 1, 2, 3, 4, 5, 6].map(windowsLevelName)).toEqual([
      "INFORMATION",
      "CRITICAL",
      "ERROR",
      "WARNING",
      "INFORMATION",
      "VERBOSE",
      undefined,
    ]);
  });
});
