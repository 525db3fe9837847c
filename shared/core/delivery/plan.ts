import type { Document } from "../document.ts";

/** Limits of one request. */
export interface RequestLimits {
  /** Bytes of the entries in it. */
  readonly maxBytes: number;
  /** Documents in it. */
  readonly maxDocuments: number;
}

/** A document as it stands in a `_bulk` body: its action line and itself. */
export interface BulkEntry {
  readonly document: Document;
  readonly lines: string;
  readonly bytes: number;
}

/** How documents are addressed. */
export interface BulkTarget {
  /** False for OpenSearch Serverless time-series collections, which refuse ids: that route is at-least-once. */
  readonly withIds: boolean;
}

/**
 * The `_bulk` lines of a document. `create` with our own id, so that a second delivery answers 409 instead of storing twice.
 */
export function bulkEntry(document: Document, { withIds }: BulkTarget): BulkEntry {
  const id = withIds ? `,"_id":${JSON.stringify(document.id)}` : "";
  const lines = `{"create":{"_index":${JSON.stringify(document.index)}${id}}}\n${document.json}\n`;
  return { document, lines, bytes: Buffer.byteLength(lines) };
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
