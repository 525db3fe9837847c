import type { Failure, Reason } from "../failures.ts";
import type { Judgement, Verdict } from "./judge.ts";

/** What Firehose said to a `PutRecordBatch`: one result for each record, an error for all of them, or nothing. */
export type PutAnswer =
  | { readonly kind: "answer"; readonly results: readonly PutResult[] }
  | { readonly kind: "refused"; readonly code: string; readonly status: number; readonly message: string }
  | { readonly kind: "no-answer"; readonly detail: string };

/** What became of one record. A record without an error code was taken. */
export interface PutResult {
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
}

const TAKEN: Verdict = { kind: "created" };

/** What Firehose and AWS's front door say when there is too much at once; the first is Firehose's own. */
const THROTTLED = new Set([
  "ServiceUnavailableException",
  "LimitExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TooManyRequestsException",
]);

/**
 * Judges the answer to a `PutRecordBatch` of `count` records (Firehose API reference): 200 may hold errors for single records,
 * and only those are to be sent again. Firehose knows no ids, so what is sent again without need is stored twice; a lost
 * answer is the one case in which there is no other way.
 */
export function judgePut(answer: PutAnswer, count: number): Judgement {
  if (answer.kind === "no-answer") return retry("firehose_unavailable", answer.detail);
  if (answer.kind === "refused") return judgeRefusal(answer.code, answer.status, short(answer.message));
  const { results } = answer;
  if (results.length !== count) return retry("firehose_unavailable", `${results.length} results for ${count} records`);
  return { kind: "items", verdicts: results.map(judgeResult) };
}

function judgeResult({ errorCode, errorMessage = "" }: PutResult): Verdict {
  if (errorCode === undefined) return TAKEN;
  const reason: Reason = THROTTLED.has(errorCode) ? "firehose_throttled" : "firehose_unavailable";
  return { kind: "retry", failure: { reason, detail: `${errorCode}: ${short(errorMessage)}` } };
}

function judgeRefusal(code: string, status: number, message: string): Judgement {
  const detail = `${status} ${code}: ${message}`;
  if (THROTTLED.has(code) || status === 429) return retry("firehose_throttled", detail);
  if (status >= 500) return retry("firehose_unavailable", detail);
  // The limits are counted before base64; should AWS count otherwise one day, halves get through.
  const tooLarge =
    status === 413 || (code === "InvalidArgumentException" && /\b(?:size|length|exceeds?)\b/i.test(message));
  if (tooLarge) return { kind: "halve", failure: { reason: "record_too_large", detail } };
  return failed(code === "ResourceNotFoundException" ? "stream_unknown" : "firehose_refused", detail);
}

function retry(reason: Failure["reason"], detail: string): Judgement {
  return { kind: "retry", failure: { reason, detail } };
}

function failed(reason: Failure["reason"], detail: string): Judgement {
  return { kind: "failed", failure: { reason, detail } };
}

/** Enough of a message to know it by. */
function short(message: string): string {
  return message.replaceAll("\n", " ").slice(0, 200);
}
