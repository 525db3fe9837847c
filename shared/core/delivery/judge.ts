import type { Failure } from "../failures.ts";

/** What the cluster said to a `_bulk` request: a status with the parsed body, or that there was no answer. */
export type BulkAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: unknown }
  | { readonly kind: "no-answer"; readonly detail: string };

/** What is to be done with one document of a request. */
export type Verdict =
  | { readonly kind: "created" }
  | { readonly kind: "duplicate" }
  | { readonly kind: "retry"; readonly failure: Failure }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What is to be done with a request. */
export type Judgement =
  | { readonly kind: "items"; readonly verdicts: readonly Verdict[] }
  /** Send halves: the front door found the body too large. */
  | { readonly kind: "halve"; readonly failure: Failure }
  /** Try again after a pause; in halves where the request itself was too much for the cluster's memory. */
  | { readonly kind: "retry"; readonly failure: Failure; readonly smaller?: true }
  | { readonly kind: "failed"; readonly failure: Failure };

const CREATED: Verdict = { kind: "created" };
const DUPLICATE: Verdict = { kind: "duplicate" };

/**
 * Judges the answer to a `_bulk` request of `count` documents (OpenSearch `_bulk` reference; AWS puts a front door before it
 * that throttles with 403 and 429 and answers HTML). An answer that does not match the request is worth nothing: with
 * `create` and own ids it is safe to ask again.
 */
export function judgeBulk(answer: BulkAnswer, count: number): Judgement {
  if (answer.kind === "no-answer") return judgeSilence(answer.detail);
  const { status, body } = answer;
  if (status === 413)
    return { kind: "halve", failure: { reason: "record_too_large", detail: "413 Request Entity Too Large" } };
  const said = textOf(body);
  if (status === 429) {
    const failure = { reason: "bulk_throttled", detail: `429 ${excerpt(body)}` } as const;
    return said.includes("circuit_breaking_exception")
      ? { kind: "retry", failure, smaller: true }
      : { kind: "retry", failure };
  }
  // AWS's front door throttles with 403, and says so in HTML.
  if (status === 403 && /throttl|too many requests/i.test(said)) return retry("bulk_throttled", `403 ${excerpt(body)}`);
  if (status === 403 && said.includes("block_exception")) {
    return { kind: "failed", failure: { reason: "index_blocked", detail: `403 ${excerpt(body)}` } };
  }
  if (status === 401 || status === 403 || status === 404) {
    return { kind: "failed", failure: { reason: "access_denied", detail: `${status} ${excerpt(body)}` } };
  }
  if (status >= 500) return retry("cluster_unavailable", `${status} ${excerpt(body)}`);
  if (status !== 200)
    return { kind: "failed", failure: { reason: "bulk_rejected", detail: `${status} ${excerpt(body)}` } };
  const items = itemsOf(body);
  if (items?.length !== count) {
    return retry(
      "cluster_unavailable",
      `200 with ${items?.length ?? "no"} items for ${count} documents: ${excerpt(body)}`,
    );
  }
  return { kind: "items", verdicts: items.map(judgeItem) };
}

/** A certificate is mended by people, not by waiting. The client keeps no code of the error, so its words have to tell. */
function judgeSilence(detail: string): Judgement {
  if (!/\bcertificate\b/i.test(detail)) return retry("cluster_unavailable", detail);
  return { kind: "failed", failure: { reason: "certificate_untrusted", detail } };
}

function retry(reason: Failure["reason"], detail: string): Judgement {
  return { kind: "retry", failure: { reason, detail } };
}

function itemsOf(body: unknown): unknown[] | undefined {
  if (typeof body !== "object" || body === null || !("items" in body) || !Array.isArray(body.items)) return undefined;
  return body.items as unknown[];
}

function judgeItem(item: unknown): Verdict {
  const result =
    typeof item === "object" && item !== null ? (Object.values(item)[0] as ItemResult | undefined) : undefined;
  const status = result?.status ?? 0;
  if (status === 200 || status === 201) return CREATED;
  const type = result?.error?.type ?? "";
  const detail = `${status} ${type}: ${excerpt(result?.error?.reason)}${causeOf(result)}`;
  if (status === 409) return DUPLICATE;
  if (status === 429) return { kind: "retry", failure: { reason: "bulk_throttled", detail } };
  if (status === 0 || status >= 500) return { kind: "retry", failure: { reason: "cluster_unavailable", detail } };
  if (type === "security_exception") return { kind: "failed", failure: { reason: "access_denied", detail } };
  if (status === 403 || status === 404 || BLOCKED.has(type))
    return { kind: "failed", failure: { reason: "index_blocked", detail } };
  const reason = MAPPING.has(type) ? "bulk_rejected_mapping" : "bulk_rejected";
  return { kind: "failed", failure: { reason, detail } };
}

interface ItemResult {
  readonly status?: number;
  readonly error?: {
    readonly type?: string;
    readonly reason?: string;
    readonly caused_by?: { readonly reason?: string };
  };
}

const BLOCKED = new Set(["cluster_block_exception", "index_closed_exception", "index_create_block_exception"]);
const MAPPING = new Set(["mapper_parsing_exception", "strict_dynamic_mapping_exception", "illegal_argument_exception"]);

function causeOf(result: ItemResult | undefined): string {
  const cause = result?.error?.caused_by?.reason;
  return cause === undefined ? "" : ` (${excerpt(cause)})`;
}

/** Enough of an answer to know it by; answers may quote the document, which must not end up in logs. */
function excerpt(body: unknown): string {
  return textOf(body).replace(/\s+/g, " ").slice(0, 200);
}

/** An answer as text; of a page long enough to hold the styles of an error page. */
function textOf(body: unknown): string {
  return (typeof body === "string" ? body : JSON.stringify(body ?? "")).slice(0, 20_000);
}
