import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";

/** A record as it stands in a `_bulk` body. */
export interface Pasted {
  readonly index: string;
  /** Undefined where the cluster is to make one. */
  readonly id: string | undefined;
  readonly data: Buffer;
}

/** Whether the cluster took a record, or what Firehose would say of it. */
export type PasteVerdict =
  | { readonly kind: "stored" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** The `_bulk` body of records: each is pasted in byte for byte, so that one with a line end breaks it. */
export function bulkBody(records: readonly Pasted[]): Buffer {
  return Buffer.concat(
    records.flatMap(({ index, id, data }) => [
      Buffer.from(`${JSON.stringify({ index: { _index: index, ...(id === undefined ? {} : { _id: id }) } })}\n`),
      data,
      LINE_END,
    ]),
  );
}

const LINE_END = Buffer.from("\n");

/**
 * What the answer to such a body says of each record (error codes: Firehose developer guide, "Monitor with CloudWatch Logs").
 * Firehose knows its records by their place in the answer only: an answer that does not match the request, or speaks of
 * other commands than Firehose sent, says nothing of any of them. A record with a line end is refused even where the cluster is
 * lenient, as OpenSearch 3 is about empty lines: the rule says none, and older clusters hold it.
 */
export function judgePaste(answer: BulkAnswer, records: readonly Pasted[]): readonly PasteVerdict[] {
  const all = (code: string, message: string): PasteVerdict[] =>
    records.map(() => ({ kind: "refused", code, message }));
  if (answer.kind === "no-answer") return all("OS.ConnectionFailed", answer.detail);
  const { status, body } = answer;
  const said = (typeof body === "string" ? body : JSON.stringify(body ?? "")).slice(0, 500);
  if (status !== 200) return all(requestError(status, said), said);
  const items = itemsOf(body);
  if (items === undefined) return all("OS.ServiceException", said);
  if (items.length !== records.length) {
    return all("OS.ResponseEntryCountMismatch", `${items.length} entries for ${records.length} records`);
  }
  if (!items.every((item) => "index" in item))
    return all("OS.MalformedData", "a record holds a command of the Bulk API");
  return records.map(({ data }, at) => (data.includes(LINE_END) ? HAS_LINE_END : itemVerdict(items[at]?.["index"])));
}

const HAS_LINE_END: PasteVerdict = {
  kind: "refused",
  code: "OS.MalformedData",
  message: "the record contains a line end",
};

type Item = Readonly<Record<string, unknown>>;

function itemsOf(body: unknown): Item[] | undefined {
  if (typeof body !== "object" || body === null || !("items" in body) || !Array.isArray(body.items)) return undefined;
  return (body.items as unknown[]).map((item) => (typeof item === "object" && item !== null ? (item as Item) : {}));
}

function itemVerdict(result: unknown): PasteVerdict {
  const { status, error } = (typeof result === "object" && result !== null ? result : {}) as {
    status?: unknown;
    error?: unknown;
  };
  if (typeof status === "number" && status >= 200 && status < 300) return { kind: "stored" };
  return { kind: "refused", code: String(status), message: JSON.stringify(error ?? null) };
}

function requestError(status: number, said: string): string {
  if (/block_exception/.test(said)) return "OS.ClusterBlockException";
  switch (status) {
    case 400:
      return /explicit index in bulk/.test(said) ? "OS.ExplicitIndexInBulkNotAllowed" : "OS.MalformedData";
    case 401:
    case 403:
      return "OS.AccessDenied";
    case 404:
      return "OS.ResourceNotFound";
    case 502:
      return "OS.BadGateway";
    case 504:
      return "OS.GatewayTimeout";
    default:
      return "OS.ServiceException";
  }
}
