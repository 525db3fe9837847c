import type { ObjectStore, StoredObject, StoreFailure } from "./object-store.ts";
import type { Selection } from "./selection.ts";

export interface Listing {
  /** Those that were written first come first, so that what fails again and is written again goes to the back. */
  readonly objects: readonly StoredObject[];
  /** Objects that were found beyond the limit. */
  readonly beyond: number;
  /** Prefixes that could not be listed. */
  readonly failed: readonly StoreFailure[];
}

/**
 * Lists the objects of a selection, each once. A prefix that cannot be listed does not stop the others.
 *
 * @param limit most objects to keep; the oldest are. Bounds memory after a long outage: a million objects are 200 MB of names.
 */
export async function listObjects(
  store: Pick<ObjectStore, "list">,
  selection: Selection,
  limit: number,
): Promise<Listing> {
  const failed: StoreFailure[] = [];
  const known = new Map<string, StoredObject>();
  let found = 0;
  for (const prefix of new Set(selection.prefixes)) {
    try {
      for await (const object of store.list(prefix)) {
        // The console makes folders of keys that end so; there is nothing in them.
        if (object.key.endsWith("/") || known.has(object.key) || !selection.accepts(object)) continue;
        found++;
        known.set(object.key, object);
        if (known.size >= limit * 2) keepOldest(known, limit);
      }
    } catch (error) {
      failed.push({ key: prefix, error });
    }
  }
  keepOldest(known, limit);
  return { objects: [...known.values()].toSorted(byAge), beyond: found - known.size, failed };
}

function keepOldest(known: Map<string, StoredObject>, limit: number): void {
  if (known.size <= limit) return;
  for (const { key } of [...known.values()].toSorted(byAge).slice(limit)) known.delete(key);
}

function byAge(a: StoredObject, b: StoredObject): number {
  return a.modifiedAt - b.modifiedAt || (a.key < b.key ? -1 : 1);
}
