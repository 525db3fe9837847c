import type { Document } from "../document.ts";
import { quote } from "../record/quote.ts";

/** Limits of one request. */
export interface RequestLimits {
  /** Bytes of the entries in it. */
  readonly maxBytes: number;
  /** Documents in it. */
  readonly maxDocuments: number;
}

/** A document on its way into a `_bulk` body. */
export interface BulkEntry {
  readonly document: Document;
  /** The line before the document. */
  readonly action: string;
  /** Bytes of both lines. */
  readonly bytes: number;
}

/** How documents are addressed. */
export interface BulkTarget {
  /** False for OpenSearch Serverless time-series collections, which refuse ids: that route is at-least-once. */
  readonly withIds: boolean;
}

/**
 * The `_bulk` entry of a document. `create` with our own id, so that a second delivery answers 409 instead of storing twice.
 */
export function bulkEntry(document: Document, { withIds }: BulkTarget): BulkEntry {
  const id = withIds ? `,"_id":${quote(document.id)}` : "";
  const action = `{"create":{"_index":${quote(document.index)}${id}}}`;
  return { document, action, bytes: Buffer.byteLength(action) + Buffer.byteLength(document.json) + 2 };
}

/** The body of a request: NDJSON with a last line end. */
export function bulkBody(entries: readonly BulkEntry[]): string {
  const lines: string[] = [];
  for (const { action, document } of entries) lines.push(action, document.json);
  // What ends the last line.
  lines.push("");
  return lines.join("\n");
}

/**
 * Cuts entries into requests within the limits, in order. An entry larger than a whole request stands alone; whether the
 * destination takes it is the destination's to say.
 */
export function planRequests<Entry extends { readonly bytes: number }>(
  entries: readonly Entry[],
  { maxBytes, maxDocuments }: RequestLimits,
): Entry[][] {
  const requests: Entry[][] = [];
  let current: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (current.length > 0 && (bytes + entry.bytes > maxBytes || current.length >= maxDocuments)) {
      requests.push(current);
      current = [];
      bytes = 0;
    }
    current.push(entry);
    bytes += entry.bytes;
  }
  if (current.length > 0) requests.push(current);
  return requests;
}
