import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Unreadable } from "./object-store.ts";
import { readEntries, readRedrivable, type Redrivable } from "./read-object.ts";
import type { FailureObjectInput } from "./redrive-object.ts";
import { restore } from "./restore.ts";

/** What a redrive would do with the entries of one reason. */
export interface PreviewLine {
  /** Our reason, or what AWS calls it. */
  readonly reason: string;
  objects: number;
  /** Entries of objects. */
  entries: number;
  /** Log events that they stand for. */
  events: number;
  /** Documents that today's code makes of them, which would be sent. */
  documents: number;
  /** Entries, or parts of them, that today's code cannot decode either. */
  undecodable: number;
  /** Entries that would be given up if they failed once more. */
  lastAttempt: number;
}

export interface Preview {
  readonly lines: Map<string, PreviewLine>;
  readonly unreadable: Unreadable[];
}

export function newPreview(): Preview {
  return { lines: new Map(), unreadable: [] };
}

/** Adds to a preview what a redrive would do with one object. Nothing is delivered, written or removed. */
export function previewObject(
  { key, bytes }: FailureObjectInput,
  { catalog, settings, now }: Pipeline,
  { maxAttempts, maxObjectBytes }: { readonly maxAttempts: number; readonly maxObjectBytes: number },
  into: Preview,
): void {
  const read = readEntries(bytes, maxObjectBytes);
  if (!read.ok) {
    into.unreadable.push({ key, why: `${read.failure.reason}: ${read.failure.detail}` });
    return;
  }
  const here = new Set<string>();
  let foreign = 0;
  for (const text of read.value) {
    const entry = readRedrivable(text, key);
    if (entry === undefined) {
      foreign++;
      continue;
    }
    const line = lineOf(into, reasonOf(entry));
    if (!here.has(line.reason)) line.objects++;
    here.add(line.reason);
    const { documents, undecoded, events } = restore(entry, catalog, settings, now());
    line.entries++;
    line.events += events;
    line.documents += documents.filter(({ filteredBy }) => filteredBy === undefined).length;
    line.undecodable += undecoded.length;
    if (entry.kind === "failure" && entry.record.attempts + 1 >= maxAttempts) line.lastAttempt++;
  }
  if (foreign > 0)
    into.unreadable.push({ key, why: `${foreign} of ${read.value.length} entries are of no known shape` });
}

function reasonOf(entry: Redrivable): string {
  switch (entry.kind) {
    case "failure":
      return entry.record.reason;
    case "carrier-record":
      return "Firehose processing-failed";
    case "document":
      return "Firehose OpenSearch-failed";
    case "invocation":
      return "Lambda on-failure";
  }
}

function lineOf({ lines }: Preview, reason: string): PreviewLine {
  const line = lines.get(reason) ?? {
    reason,
    objects: 0,
    entries: 0,
    events: 0,
    documents: 0,
    undecodable: 0,
    lastAttempt: 0,
  };
  lines.set(reason, line);
  return line;
}
