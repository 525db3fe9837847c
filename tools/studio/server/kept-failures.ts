import { REASONS, type Reason } from "../../../shared/core/failures.ts";
import type { FailureRecord } from "../../../shared/core/failure-record.ts";
import { readEntries, readRedrivable } from "../../../shared/core/redrive/read-object.ts";
import { folderStore, type FolderStore } from "../../redrive/folder-store.ts";
import type { FailureCounts } from "../wire/messages.ts";

/** Cap on one object, bytes, stored and inflated. */
export const MAX_OBJECT_BYTES = 256 * 1024 * 1024;

/** The failures bucket of the studio: a folder, with a count of what lies in it. */
export interface KeptFailures extends FolderStore {
  readonly counts: () => FailureCounts[];
  /** The failure records of an object; none when it is gone. */
  readonly entries: (key: string) => Promise<readonly FailureRecord[]>;
  /** Log events that failed again in the same way: their object was replaced by itself, and a redrive sends them once. */
  readonly repeated: () => number;
  /** Keys of the objects of one reason. */
  readonly keys: (reason: Reason) => string[];
}

export interface Watcher {
  readonly onPut: (key: string, entries: readonly FailureRecord[]) => void;
  readonly onGone: (key: string) => void;
}

interface Held {
  readonly reason: Reason;
  readonly events: number;
  readonly entries: number;
  readonly bytes: number;
}

/** The counts come from reading what was written, not from the functions' accounts: so they can prove those wrong. */
export function keptFailures(folder: string, watcher: Watcher, isRedriving: () => boolean): KeptFailures {
  const store = folderStore(folder, MAX_OBJECT_BYTES);
  const objects = new Map<string, Held>();
  let repeated = 0;
  const forget = (key: string): void => {
    if (objects.delete(key)) watcher.onGone(key);
  };
  return {
    list: store.list,
    get: store.get,
    put: async (key, body) => {
      await store.put(key, body);
      // What a redrive writes again has been received by it before.
      if (!isRedriving()) repeated += objects.get(key)?.events ?? 0;
      forget(key);
      const entries = entriesOf(body, key);
      const [first] = entries;
      if (first === undefined) return;
      const events = entries.reduce((sum, { origin }) => sum + origin.events, 0);
      objects.set(key, { reason: first.reason, events, entries: entries.length, bytes: body.length });
      watcher.onPut(key, entries);
    },
    remove: async (key) => {
      await store.remove(key);
      forget(key);
    },
    counts: () => {
      const byReason = Map.groupBy(objects.values(), ({ reason }) => reason);
      return REASONS.flatMap((reason) => {
        const held = byReason.get(reason);
        if (held === undefined) return [];
        const sum = (of: (one: Held) => number): number => held.reduce((total, one) => total + of(one), 0);
        const [events, entries, bytes] = [sum((one) => one.events), sum((one) => one.entries), sum((one) => one.bytes)];
        return [{ reason, events, entries, objects: held.length, bytes }];
      });
    },
    entries: async (key) => {
      const content = await store.get(key);
      return content.kind === "bytes" ? entriesOf(content.bytes, key) : [];
    },
    repeated: () => repeated,
    keys: (reason) => [...objects].filter(([, held]) => held.reason === reason).map(([key]) => key),
  };
}

function entriesOf(body: Buffer, key: string): FailureRecord[] {
  const read = readEntries(body, MAX_OBJECT_BYTES);
  if (!read.ok) return [];
  return read.value.flatMap((text) => {
    const entry = readRedrivable(text, key);
    return entry?.kind === "failure" ? [entry.record] : [];
  });
}
