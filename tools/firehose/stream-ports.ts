import type { BulkAnswer } from "../../shared/core/delivery/judge.ts";

/** One record on its way through a stream. */
export interface StreamRecord {
  readonly recordId: string;
  /** Arrival at Firehose, ms since 1970. */
  readonly arrivedAt: number;
  readonly data: Buffer;
}

/** The event that a transformation is invoked with (Firehose developer guide, "Data transformation"). */
export interface TransformationEvent {
  readonly invocationId: string;
  readonly deliveryStreamArn: string;
  readonly region: string;
  readonly records: readonly {
    readonly recordId: string;
    readonly approximateArrivalTimestamp: number;
    /** Base64. */
    readonly data: string;
  }[];
}

/** Why an invocation came to nothing, by the names of Firehose's error log. */
export type InvocationError =
  | "Lambda.FunctionError"
  | "Lambda.FunctionTimedOut"
  | "Lambda.FunctionRequestTimedOut"
  | "Lambda.InvokeLimitExceeded"
  | "Lambda.InvokeAccessDenied"
  | "Lambda.AssumeRoleAccessDenied"
  | "Lambda.ResourceNotFound";

/** What Lambda answered: the payload that the function returned, or why there is none. */
export type InvocationAnswer =
  | { readonly kind: "returned"; readonly payload: string }
  | { readonly kind: "failed"; readonly code: InvocationError; readonly message: string };

/** The world around a stream. */
export interface StreamPorts {
  readonly invoke: (event: TransformationEvent) => Promise<InvocationAnswer>;
  /** Sends a `_bulk` body to the cluster. */
  readonly bulk: (body: Buffer) => Promise<BulkAnswer>;
  /** Rejects when the object was not written. */
  readonly putObject: (key: string, body: Buffer) => Promise<void>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** Random characters out of an alphabet. */
export function randomText(alphabet: string, length: number, random: () => number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? "").join("");
}

export function uuid(random: () => number): string {
  return [8, 4, 4, 4, 12].map((length) => randomText("0123456789abcdef", length, random)).join("-");
}
