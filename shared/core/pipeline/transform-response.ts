/** What Firehose is told about one record. */
export interface TransformResult {
  readonly recordId: string;
  readonly result: "Ok" | "Dropped" | "ProcessingFailed";
  /** Base64; only with Ok. */
  readonly data?: string;
}

/**
 * What a transformation may answer, in bytes of JSON. Lambda allows 6 MB (6,291,556 bytes) for a synchronous response;
 * AWS's own blueprint stops at this round number.
 */
export const RESPONSE_BUDGET = 6_000_000;

/** `{"recordId":"","result":"ProcessingFailed","data":""},` */
const RESULT_OVERHEAD = 56;

/** Keeps count of the response while it grows. */
export interface ResponseBudget {
  /** Takes room for data, if there is; base64 makes four characters of three bytes. */
  readonly take: (bytes: number) => boolean;
}

/** @param recordIds all of the event: each is answered, whatever becomes of it, so their room is taken first. */
export function newResponseBudget(recordIds: readonly string[], budget: number): ResponseBudget {
  let left = budget - 14;
  for (const recordId of recordIds) left -= recordId.length + RESULT_OVERHEAD;
  return {
    take: (bytes) => {
      const base64 = Math.ceil(bytes / 3) * 4;
      if (base64 > left) return false;
      left -= base64;
      return true;
    },
  };
}
