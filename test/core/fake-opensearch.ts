import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";

/** One document of a request, as the cluster reads it. */
export interface BulkItem {
  readonly index: string;
  readonly id: string | undefined;
  readonly json: string;
}

/** What an item is answered instead of being stored. */
export interface ItemError {
  readonly status: number;
  readonly type: string;
  readonly reason?: string;
}

/** What goes wrong, and when. Nothing by default. */
export interface Faults {
  /** Answers the whole request; undefined lets it through. */
  request?: (items: readonly BulkItem[], number: number) => BulkAnswer | undefined;
  /** Answers one document; undefined stores it. */
  item?: (item: BulkItem, number: number) => ItemError | undefined;
  /** The request is carried out, but the answer comes back changed. */
  answer?: (answer: BulkAnswer, number: number) => BulkAnswer;
}

/** A cluster that keeps documents by index and `_id`, so that the second `create` of one is a conflict. */
export interface FakeOpenSearch {
  readonly bulk: (body: string, timeoutMs: number) => Promise<BulkAnswer>;
  /** Index → `_id` → document. */
  readonly indices: Map<string, Map<string, string>>;
  /** Each request that came in. */
  readonly requests: BulkItem[][];
  readonly timeouts: number[];
  faults: Faults;
}

export function newFakeOpenSearch(faults: Faults = {}): FakeOpenSearch {
  const indices = new Map<string, Map<string, string>>();
  const requests: BulkItem[][] = [];
  const timeouts: number[] = [];
  let unnamed = 0;
  const store = (item: BulkItem) => {
    const index = indices.get(item.index) ?? new Map<string, string>();
    indices.set(item.index, index);
    const id = item.id ?? `auto-${++unnamed}`;
    if (index.has(id)) {
      return error(item, { status: 409, type: "version_conflict_engine_exception", reason: "document already exists" });
    }
    index.set(id, item.json);
    return { create: { _index: item.index, _id: id, status: 201, result: "created" } };
  };
  const fake: FakeOpenSearch = {
    indices,
    requests,
    timeouts,
    faults,
    bulk: async (body, timeoutMs) => {
      const items = readBulk(body);
      requests.push(items);
      timeouts.push(timeoutMs);
      const number = requests.length;
      const refused = fake.faults.request?.(items, number);
      if (refused !== undefined) return refused;
      const answered = items.map((item) => {
        const fault = fake.faults.item?.(item, number);
        return fault === undefined ? store(item) : error(item, fault);
      });
      const errors = answered.some(({ create }) => create.status !== 201);
      const answer: BulkAnswer = { kind: "answer", status: 200, body: { took: 1, errors, items: answered } };
      return fake.faults.answer?.(answer, number) ?? answer;
    },
  };
  return fake;
}

function error({ index, id }: BulkItem, { status, type, reason = "because" }: ItemError) {
  return { create: { _index: index, _id: id, status, error: { type, reason } } };
}

/** Reads a `_bulk` body as strictly as OpenSearch: pairs of lines, the last one ended. */
export function readBulk(body: string): BulkItem[] {
  if (!body.endsWith("\n")) throw new Error("the last line of a _bulk body must end");
  const lines = body.slice(0, -1).split("\n");
  if (lines.length % 2 !== 0) throw new Error("an action line without document, or a document with a line end");
  const items: BulkItem[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const { create } = JSON.parse(lines[at] ?? "") as { create: { _index: string; _id?: string } };
    const json = lines[at + 1] ?? "";
    JSON.parse(json);
    items.push({ index: create._index, id: create._id, json });
  }
  return items;
}

/** All documents of all indices. */
export function storedDocuments({ indices }: FakeOpenSearch): string[] {
  return [...indices.values()].flatMap((index) => [...index.values()]);
}
