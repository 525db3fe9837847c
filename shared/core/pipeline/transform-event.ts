import { gzipSync } from "node:zlib";
import {
  bookDelivered,
  bookDocument,
  bookFailed,
  bookFiltered,
  bookMade,
  newAccount,
  type Account,
} from "../accounting.ts";
import { decodeBase64 } from "../decode/awslogs-event.ts";
import { decodeCarrierRecord, keep, newDecoded } from "../decode/carrier-record.ts";
import type { FirehoseEvent, FirehoseRecord } from "../decode/firehose-event.ts";
import { deliver, type Undelivered } from "../delivery/deliver.ts";
import type { Document } from "../document.ts";
import { undecodedRecord, undeliveredRecord, type FailureRecord, type Witness } from "../failure-record.ts";
import type { Decoded } from "../log-batch.ts";
import { normalizeBatch } from "../normalize.ts";
import type { Destination } from "../settings.ts";
import { SLICE_CHARACTERS } from "./document-slices.ts";
import { deliveryOptions, putFailures, type Pipeline } from "./pipeline.ts";
import {
  newResponseBudget,
  partitionOf,
  RESPONSE_BUDGET,
  type ResponseBudget,
  type TransformResult,
} from "./transform-response.ts";

/** One record of the event on its way to its result. */
interface Passage {
  readonly recordId: string;
  readonly documents: readonly Document[];
  readonly undecoded: Decoded["failures"];
  data: Buffer | undefined;
  /** Something of it could be kept nowhere: Firehose must keep the whole record itself. */
  unkept: boolean;
}

/**
 * The `transform` function: one result for each recordId, in order. A record that is one document goes back to Firehose; what
 * Firehose cannot carry to OpenSearch (several documents, or more than the response may hold) goes there by `_bulk`, and the
 * record is Dropped once every event is accounted for. On a stream to S3 a record becomes a gzip member of NDJSON. What fails
 * is kept in our own failures bucket; ProcessingFailed is answered only when that could not be written.
 *
 * @param deadline when delivery must have ended, ms since 1970.
 */
export async function transformEvent(
  event: FirehoseEvent,
  pipeline: Pipeline,
  deadline: number,
): Promise<{ results: TransformResult[]; account: Account }> {
  const account = newAccount();
  const destination: Destination = pipeline.settings.streams.get(event.deliveryStream)?.destination ?? "opensearch";
  const witness: Witness = { function: "transform", destination, now: pipeline.now() };
  const budget = newResponseBudget(
    event.records.map(({ recordId }) => recordId),
    RESPONSE_BUDGET,
    destination,
  );
  const results: TransformResult[] = [];
  let group: Passage[] = [];
  let characters = 0;
  const settle = async (): Promise<void> => {
    const sound = await keepUndecoded(group, witness, pipeline, account);
    if (destination === "s3") await keepOversize(packForS3(sound, budget, account), witness, pipeline, account);
    else await deliverBeside(handBack(sound, budget, account), witness, pipeline, deadline, account);
    for (const passage of group) results.push(resultOf(passage, destination));
    group = [];
    characters = 0;
  };
  for (const record of event.records) {
    const passage = decodeRecord(record, event, pipeline, account);
    group.push(passage);
    for (const { json } of passage.documents) characters += json.length;
    // Records that inflate to much are settled as they come, so that their documents are not all in memory at once.
    if (characters >= SLICE_CHARACTERS) await settle();
  }
  await settle();
  return { results, account };
}

function resultOf({ recordId, documents, data, unkept }: Passage, destination: Destination): TransformResult {
  if (unkept) return { recordId, result: "ProcessingFailed" };
  if (data === undefined) return { recordId, result: "Dropped" };
  const result = { recordId, result: "Ok", data: data.toString("base64") } as const;
  return destination === "s3"
    ? { ...result, metadata: { partitionKeys: { platform: partitionOf(documents) } } }
    : result;
}

function decodeRecord(record: FirehoseRecord, event: FirehoseEvent, pipeline: Pipeline, account: Account): Passage {
  const { catalog, settings } = pipeline;
  const carrier = {
    carrier: "firehose",
    region: event.region,
    deliveryStream: event.deliveryStream,
    arrivedAt: record.arrivedAt,
  } as const;
  const bytes = decodeBase64(record.data);
  let decoded = newDecoded();
  if (bytes.ok) decoded = decodeCarrierRecord(bytes.value, carrier, settings.inflateMaxBytes);
  else keep(decoded, Buffer.from(record.data), carrier, bytes.failure, "base64");
  account.control += decoded.control;
  account.received += decoded.failures.length;
  for (const batch of decoded.batches) account.received += batch.events.length;
  const made = decoded.batches.flatMap((batch) => normalizeBatch(batch, catalog, settings));
  const documents = bookFiltered(account, made);
  bookMade(account, documents);
  return { recordId: record.recordId, documents, undecoded: decoded.failures, data: undefined, unkept: false };
}

