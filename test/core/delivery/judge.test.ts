import { describe, expect, it } from "vitest";
import { judgeBulk, type BulkAnswer, type Judgement, type Verdict } from "../../../shared/core/delivery/judge.ts";

const ok = (body: unknown): BulkAnswer => ({ kind: "answer", status: 200, body });
const created = { create: { _index: "i", _id: "1", status: 201, result: "created" } };
const refused = (status: number, type: string, reason = "because") => ({
  create: { _index: "i", status, error: { type, reason } },
});

/** What becomes of one document, as `retry bulk_throttled`. */
function verdictOn(item: unknown): string {
  const judgement = judgeBulk(ok({ took: 1, errors: true, items: [item] }), 1);
  return judgement.kind === "items" ? judgement.verdicts.map(inWords).join() : "no verdict";
}

function inWords(one: Verdict | Judgement): string {
  return "failure" in one ? `${one.kind} ${one.failure.reason}` : one.kind;
}

function inWordsOf(answer: BulkAnswer, count = 2): string {
  return inWords(judgeBulk(answer, count));
}

describe("judgeBulk, document by document", () => {
  it.each<[string, unknown]>([
    ["created", created],
    ["created", { create: { status: 200 } }],
    ["duplicate", refused(409, "version_conflict_engine_exception")],
    ["failed bulk_rejected_mapping", refused(400, "mapper_parsing_exception")],
    ["failed bulk_rejected_mapping", refused(400, "strict_dynamic_mapping_exception")],
    [
      "failed bulk_rejected_mapping",
      refused(400, "illegal_argument_exception", "Limit of total fields [1000] has been exceeded"),
    ],
    ["failed bulk_rejected", refused(400, "invalid_index_name_exception")],
    ["failed bulk_rejected", refused(400, "action_request_validation_exception")],
    ["retry bulk_throttled", refused(429, "rejected_execution_exception")],
    ["retry bulk_throttled", refused(429, "circuit_breaking_exception")],
    ["retry bulk_throttled", refused(429, "cluster_block_exception", "index [i] blocked by: [TOO_MANY_REQUESTS/12/…]")],
    [
      "failed index_blocked",
      refused(403, "cluster_block_exception", "index [i] blocked by: [FORBIDDEN/8/index write (api)]"),
    ],
    ["failed index_blocked", refused(403, "index_create_block_exception")],
    ["failed index_blocked", refused(400, "index_closed_exception")],
    ["failed index_blocked", refused(404, "index_not_found_exception")],
    ["failed access_denied", refused(403, "security_exception")],
    ["retry cluster_unavailable", refused(503, "unavailable_shards_exception")],
    ["retry cluster_unavailable", refused(503, "process_cluster_event_timeout_exception")],
    ["retry cluster_unavailable", refused(500, "null_pointer_exception")],
  ])("says %s of %j", (wanted, item) => {
    expect(verdictOn(item)).toBe(wanted);
  });

  it.each<[unknown]>([
    [null],
    ["created"],
    [{}],
    [{ create: null }],
    [{ create: "x" }],
    [{ create: { error: {} } }],
    [7],
  ])("asks again where the answer on a document is nonsense: %j", (item) => {
    expect(verdictOn(item)).toBe("retry cluster_unavailable");
  });

  it("bears an error that is no object", () => {
    for (const error of ["closed", null, 7, [], { type: null, reason: null, caused_by: null }]) {
      expect(verdictOn({ create: { status: 400, error } })).toBe("failed bulk_rejected");
    }
  });

  it("keeps the order of the documents", () => {
    const items = [
      created,
      refused(409, "version_conflict_engine_exception"),
      refused(429, "x"),
      refused(400, "y"),
      created,
    ];
    const judgement = judgeBulk(ok({ items }), 5);
    expect(judgement.kind === "items" && judgement.verdicts.map(({ kind }) => kind)).toEqual([
      "created",
      "duplicate",
      "retry",
      "failed",
      "created",
    ]);
  });

  it("says what the cluster said, and why", () => {
    const error = {
      type: "mapper_parsing_exception",
      reason: "failed to parse",
      caused_by: { reason: "For input string" },
    };
    expect(judgeBulk(ok({ items: [{ create: { status: 400, error } }] }), 1)).toMatchObject({
      verdicts: [{ failure: { detail: "400 mapper_parsing_exception: failed to parse (For input string)" } }],
    });
  });
});

const forbidden =
  "<html><head><title>403 Forbidden</title></head><body>Request throttled due to too many requests</body></html>";
const styled = forbidden.replace(
  "<title>",
  `<style>${"body { margin: 0; font-family: sans-serif } ".repeat(8)}</style><title>`,
);

