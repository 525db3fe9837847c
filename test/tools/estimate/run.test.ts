import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, describe, expect, it } from "vitest";
import type { Estimate } from "../../../tools/estimate/estimate.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FOLDER = mkdtempSync(join(tmpdir(), "tributary-estimate-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "tools/estimate/run.ts"), ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(FOLDER, name);
  writeFileSync(path, text);
  return path;
}

describe("npm run estimate", () => {
  it("prints the lines, their sum, the domain, the quotas and the date of the prices", () => {
    const { status, stdout, stderr } = run("--gb-per-day", "500", "--event-bytes", "800", "--path", "index,archive");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const said of [
      " sum ",
      "OpenSearch: ",
      "Quotas, the first that is hit first:",
      "Prices of us-east-1, 2026-11-23",
      "check them",
    ]) {
      expect(stdout).toContain(said);
    }
  });

  it("prints one JSON object whose lines add up", () => {
    const { stdout } = run("--gb-per-day", "10", "--json");
    const made = JSON.parse(stdout) as Estimate & { prices: { date: string } };
    expect(made.total).toBeCloseTo(
      made.lines.reduce((sum, { cost }) => sum + cost, 0),
      6,
    );
    expect(made.prices.date).toBe("2026-11-23");
    expect(made.hits[0]?.quota.raise).toEqual(expect.any(String));
  });

  it("takes a price table of the user's, for a region of the user's", () => {
    const table = readFileSync(join(ROOT, "tools/estimate/prices.json"), "utf8").replaceAll("us-east-1", "eu-north-1");
    const dear = file("mine.json", table.replace('"price": 0.5,', '"price": 5,'));
    const { status, stdout } = run("--gb-per-day", "10", "--region", "eu-north-1", "--prices", dear, "--json");
    const made = JSON.parse(stdout) as Estimate;
    expect(status).toBe(0);
    expect(made.lines.find(({ what }) => what === "ingestion")?.cost).toBeCloseTo(315.6 * 5, 6);
  });

  it.each<[string, string[], string]>([
    ["nothing", [], "required option '--gb-per-day <GB>' not specified; see --help"],
    ["no number", ["--gb-per-day", "much"], "--gb-per-day much: wanted is a number from 0.001 to 1000000"],
    ["zero", ["--gb-per-day", "0"], "--gb-per-day 0: wanted is a number from 0.001 to 1000000"],
    ["a negative number", ["--gb-per-day=-1"], "--gb-per-day -1: wanted is a number from 0.001 to 1000000"],
    [
      "half a byte",
      ["--gb-per-day", "1", "--event-bytes", "0.5"],
      "--event-bytes 0.5: wanted is a number from 1 to 1048576",
    ],
    ["half a day", ["--gb-per-day", "1", "--retention-days", "1.5"], "--retention-days 1.5: wanted is a whole number"],
    ["four zones", ["--gb-per-day", "1", "--zones", "4"], "--zones 4: wanted is a number from 1 to 3"],
    [
      "a way that there is not",
      ["--gb-per-day", "1", "--path", "pigeon"],
      "--path pigeon: wanted is index, firehose, deliver-to-firehose, archive",
    ],
    [
      "a property of all objects as way",
      ["--gb-per-day", "1", "--path", "toString"],
      "--path toString: wanted is index, firehose, deliver-to-firehose, archive",
    ],
    [
      "two ways to OpenSearch",
      ["--gb-per-day", "1", "--path", "index,firehose"],
      "--path index,firehose: index and firehose both lead to OpenSearch: choose one",
    ],
    [
      "an archive of what does not come by",
      ["--gb-per-day", "1", "--path", "firehose,archive"],
      "--path firehose,archive: archive reads CloudWatch Logs, where firehose does not come by",
    ],
    [
      "a price file that is not there",
      ["--gb-per-day", "1", "--prices", "nowhere.json"],
      "--prices nowhere.json: no such file or directory",
    ],
    ["a flag misspelt", ["--gb-per-day", "1", "--jsno"], "unknown option '--jsno' (Did you mean --json?); see --help"],
  ])("refuses %s in one line, with exit code 2", (_, args, message) => {
    expect(run(...args)).toEqual({ status: 2, stdout: "", stderr: `estimate: ${message}\n` });
  });

  it("refuses a price file that is no JSON or no table, naming it", () => {
    const broken = file("broken.json", "{");
    const empty = file("empty.json", "{}");
    expect(run("--gb-per-day", "1", "--prices", broken).stderr).toMatch(
      /^estimate: --prices \S+broken\.json: no JSON: [^\n]+\n$/,
    );
    expect(run("--gb-per-day", "1", "--prices", empty).stderr).toMatch(
      /^estimate: \S+empty\.json: date: wanted is 2026-11-23\n$/,
    );
  });
});