/** Gives Firehose the records that are one document, as far as the response holds them; the others are left. */
function handBack(passages: readonly Passage[], budget: ResponseBudget, account: Account): Passage[] {
  const left: Passage[] = [];
  for (const passage of passages) {
    const [only, second] = passage.documents;
    if (only === undefined) continue;
    // No line end: Firehose pastes the record into a _bulk body and refuses records with newlines.
    const data = second === undefined && passage.undecoded.length === 0 ? Buffer.from(only.json) : undefined;
    if (data !== undefined && budget.take(data.length)) {
      passage.data = data;
      bookDelivered(account, only, "firehose");
    } else {
      left.push(passage);
    }
  }
  return left;
}

/** Gives Firehose each record as NDJSON in one gzip member; members concatenate to one valid .gz in the bucket. */
function packForS3(passages: readonly Passage[], budget: ResponseBudget, account: Account): Passage[] {
  const left: Passage[] = [];
  for (const passage of passages) {
    if (passage.documents.length === 0) continue;
    const data = gzipSync(passage.documents.map(({ json }) => `${json}\n`).join(""));
    if (budget.take(data.length)) {
      passage.data = data;
      for (const document of passage.documents) bookDelivered(account, document, "s3");
    } else {
      left.push(passage);
    }
  }
  return left;
}

/**
 * Keeps what could not be decoded. Gives the records that may go on; one whose failures could be kept nowhere stays whole
 * with Firehose, in `processing-failed`, and its documents are booked under the same reason.
 */
async function keepUndecoded(
  passages: readonly Passage[],
  witness: Witness,
  pipeline: Pipeline,
  account: Account,
): Promise<Passage[]> {
  const failing = passages.filter(({ undecoded }) => undecoded.length > 0);
  const records = failing.flatMap(({ undecoded }) => undecoded.map((one) => undecodedRecord(one, witness)));
  const safe = await kept(records, pipeline, account);
  for (const passage of failing) {
    for (const { failure } of passage.undecoded) bookFailed(account, failure.reason, 1);
    if (safe) continue;
    passage.unkept = true;
    const reason = passage.undecoded[0]?.failure.reason ?? "envelope_invalid";
    for (const document of passage.documents) bookDocument(account, document, reason);
  }
  return passages.filter(({ unkept }) => !unkept);
}

async function keepOversize(
  passages: readonly Passage[],
  witness: Witness,
  pipeline: Pipeline,
  account: Account,
): Promise<void> {
  const failure = {
    reason: "response_too_large",
    detail: `more than ${RESPONSE_BUDGET} bytes in one response`,
  } as const;
  for (const passage of passages) {
    const records = passage.documents.map((document) => undeliveredRecord({ document, failure }, witness));
    passage.unkept = !(await kept(records, pipeline, account));
    for (const document of passage.documents) bookDocument(account, document, failure.reason);
  }
}

/** Delivers by `_bulk` what Firehose cannot carry. */
async function deliverBeside(
  passages: readonly Passage[],
  witness: Witness,
  pipeline: Pipeline,
  deadline: number,
  account: Account,
): Promise<void> {
  const unkept = new Set<Document>();
  const keepOrMark = async (undelivered: readonly Undelivered[]): Promise<void> => {
    const records = undelivered.map((one) => undeliveredRecord(one, { ...witness, now: pipeline.now() }));
    if (!(await kept(records, pipeline, account))) for (const { document } of undelivered) unkept.add(document);
  };
  const documents = passages.flatMap((passage) => passage.documents);
  if (documents.length === 0) return;
  const outcome = await deliver(documents, { ...pipeline, keep: keepOrMark }, deliveryOptions(pipeline, deadline));
  for (const document of outcome.delivered) bookDocument(account, document, "delivered");
  for (const document of outcome.duplicate) bookDocument(account, document, "duplicate");
  for (const { document, failure } of outcome.undelivered) bookDocument(account, document, failure.reason);
  account.retries += outcome.retries;
  for (const passage of passages) passage.unkept = passage.documents.some((document) => unkept.has(document));
}

/** Whether the records are in the failures bucket. If not, Firehose keeps what they came from: nothing is lost by going on. */
async function kept(records: readonly FailureRecord[], pipeline: Pipeline, account: Account): Promise<boolean> {
  try {
    await putFailures(records, pipeline);
    return true;
  } catch (error) {
    account.unkept.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    return false;
  }
}
