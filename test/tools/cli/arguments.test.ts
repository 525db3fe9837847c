import path from "node:path";
import { describe, expect, it } from "vitest";
import { namedPath, readTime } from "../../../tools/cli/arguments.ts";

describe("--at", () => {
  it.each([
    ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00.000Z"],
    ["2026-11-23T09:00:00.5+01:00", "2026-11-23T08:00:00.500Z"],
    ["2026-11-23 09:00:00", "2026-11-23T09:00:00.000Z"],
    ["2026-11-23", "2026-11-23T00:00:00.000Z"],
  ])("takes %s", (text, time) => {
    expect(new Date(readTime(text)).toISOString()).toBe(time);
  });

  it.each(["", "yesterday", "2026-02-30", "1764000000000", "2026-11-23T25:00:00Z"])("refuses %j", (text) => {
    expect(() => readTime(text)).toThrow(`--at ${text}: not a time; wanted is one like 2026-11-23T09:00:00Z`);
  });
});

describe("a file named on the command line", () => {
  const stood = path.resolve("/somewhere");

  it("is looked for where the person stands, which npm knows", () => {
    expect(namedPath("a.log", { npm_lifecycle_event: "replay", INIT_CWD: stood })).toBe(path.join(stood, "a.log"));
  });

  it.each([{}, { npm_lifecycle_event: "test", INIT_CWD: stood }, { INIT_CWD: stood }])(
    "else in the working folder: %j",
    (env) => {
      expect(namedPath("a.log", env)).toBe(path.resolve("a.log"));
    },
  );

  it("stays where it is when its path is absolute", () => {
    expect(namedPath(path.join(stood, "a.log"), {})).toBe(path.join(stood, "a.log"));
  });
});
