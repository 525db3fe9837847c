import { describe, expect, it } from "vitest";
import { judgePut, type PutAnswer, type PutResult } from "../../../shared/core/delivery/judge-put.ts";

const TAKEN: PutResult = { errorCode: undefined, errorMessage: undefined };
const result = (errorCode: string): PutResult => ({ errorCode, errorMessage: "Slow down." });
const answer = (...results: PutResult[]): PutAnswer => ({ kind: "answer", results });
const refused = (status: number, code: string, message = "because"): PutAnswer => ({
  kind: "refused",
  status,
  code,
  message,
});

describe("judgePut", () => {
  it("judges each record by its own result, in order", () => {
    const said = answer(TAKEN, result("ServiceUnavailableException"), TAKEN, result("InternalFailure"));
    expect(judgePut(said, 4)).toEqual({
      kind: "items",
      verdicts: [
        { kind: "created" },
        {
          kind: "retry",
          failure: { reason: "firehose_throttled", detail: "ServiceUnavailableException: Slow down." },
        },
        { kind: "created" },
        { kind: "retry", failure: { reason: "firehose_unavailable", detail: "InternalFailure: Slow down." } },
      ],
    });
  });

  it.each<[PutAnswer, number]>([
    [answer(), 1],
    [answer(TAKEN), 2],
    [answer(TAKEN, TAKEN, TAKEN), 2],
  ])("asks again where the results are not the records' (%#)", (said, count) => {
    expect(judgePut(said, count)).toMatchObject({ kind: "retry", failure: { reason: "firehose_unavailable" } });
  });

  it("asks again where there was no answer", () => {
    const said: PutAnswer = { kind: "no-answer", detail: "TimeoutError: aborted" };
    expect(judgePut(said, 3)).toEqual({
      kind: "retry",
      failure: { reason: "firehose_unavailable", detail: "TimeoutError: aborted" },
    });
  });

  it.each<[number, string, string, string]>([
    [503, "ServiceUnavailableException", "retry", "firehose_throttled"],
    [400, "LimitExceededException", "retry", "firehose_throttled"],
    [400, "ThrottlingException", "retry", "firehose_throttled"],
    [429, "Whatever", "retry", "firehose_throttled"],
    [500, "InternalFailure", "retry", "firehose_unavailable"],
    [502, "UnknownError", "retry", "firehose_unavailable"],
    [400, "ResourceNotFoundException", "failed", "stream_unknown"],
    [400, "AccessDeniedException", "failed", "firehose_refused"],
    [403, "UnrecognizedClientException", "failed", "firehose_refused"],
    [400, "InvalidKMSResourceException", "failed", "firehose_refused"],
    [400, "InvalidSourceException", "failed", "firehose_refused"],
    [400, "InvalidArgumentException", "failed", "firehose_refused"],
    [413, "RequestEntityTooLargeException", "halve", "record_too_large"],
  ])("of a refused request, %i %s, makes %s with %s", (status, code, kind, reason) => {
    expect(judgePut(refused(status, code), 2)).toEqual({
      kind,
      failure: { reason, detail: `${status} ${code}: because` },
    });
  });

  it.each(["Records size exceeds 4 MB limit", "Member must have length less than or equal to 1024000"])(
    "halves a request that Firehose finds too large: %s",
    (message) => {
      expect(judgePut(refused(400, "InvalidArgumentException", message), 2).kind).toBe("halve");
    },
  );

  it("cuts what Firehose says", () => {
    const said = judgePut(refused(400, "AccessDeniedException", "long\n".repeat(1000)), 1);
    expect(said.kind === "failed" ? said.failure.detail : "").toMatch(/^400 AccessDeniedException: (?:long ){40}$/);
  });
});
