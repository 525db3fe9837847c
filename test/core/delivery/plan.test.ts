import { describe, expect, it } from "vitest";
import { bulkBody, bulkEntry, planRequests, type BulkEntry } from "../../../shared/core/delivery/plan.ts";
import { readBulk } from "../fake-opensearch.ts";
import { stubDocument } from "../documents.ts";

/** Entries of the given sizes in bytes. */
function entries(...sizes: number[]): BulkEntry[] {
  return sizes.map((bytes, index) => ({ document: stubDocument(index), action: "", bytes }));
}

const sizesOf = (requests: BulkEntry[][]): number[][] => requests.map((request) => request.map(({ bytes }) => bytes));

describe("bulkEntry", () => {
  it("writes create with our own id", () => {
    const document = stubDocument(1, { json: '{"body":"é"}' });
    const entry = bulkEntry(document, { withIds: true });
    expect(readBulk(bulkBody([entry]))).toEqual([
      { index: "logs-eks-2026-11-23", id: document.id, json: '{"body":"é"}' },
    ]);
    expect(entry.bytes).toBe(Buffer.byteLength(bulkBody([entry])));
  });

  it("leaves the id out where the cluster refuses ids", () => {
    expect(readBulk(bulkBody([bulkEntry(stubDocument(1), { withIds: false })]))[0]?.id).toBeUndefined();
  });

  it("writes ids with quotes and line ends on one line", () => {
    const entry = bulkEntry(stubDocument(1, { id: 'a"\n\\' }), { withIds: true });
    expect(readBulk(bulkBody([entry]))[0]?.id).toBe('a"\n\\');
  });
});

describe("planRequests", () => {
  it.each<[number[], number, number, number[][]]>([
    [[], 100, 10, []],
    [[50], 100, 10, [[50]]],
    [[50, 50], 100, 10, [[50, 50]]],
    [[50, 51], 100, 10, [[50], [51]]],
    [[101], 100, 10, [[101]]],
    [[10, 500, 10], 100, 10, [[10], [500], [10]]],
    [[1, 1, 1, 1, 1], 100, 2, [[1, 1], [1, 1], [1]]],
    [[1, 1, 1], 100, 1, [[1], [1], [1]]],
  ])("cuts %j at %i bytes and %i documents", (sizes, maxBytes, maxDocuments, wanted) => {
    expect(sizesOf(planRequests(entries(...sizes), { maxBytes, maxDocuments }))).toEqual(wanted);
  });
});
