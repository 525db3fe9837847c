import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCri } from "../../shared/formats/cri.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const lines: [string, ReturnType<typeof parseCri>][] = [
  [
    "2016-10-06T00:17:09.669794202Z stdout P First line of log entry 2",
    cri("2016-10-06T00:17:09.669794202Z", "stdout", "P", "First line of log entry 2"),
  ],
  [
    "2024-04-13T07:59:37.505201169Z stdout P standalone containerd line which i",
    cri("2024-04-13T07:59:37.505201169Z", "stdout", "P", "standalone containerd line which i"),
  ],
  [
    "2024-04-13T07:59:37.505201169-10:00 stdout F s awesome!",
    cri("2024-04-13T07:59:37.505201169-10:00", "stdout", "F", "s awesome!"),
  ],
  [
    "2026-11-23T09:08:33.71843278Z stdout F   leading and trailing  ",
    cri("2026-11-23T09:08:33.71843278Z", "stdout", "F", "  leading and trailing  "),
  ],
  ["2026-11-23T09:08:33.770871585Z stderr F ", cri("2026-11-23T09:08:33.770871585Z", "stderr", "F", "")],
  ["2026-11-23T09:08:33.770871585Z stderr F", cri("2026-11-23T09:08:33.770871585Z", "stderr", "F", "")],
  ["2026-11-23T09:08:33Z stdout P ", cri("2026-11-23T09:08:33Z", "stdout", "P", "")],
  ["2026-11-23T09:08:33+0000 stdout F x", cri("2026-11-23T09:08:33+0000", "stdout", "F", "x")],
  [
    "2026-11-23T09:08:33.718435645Z stdout F 2026-11-23T09:00:00.000000001Z stdout F looks like cri",
    cri("2026-11-23T09:08:33.718435645Z", "stdout", "F", "2026-11-23T09:00:00.000000001Z stdout F looks like cri"),
  ],
  [
    "2026-11-23T09:08:33.770877073Z stderr F \t/src/main.go:12 +0x1d",
    cri("2026-11-23T09:08:33.770877073Z", "stderr", "F", "\t/src/main.go:12 +0x1d"),
  ],
  ["2026-11-23T09:08:33Z stdout P:x first", cri("2026-11-23T09:08:33Z", "stdout", "P:x", "first")],
  ["2026-11-23T09:08:33Z stdout F two\nlines\n", cri("2026-11-23T09:08:33Z", "stdout", "F", "two\nlines\n")],
];

function cri(time: string, stream: "stdout" | "stderr", tags: string, content: string): ReturnType<typeof parseCri> {
  return { time, stream, partial: tags.startsWith("P"), tags, content };
}

describe("parseCri", () => {
  it.each(lines)("parses %j", (line, parsed) => {
    expect(parseCri(line)).toEqual(parsed);
  });

  it.each([
    "2026-11-23T09:08:33Z stdin F x",
    "2026-11-23T09:08:33Z stdout X x",
    "2026-11-23T09:08:33Z stdout Full x",
    "2026-11-23T09:08:33Z stdout  F x",
    "2026-11-23T09:08:33Z stdout",
    "2026-11-23T09:08:33 stdout F x",
    "2026-11-23 09:08:33Z stdout F x",
    " 2026-11-23T09:08:33Z stdout F x",
    "2026-11-23T08:58:18.205600+00:00 vm cron[9244]: (CRON) INFO (pidfile fd = 3)",
    "",
  ])("does not parse %j", (line) => {
    expect(parseCri(line)).toBeUndefined();
  });

  it("keeps the content to the letter", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("stdout", "stderr"),
        fc.constantFrom("F", "P", "P:F"),
        anyText,
        (stream, tags, content) => {
          const time = "2026-11-23T09:08:33.718435645Z";
          expect(parseCri(`${time} ${stream} ${tags} ${content}`)).toMatchObject({ time, stream, tags, content });
        },
      ),
    );
  });

  it("never throws, and loses nothing of what it takes", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(lines.map(([line]) => line))), (text) => {
        const parsed = parseCri(text);
        if (parsed === undefined) return;
        expect(`${parsed.time} ${parsed.stream} ${parsed.tags} ${parsed.content}`).toBe(
          text.endsWith(parsed.tags) ? `${text} ` : text,
        );
      }),
    );
  });
});
