import { appendFile, readFile, writeFile } from "node:fs/promises";
import { isNoFile } from "../problem.ts";

/** The ids of the records of one file, kept beside it, so that a second replay finds its own records. */
export interface KnownIds {
  readonly has: (id: string) => boolean;
  /** Adds the ids of records that are about to be written, each with the size in bytes that the file will have with its record. */
  readonly add: (ids: ReadonlyMap<string, number>) => Promise<void>;
}

/**
 * Reads the ids of a file of records. An id counts only as long as the file reaches its record: not when the file was deleted or
 * cut, or when the machine stopped before the record was written.
 *
 * @param size of the records' file now, bytes.
 */
export async function readKnownIds(file: string, size: number): Promise<KnownIds> {
  const known = new Set<string>();
  const lines = (await textOf(file)).split("\n").slice(0, -1);
  const counting = lines.filter((line) => Number(line.slice(0, line.indexOf(" "))) <= size);
  for (const line of counting) known.add(line.slice(line.indexOf(" ") + 1));
  // Otherwise the others would count as soon as the file has grown again.
  if (counting.length < lines.length) await writeFile(file, counting.map((line) => `${line}\n`).join(""));
  return {
    has: (id) => known.has(id),
    add: async (ids) => {
      let text = "";
      for (const [id, end] of ids) {
        known.add(id);
        text += `${end} ${id}\n`;
      }
      await appendFile(file, text);
    },
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isNoFile(error)) return "";
    throw error;
  }
}
