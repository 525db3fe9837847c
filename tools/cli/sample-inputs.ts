import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { readTime } from "./arguments.ts";
import { inputFile } from "./input/open-input.ts";
import type { ReplayInput } from "./replay-files.ts";

/** A file of plain lines under events/lines, and where they come from. */
interface LinesEntry {
  readonly file: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly at: string;
}

const root = path.resolve(import.meta.dirname, "../..");
const LINES = "events/lines";

/** The sample events of this repository, some of them broken on purpose, ready to be replayed. */
export async function sampleInputs(): Promise<ReplayInput[]> {
  return [...(await eventInputs()), ...(await lineInputs())];
}

/** Events and payloads, in the folders named after the service that sends them. */
async function eventInputs(): Promise<ReplayInput[]> {
  const names = globSync("events/{cloudwatch,firehose}/**/*.{json,gz}", { cwd: root }).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const file = await inputFile(name, path.join(root, name));
      return { file, origin: { logGroup: "replay", logStream: path.basename(name, ".gz") }, at: file.modifiedAt };
    }),
  );
}

/** Files of plain lines, which do not say where they come from; the manifest beside them does. */
async function lineInputs(): Promise<ReplayInput[]> {
  const manifest = path.join(root, LINES, "manifest.json");
  if (!existsSync(manifest)) return [];
  const entries = JSON.parse(readFileSync(manifest, "utf8")) as LinesEntry[];
  return Promise.all(
    entries.map(async ({ file: name, logGroup, logStream, at }) => {
      const file = await inputFile(`${LINES}/${name}`, path.join(root, LINES, name));
      return { file, origin: { logGroup, logStream }, at: readTime(at) };
    }),
  );
}
