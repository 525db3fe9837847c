import { readdir } from "node:fs/promises";
import path from "node:path";
import { namedPath } from "../cli/arguments.ts";
import { Problem, systemReason } from "../cli/problem.ts";

/** The record files of a local archive, by how they are packed. */
export interface ArchiveFiles {
  readonly plain: readonly string[];
  readonly gzip: readonly string[];
}

/**
 * Finds the archive's files: `*.ndjson` and `*.ndjson.gz` in the folder and below, as replay writes them or as they were copied
 * from the bucket. What failed lies in `failures` beside them and is none of the records.
 *
 * @throws Problem when there is no such folder, or no file in it.
 */
export async function archiveFiles(folder: string): Promise<ArchiveFiles> {
  const root = namedPath(folder);
  const names = await readdir(root, { recursive: true }).catch((error: unknown) => {
    throw new Problem(`--archive ${folder}: ${systemReason(error)}`);
  });
  const files = names.filter((name) => !name.split(path.sep).includes("failures")).toSorted();
  const ending = (end: string): string[] =>
    files.filter((name) => name.endsWith(end)).map((name) => path.join(root, name));
  const found = { plain: ending(".ndjson"), gzip: ending(".ndjson.gz") };
  if (found.plain.length + found.gzip.length === 0) {
    throw new Problem(`--archive ${folder}: no *.ndjson or *.ndjson.gz there; npm run replay writes some`);
  }
  return found;
}
