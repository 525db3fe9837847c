import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "tributary-start-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("start", () => {
  it("replays the sample events, broken ones too, and says where to look next", async () => {
    const run = await runCli("start", ["--to", "out"], { cwd: folder });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const [, received = 0, indexed = 0, duplicate = 0, failed = 0] =
      /received (\d+) = indexed (\d+) \+ duplicate (\d+) \+ filtered 0 \+ failed (\d+)/.exec(run.stdout)?.map(Number) ??
      [];
    expect(received).toBeGreaterThan(0);
    expect(indexed + duplicate + failed).toBe(received);
    expect(failed).toBeGreaterThan(0);
    expect(run.stdout).toContain("gzip_corrupt");
    expect(run.stdout).toContain("Where to look next:");
    const named = /head -1 out\/(\S+)/.exec(run.stdout)?.[1];
    expect(readdirSync(path.join(folder, "out"))).toEqual(expect.arrayContaining([named, "failures"]));
  });

  it("prints what the README shows of it", async () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    const shown = /^`npm start` ends like this.*?^```\n(.*?)^```$/ms.exec(readme)?.[1]?.split("\n") ?? [];
    const lines = shown.filter((line) => line !== "" && line !== "…");
    expect(lines.length).toBeGreaterThan(5);
    const run = await runCli("start", ["--to", "out"], { cwd: folder });
    expect(run.stdout.split("\n")).toEqual(expect.arrayContaining(lines));
  });
});
