import {
  bookDelivered,
  bookDocument,
  bookFailed,
  bookFiltered,
  bookMade,
  newAccount,
  type Account,
} from "../accounting.ts";
import { decodeAwslogsEvent } from "../decode/awslogs-event.ts";
import { deliver, type DeliveryOutcome, type KeepingPorts } from "../delivery/deliver.ts";
import { putRecords } from "../delivery/put-records.ts";
import type { Document } from "../document.ts";
import { undecodedRecord, undeliveredRecord, type Witness } from "../failure-record.ts";
import { documentSlices } from "./document-slices.ts";
import { deliveryOptions, putFailures, type Pipeline } from "./pipeline.ts";

/**
 * The `index` function: a CloudWatch Logs subscription event becomes documents in daily indices, by `_bulk`, or finished records
 * in the delivery streams of their platforms.
 *
 * @param region of the function, which CloudWatch payloads do not say.
 * @param deadline when delivery must have ended, ms since 1970.
 * @returns the account of all received log events. Rejects only when a failure could not be written to S3, so that Lambda
 *   invokes again; ids make that safe, except through Firehose, which has ids of its own.
 */
export async function indexEvent(
  event: unknown,
  pipeline: Pipeline,
  region: string,
  deadline: number,
): Promise<Account> {
  const { catalog, settings } = pipeline;
  const now = pipeline.now();
  const account = newAccount();
  const destination = pipeline.firehose === undefined ? "opensearch" : "firehose";
  const witness: Witness = { function: "index", destination, now };
  const decoded = decodeAwslogsEvent(
    event,
    { carrier: "cloudwatch", region, deliveryStream: "", arrivedAt: now },
    settings.inflateMaxBytes,
  );
  account.control = decoded.control;

  account.received += decoded.failures.length;
  if (decoded.failures.length > 0) {
    await putFailures(
      decoded.failures.map((undecoded) => undecodedRecord(undecoded, witness)),
      pipeline,
    );
    for (const { failure } of decoded.failures) bookFailed(account, failure.reason, 1);
  }

  for (const batch of decoded.batches) account.received += batch.events.length;
  const keep: KeepingPorts["keep"] = (undelivered) => {
    const later = { ...witness, now: pipeline.now() };
    return putFailures(
      undelivered.map((one) => undeliveredRecord(one, later)),
      pipeline,
    );
  };
  for (const made of documentSlices(decoded.batches, catalog, settings)) {
    const documents = bookFiltered(account, made);
    bookMade(account, documents);
    const outcome = await deliverTo(pipeline, documents, keep, deadline);
    for (const document of outcome.delivered) bookDelivered(account, document, destination);
    for (const document of outcome.duplicate) bookDocument(account, document, "duplicate");
    for (const { document, failure } of outcome.undelivered) bookDocument(account, document, failure.reason);
    account.retries += outcome.retries;
  }
  return account;
}

/** Into the cluster, or into Firehose where the operator wants its buffering in between. */
async function deliverTo(
  pipeline: Pipeline,
  documents: readonly Document[],
  keep: KeepingPorts["keep"],
  deadline: number,
): Promise<DeliveryOutcome> {
  const options = deliveryOptions(pipeline, deadline);
  const { firehose, now, random, wait } = pipeline;
  if (firehose === undefined) return deliver(documents, { ...pipeline, keep }, options);
  return putRecords(
    documents,
    { put: firehose.put, keep, now, random, wait },
    { ...options, streams: firehose.streams },
  );
}
