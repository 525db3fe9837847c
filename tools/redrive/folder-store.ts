import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ObjectStore, StoredObject } from "../../shared/core/redrive/object-store.ts";
import { isNoFile } from "../cli/problem.ts";

/** A folder in the place of the failures bucket: a file is an object, and its path from the folder its key. */
export interface FolderStore extends ObjectStore {
  /** Writes an object whole or not at all, whenever the process ends. */
  readonly put: (key: string, body: Buffer) => Promise<void>;
}

/** What `replay` leaves beside its failures: records, and the names that begin with a dot. */
const RECORDS = /^[^/]+\.ndjson$/;

export function folderStore(root: string, maxBytes: number): FolderStore {
  const fileOf = (key: string): string => path.join(root, ...key.split("/"));
  return {
    list: (prefix) => listed(root, prefix),
    get: async (key) => {
      try {
        const { size } = await stat(fileOf(key));
        if (size > maxBytes) return { kind: "too-large", size };
        return { kind: "bytes", bytes: await readFile(fileOf(key)) };
      } catch (error) {
        if (isNoFile(error)) return { kind: "gone" };
        throw error;
      }
    },
    remove: (key) => rm(fileOf(key), { force: true }),
    put: async (key, body) => {
      const file = fileOf(key);
      const unfinished = path.join(path.dirname(file), `.${path.basename(file)}.part`);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(unfinished, body);
      await rename(unfinished, file);
    },
  };
}

async function* listed(root: string, prefix: string): AsyncGenerator<StoredObject> {
  // Only the part up to the last slash is a folder: like S3's, a prefix may end within a name.
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  for await (const key of keysBelow(root, folder)) {
    if (!key.startsWith(prefix) || RECORDS.test(key)) continue;
    const found = await stat(path.join(root, key)).catch((error: unknown) => {
      if (isNoFile(error)) return undefined;
      throw error;
    });
    if (found !== undefined) yield { key, size: found.size, modifiedAt: Math.floor(found.mtimeMs) };
  }
}

/** In the order of their names, a folder at a time; nothing whose name begins with a dot. */
async function* keysBelow(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isNoFile(error)) return [];
    throw error;
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) yield* keysBelow(root, `${folder}${entry.name}/`);
    else if (entry.isFile()) yield folder + entry.name;
  }
}
