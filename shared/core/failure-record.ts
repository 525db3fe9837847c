import { gzipSync } from "node:zlib";
import { isoOfEpochMs } from "../formats/time.ts";
import type { Origin, Platform } from "../sources/source.ts";
import type { Undelivered } from "./delivery/deliver.ts";
import { FAILURES, type Failure, type Reason } from "./failures.ts";
import { digestOf } from "./identity.ts";
import { bytesOfEvents } from "./join.ts";
import type { Undecodable, Undecoded } from "./log-batch.ts";
import type { Handover } from "./settings.ts";

/** Version of the failure object's lines. */
const VERSION = 1;

/** Where a failure's data came from, and what its redrive needs to make the same document again. */
export interface FailureOrigin {
  /** What `original` is: input at some step of decoding, the message of the log events, or a finished document. */
  readonly holds: Undecodable | "message" | "document";
  /** `_id` of the document, where there was one. */
  readonly id?: string;
  readonly index?: string;
  readonly day?: string;
  readonly platform?: Platform;
  /** CloudWatch's event id, or the digest in its place. */
  readonly eventId?: string;
  /** How many log events `original` holds: 1, more for joined lines. */
  readonly events: number;
  /** The carrier's time, ISO 8601. */
  readonly carrierTime: string;
  readonly destination: Handover;
  /** The function that met the failure. */
  readonly function: string;
  readonly carrier: Origin["carrier"];
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly deliveryStream: string;
}

/** One line of a failure object in S3. */
export interface FailureRecord {
  readonly v: typeof VERSION;
  readonly reason: Reason;
  readonly stage: string;
  readonly detail: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly origin: FailureOrigin;
  /** The bytes as they came in, base64. */
  readonly original: string;
}

/** Who met a failure, and when. */
export interface Witness {
  readonly function: string;
  readonly destination: Handover;
  /** ms since 1970. */
  readonly now: number;
}

/** The failure record of input that could not be decoded. It counts as one event. */
export function undecodedRecord(
  { failure, holds, original, origin, timestamp }: Undecoded,
  witness: Witness,
): FailureRecord {
  return failureRecord(failure, original, witness, {
    holds,
    events: 1,
    carrierTime: timeOf(timestamp),
    destination: witness.destination,
    function: witness.function,
    ...placeOf(origin),
  });
}

/** The failure record of a document that could not be delivered; its log events are kept, not the document. */
export function undeliveredRecord({ document, failure }: Undelivered, witness: Witness): FailureRecord {
  const first = document.events[0];
  return failureRecord(failure, bytesOfEvents(document.events), witness, {
    holds: "message",
    id: document.id,
    index: document.index,
    day: document.day,
    platform: document.platform,
    ...(first === undefined ? {} : { eventId: first.id }),
    events: document.events.length,
    carrierTime: timeOf(first?.timestamp ?? witness.now),
    destination: witness.destination,
    function: witness.function,
    ...placeOf(document.origin),
  });
}

function failureRecord(failure: Failure, original: Buffer, witness: Witness, origin: FailureOrigin): FailureRecord {
  return {
    v: VERSION,
    reason: failure.reason,
    stage: FAILURES[failure.reason].stage,
    detail: failure.detail,
    attempts: 1,
    firstSeen: timeOf(witness.now),
    origin,
    original: original.toString("base64"),
  };
}

function placeOf({ carrier, account, region, logGroup, logStream, deliveryStream }: Origin) {
  return { carrier, account, region, logGroup, logStream, deliveryStream };
}

function timeOf(ms: number): string {
  return isoOfEpochMs(ms) ?? "1970-01-01T00:00:00.000Z";
}

/**
 * A failure record of data that has failed before: it keeps when that was, and gives up after `maxAttempts`.
 *
 * @param again the record of the new failure.
 */
export function failedAgain(
  again: FailureRecord,
  before: { attempts: number; firstSeen: string | undefined },
  maxAttempts: number,
): FailureRecord {
  const attempts = before.attempts + 1;
  const firstSeen = before.firstSeen ?? again.firstSeen;
  if (attempts < maxAttempts) return { ...again, attempts, firstSeen };
  const reason = "redrive_exhausted";
  const detail = again.reason === reason ? again.detail : `${again.reason}: ${again.detail}`;
  return { ...again, attempts, firstSeen, reason, stage: FAILURES[reason].stage, detail };
}

/** An object to be put into the failures bucket. */
export interface FailureObject {
  readonly key: string;
  /** gzip NDJSON */
  readonly body: Buffer;
  readonly records: readonly FailureRecord[];
}

/** What makes a failure record this one and no other. How often and why it failed is not part of it. */
function identityOf({ origin, original }: FailureRecord): string[] {
  const { id = "", carrier, account, logGroup, logStream, deliveryStream, carrierTime } = origin;
  // What a subscription brings has no arrival time: each repetition of the invocation would see another one.
  const arrival = carrier === "firehose" ? carrierTime : "";
  return [id, account, logGroup, logStream, deliveryStream, arrival, original];
}

/**
 * Packs failure records into one object for each stage, reason and hour of the data, or more where they are many. The key depends on the data alone
 * (`dt` and `hour` are the carrier's time, the name is a digest of what is inside), so that a repeated invocation overwrites
 * its own object instead of adding a second one.
 *
 * @param prefix key prefix without slash at its end, e.g. `failures`.
 */
export function packFailures(records: readonly FailureRecord[], prefix: string): FailureObject[] {
  const groups = new Map<string, FailureRecord[]>();
  for (const record of records) {
    const time = record.origin.carrierTime;
    const folder = `${prefix}/stage=${record.stage}/reason=${record.reason}/dt=${time.slice(0, 10)}/hour=${time.slice(11, 13)}`;
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [record]);
    else group.push(record);
  }
  return [...groups].flatMap(([folder, group]) => chunksOf(group).map((chunk) => packObject(folder, chunk)));
}

/** So many records an object: what a redrive reads at once must not grow with the outage. */
const RECORDS_AN_OBJECT = 5_000;

function chunksOf(records: readonly FailureRecord[]): FailureRecord[][] {
  const chunks: FailureRecord[][] = [];
  for (let at = 0; at < records.length; at += RECORDS_AN_OBJECT) chunks.push(records.slice(at, at + RECORDS_AN_OBJECT));
  return chunks;
}

function packObject(folder: string, records: readonly FailureRecord[]): FailureObject {
  const body = gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return { key: `${folder}/${digestOf(records.flatMap(identityOf))}.ndjson.gz`, body, records };
}
