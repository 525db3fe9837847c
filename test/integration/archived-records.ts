import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { documentsOf, readScenarios } from "../../tools/generate/scenarios.ts";
import { runCli } from "../tools/cli/run-cli.ts";
import { writeArchive } from "../tools/ask/sample-archive.ts";
import { ask, installTemplate, openSearchUrl } from "./real-servers.ts";

const LINES = path.join(import.meta.dirname, "../../events/lines");

interface Entry {
  readonly file: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly at: string;
}

const folders: string[] = [];

/** An empty folder, until {@link removeFolders}. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "tributary-questions-"));
  folders.push(folder);
  return folder;
}

/** Removes what {@link newFolder} gave. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Replays the real lines into archive files, as a person would. */
export async function replayLines(folder: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(path.join(LINES, "manifest.json"), "utf8")) as Entry[];
  for (const { file, logGroup, logStream, at } of manifest) {
    const place = ["--log-group", logGroup, "--log-stream", logStream, "--at", at];
    const run = await runCli("replay", [...place, "--to", folder, path.join(LINES, file)], { cwd: folder });
    if (run.code !== 0) throw new Error(run.stderr);
  }
}

/** Writes the records of all samples, and some more, into archive files. */
export async function writeSamples(folder: string, more: Parameters<typeof writeArchive>[0] = []): Promise<void> {
  const samples = (await readScenarios()).flatMap((scenario) => documentsOf(scenario));
  writeRecords(folder, [...samples, ...more]);
}

/** Writes records into archive files that OpenSearch can be filled from. */
export function writeRecords(folder: string, records: Parameters<typeof writeArchive>[0]): void {
  const written = writeArchive(records);
  folders.push(written);
  unpack(written, folder);
}

/** Puts the records of archive files into strictly mapped indices of a prefix, under the names that they have. */
export async function indexArchive(prefix: string, folder: string): Promise<void> {
  await ask("DELETE", `/${prefix}-*`);
  await installTemplate(prefix, "strict");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ndjson"))) {
    const index = path.basename(file, ".ndjson").replace(/^logs/, prefix);
    const records = readFileSync(path.join(folder, file), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    for (let from = 0; from < records.length; from += 1000) {
      const body = records.slice(from, from + 1000).map((record) => `{"create":{"_index":"${index}"}}\n${record}\n`);
      const response = await fetch(`${openSearchUrl ?? ""}/_bulk`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson" },
        body: body.join(""),
      });
      const { errors, items } = (await response.json()) as { errors: boolean; items: unknown[] };
      if (errors) throw new Error(`refused: ${JSON.stringify(items).slice(0, 500)}`);
    }
  }
  await ask("POST", `/${prefix}-*/_refresh`);
}

/** Copies an archive, unpacked: OpenSearch is filled from the same files. */
function unpack(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    if (name.endsWith(".ndjson")) copyFileSync(path.join(from, name), path.join(to, name));
    if (!name.endsWith(".gz")) continue;
    writeFileSync(path.join(to, path.basename(name, ".gz")), gunzipSync(readFileSync(path.join(from, name))));
  }
}
