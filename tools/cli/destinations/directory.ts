import { appendFile, mkdir, open } from "node:fs/promises";
import path from "node:path";
import { isNoFile, Problem, systemReason } from "../problem.ts";
import type { Destination } from "./destination.ts";
import { failuresFolder } from "./failures-folder.ts";
import { readKnownIds } from "./known-ids.ts";
import { bulkAnswer, readBulkBody, type BulkDocument } from "./local-bulk.ts";

const IDS = ".ids";
const NEWLINE = 10;

/**
 * Writes records into a folder, one file an index: `logs-eks-2026-11-23.ndjson`. A record whose id is in its file already, from
 * this replay or an earlier one, is a duplicate.
 *
 * @param shown how people call the folder.
 * @throws Problem when the folder cannot be made.
 */
export async function directoryDestination(folder: string, shown: string, failures: string): Promise<Destination> {
  try {
    await mkdir(path.join(folder, IDS), { recursive: true });
  } catch (error) {
    throw new Problem(`--to ${shown}: cannot make this folder: ${systemReason(error)}`);
  }
  const files = new Map<string, RecordFile>();
  const fileOf = async (index: string): Promise<RecordFile> => {
    const known = files.get(index) ?? (await openRecordFile(folder, index));
    files.set(index, known);
    return known;
  };
  return {
    bulk: async (body) => {
      const documents = readBulkBody(body);
      const created = new Set<BulkDocument>();
      try {
        for (const [index, group] of Map.groupBy(documents, (document) => document.index)) {
          for (const document of await (await fileOf(index)).append(group)) created.add(document);
        }
      } catch (error) {
        throw new Problem(`--to ${shown}: cannot write records: ${systemReason(error)}`);
      }
      return bulkAnswer(documents.map((document) => created.has(document)));
    },
    putFailure: failuresFolder(failures),
    close: async () => undefined,
    records: path.join(shown, "logs-*.ndjson"),
    failures,
  };
}

interface RecordFile {
  /** Gives those that were not there yet. */
  readonly append: (documents: readonly BulkDocument[]) => Promise<BulkDocument[]>;
}

async function openRecordFile(folder: string, index: string): Promise<RecordFile> {
  const file = path.join(folder, `${index}.ndjson`);
  let { size, endsInLine } = await endOf(file);
  const known = await readKnownIds(path.join(folder, IDS, index), size);
  return {
    append: async (documents) => {
      const fresh: BulkDocument[] = [];
      const ends = new Map<string, number>();
      let text = endsInLine ? "" : "\n";
      let end = size + text.length;
      for (const document of documents) {
        if (known.has(document.id) || ends.has(document.id)) continue;
        fresh.push(document);
        text += `${document.json}\n`;
        end += Buffer.byteLength(document.json) + 1;
        ends.set(document.id, end);
      }
      if (fresh.length === 0) return fresh;
      await known.add(ends);
      await appendFile(file, text);
      size = end;
      endsInLine = true;
      return fresh;
    },
  };
}

/** Size of a file, 0 when there is none, and whether its last line is whole: the machine may have stopped in the middle of one. */
async function endOf(file: string): Promise<{ size: number; endsInLine: boolean }> {
  const handle = await open(file).catch((error: unknown) => {
    if (isNoFile(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return { size: 0, endsInLine: true };
  try {
    const { size } = await handle.stat();
    if (size === 0) return { size, endsInLine: true };
    const last = Buffer.alloc(1);
    await handle.read(last, 0, 1, size - 1);
    return { size, endsInLine: last[0] === NEWLINE };
  } finally {
    await handle.close();
  }
}
