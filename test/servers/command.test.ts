import { describe, expect, it } from "vitest";
import { lastLines, runCommand } from "../../tools/servers/command.ts";

describe("runCommand", () => {
  it.each([
    ["console.log('out'); console.error('err')", true],
    ["console.log('out'); console.error('err'); process.exit(2)", false],
  ])("gives both outputs of %s", async (script, ok) => {
    const finished = await runCommand(process.execPath, ["-e", script]);
    expect(finished.ok).toBe(ok);
    expect(finished.output).toContain("out\n");
    expect(finished.output).toContain("err\n");
  });

  it("takes a missing command for a result", async () => {
    const finished = await runCommand("/nowhere/river", []);
    expect(finished).toEqual({ ok: false, output: "/nowhere/river could not be started: spawn /nowhere/river ENOENT" });
  });

  it("keeps the end of long output", async () => {
    const { output } = await runCommand(process.execPath, [
      "-e",
      "process.stdout.write('x'.repeat(200_000) + 'the end')",
    ]);
    expect(output.length).toBe(64 * 1024);
    expect(output.endsWith("the end")).toBe(true);
  });
});

describe("lastLines", () => {
  it.each([
    ["one\ntwo\nthree\n", "two\nthree"],
    ["one\r\n\n  \ntwo\n\n", "one\ntwo"],
    [
      "Caused by: no disk\n\tat java.base/Thread.run(Thread.java:1474)\n    at node:internal/main:1\n",
      "Caused by: no disk",
    ],
    ["", ""],
  ])("of %j", (text, lines) => {
    expect(lastLines(text, 2)).toBe(lines);
  });
});
