import type { Origin } from "../sources/source.ts";
import type { Failure } from "./failures.ts";

/** One log event as its carrier handed it over. */
export interface LogEvent {
  /** CloudWatch's event id, or a digest of arrival, bytes and position for what came straight from an agent. */
  readonly id: string;
  /** The carrier's time, ms since 1970. */
  readonly timestamp: number;
  readonly message: string;
  /** The bytes of the message where they are not valid UTF-8, so that `message` is not the whole truth. */
  readonly bytes: Buffer | undefined;
  /** `@aws.account` and `@aws.region` that a subscription filter emits for each event; they win over the payload's. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** Log events of one stream, in the order of the carrier. */
export interface LogBatch {
  readonly origin: Origin;
  readonly events: readonly LogEvent[];
}

/** What the original bytes of undecoded input are: a redrive has to begin where decoding ended. */
export type Undecodable = "carrier-record" | "base64" | "invocation" | "log-entry";

/** Input that could not be decoded, with the bytes as they came in. */
export interface Undecoded {
  readonly failure: Failure;
  readonly holds: Undecodable;
  readonly original: Buffer;
  readonly origin: Origin;
  readonly timestamp: number;
}

/** What one record of a carrier held. */
export interface Decoded {
  readonly batches: LogBatch[];
  readonly failures: Undecoded[];
  /** CloudWatch's reachability checks: counted, never delivered. */
  control: number;
}
