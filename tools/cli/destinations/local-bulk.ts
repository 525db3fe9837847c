import type { BulkAnswer } from "../../../shared/core/delivery/judge.ts";

/** A document of a `_bulk` request. */
export interface BulkDocument {
  readonly index: string;
  readonly id: string;
  /** On a single line. */
  readonly json: string;
}

/** Reads a `_bulk` body as `bulkEntry` writes it: an action line with `create`, index and id, then the document. */
export function readBulkBody(body: string): BulkDocument[] {
  const lines = body.split("\n");
  const documents: BulkDocument[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const { create } = JSON.parse(lines[at] ?? "") as { create: { _index: string; _id: string } };
    documents.push({ index: create._index, id: create._id, json: lines[at + 1] ?? "" });
  }
  return documents;
}

/** OpenSearch's answer to a request of which some documents existed already. */
export function bulkAnswer(created: readonly boolean[]): BulkAnswer {
  const conflict = {
    status: 409,
    error: { type: "version_conflict_engine_exception", reason: "document already exists" },
  };
  const items = created.map((isNew) => ({ create: isNew ? { status: 201 } : conflict }));
  return { kind: "answer", status: 200, body: { items } };
}
