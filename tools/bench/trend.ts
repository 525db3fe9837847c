import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetReport } from "./report.ts";

/** Ratios to the floor, one run a line: times are the machine's, ratios of one run are not. */
const FILE = join(import.meta.dirname, "ratios.ndjson");

/** Adds a run to the file. */
export function recordRatios(commit: string, day: string, sets: readonly SetReport[]): void {
  const ratios = Object.fromEntries(
    sets.map(({ name, paths }) => [
      name,
      Object.fromEntries(paths.map((path) => [path.name, Math.round(path.ratioToFloor * 100) / 100])),
    ]),
  );
  const line = JSON.stringify({ day, commit, node: process.version, ratios });
  writeFileSync(FILE, `${readKnown()}${line}\n`);
}

function readKnown(): string {
  try {
    return readFileSync(FILE, "utf8");
  } catch {
    return "";
  }
}