describe("judgeBulk, request by request", () => {
  it.each<[string, number, unknown]>([
    ["halve record_too_large", 413, '{"Message":"Request size exceeded 10485760 bytes"}'],
    ["halve record_too_large", 413, "<html>413 Request Entity Too Large</html>"],
    ["retry bulk_throttled", 429, "429 Too Many Requests /_bulk"],
    ["retry bulk_throttled", 429, { error: { type: "rejected_execution_exception" }, status: 429 }],
    ["retry bulk_throttled", 403, forbidden],
    ["retry bulk_throttled", 403, styled],
    ["retry bulk_throttled", 403, { message: "Request throttled due to too many requests" }],
    ["failed access_denied", 403, { Message: "User: anonymous is not authorized to perform: es:ESHttpPost" }],
    ["failed access_denied", 403, { error: { type: "security_exception", reason: "no permissions" }, status: 403 }],
    [
      "failed index_blocked",
      403,
      { error: { type: "cluster_block_exception", reason: "blocked by: [FORBIDDEN/5/cluster read-only (api)]" } },
    ],
    ["failed access_denied", 401, ""],
    ["failed access_denied", 404, "no such page"],
    ["failed bulk_rejected", 400, { error: { type: "illegal_argument_exception" } }],
    ["failed bulk_rejected", 301, ""],
    ["retry cluster_unavailable", 500, {}],
    ["retry cluster_unavailable", 502, "<html>502 Bad Gateway</html>"],
    ["retry cluster_unavailable", 503, null],
    ["retry cluster_unavailable", 504, undefined],
    ["retry cluster_unavailable", 200, ""],
    ["retry cluster_unavailable", 200, "<html>welcome</html>"],
    ["retry cluster_unavailable", 200, { took: 1 }],
    ["retry cluster_unavailable", 200, { items: "2" }],
    ["retry cluster_unavailable", 200, { items: [] }],
    ["retry cluster_unavailable", 200, { items: [created] }],
    ["retry cluster_unavailable", 200, { items: [created, created, created] }],
    ["retry cluster_unavailable", 200, null],
  ])("says %s of %i %j", (wanted, status, body) => {
    expect(inWordsOf({ kind: "answer", status, body })).toBe(wanted);
  });

  it("asks again when there was no answer", () => {
    const answer: BulkAnswer = { kind: "no-answer", detail: "TimeoutError: Request timed out" };
    expect(judgeBulk(answer, 1)).toEqual({
      kind: "retry",
      failure: { reason: "cluster_unavailable", detail: "TimeoutError: Request timed out" },
    });
  });

  it.each([
    "unable to verify the first certificate",
    "certificate has expired",
    "Hostname/IP does not match certificate's altnames: IP: 10.0.0.7 is not in the cert's list: ",
  ])("does not wait for a certificate to mend itself: %s", (message) => {
    const detail = `ConnectionError: ${message}`;
    const failure = { reason: "certificate_untrusted", detail };
    expect(judgeBulk({ kind: "no-answer", detail }, 1)).toEqual({ kind: "failed", failure });
  });

  it("repeats only the beginning of what the cluster said, on one line", () => {
    const judgement = judgeBulk({ kind: "answer", status: 503, body: `a\n\n${"b".repeat(10_000)}` }, 1);
    const detail = "failure" in judgement ? judgement.failure.detail : "";
    expect(detail.length).toBeLessThan(300);
    expect(detail).toMatch(/^503 a b+$/);
  });

  it.each<[BulkAnswer, string]>([
    [{ kind: "answer", status: 413, body: "" }, "413 Request Entity Too Large"],
    [{ kind: "answer", status: 403, body: "Throttling: slow down" }, "403 Throttling: slow down"],
    [{ kind: "answer", status: 403, body: "cluster_block_exception: full" }, "403 cluster_block_exception: full"],
    [{ kind: "answer", status: 401, body: "Unauthorized" }, "401 Unauthorized"],
    [{ kind: "answer", status: 400, body: "bad line" }, "400 bad line"],
    [ok({ items: [created] }), "200 with 1 items for 2 documents: "],
    [ok("<html>"), "200 with no items for 2 documents: <html>"],
  ])("tells the person who reads the failure what was answered: %j", (answer, detail) => {
    const judgement = judgeBulk(answer, 2);
    expect("failure" in judgement ? judgement.failure.detail : "").toContain(detail);
  });

  it("takes a cluster that is down for one, whatever words the page of its front door holds", () => {
    const answer: BulkAnswer = { kind: "answer", status: 503, body: "Service Unavailable: too many requests" };
    expect(inWordsOf(answer)).toBe("retry cluster_unavailable");
  });

  it("looks for words in the beginning of a page only, which may be of any size", () => {
    const page = `${" ".repeat(20_000)}throttled`;
    expect(inWordsOf({ kind: "answer", status: 403, body: page })).toBe("failed access_denied");
  });
});
