import type { Document } from "../document.ts";
import type { Destination } from "../settings.ts";
import type { Platform } from "../../sources/source.ts";

/** What Firehose is told about one record. */
export interface TransformResult {
  readonly recordId: string;
  readonly result: "Ok" | "Dropped" | "ProcessingFailed";
  /** Base64; only with Ok. */
  readonly data?: string;
  /** What the prefix of a stream to S3 asks for (Firehose developer guide, "Dynamic partitioning"); only with Ok. */
  readonly metadata?: { readonly partitionKeys: { readonly platform: Platform } };
}

/**
 * What a transformation may answer, in bytes of JSON. Lambda allows 6 MB (6,291,556 bytes) for a synchronous response;
 * AWS's own blueprint stops at this round number.
 */
export const RESPONSE_BUDGET = 6_000_000;

/** `{"recordId":"","result":"ProcessingFailed","data":""},` */
const RESULT_OVERHEAD = 56;

/** `,"metadata":{"partitionKeys":{"platform":"lambda"}}`, less what `Ok` is shorter than `ProcessingFailed`. */
const PARTITION_OVERHEAD = 37;

/** Keeps count of the response while it grows. */
export interface ResponseBudget {
  /** Takes room for data, if there is; base64 makes four characters of three bytes. */
  readonly take: (bytes: number) => boolean;
}

/**
 * @param recordIds all of the event: each is answered, whatever becomes of it, so their room is taken first.
 * @param destination a record for S3 is answered with its partition.
 */
export function newResponseBudget(
  recordIds: readonly string[],
  budget: number,
  destination: Destination = "opensearch",
): ResponseBudget {
  const overhead = RESULT_OVERHEAD + (destination === "s3" ? PARTITION_OVERHEAD : 0);
  let left = budget - 14;
  for (const recordId of recordIds) left -= recordId.length + overhead;
  return {
    take: (bytes) => {
      const base64 = Math.ceil(bytes / 3) * 4;
      if (base64 > left) return false;
      left -= base64;
      return true;
    },
  };
}

/**
 * The partition of a record that holds several documents: Firehose wants one, and so the platform that most of them are of. Lines of one
 * log group are nearly always of one; where they are not, LOG_GROUP_PLATFORMS says which it is.
 */
export function partitionOf(documents: readonly Document[]): Platform {
  const counts = new Map<Platform, number>();
  let most: Platform = "other";
  for (const { platform } of documents) {
    const count = (counts.get(platform) ?? 0) + 1;
    if (count > (counts.get(most) ?? 0)) most = platform;
    counts.set(platform, count);
  }
  return most;
}
