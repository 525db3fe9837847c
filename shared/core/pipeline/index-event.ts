import { bookDocument, bookFailed, bookMade, newAccount, type Account } from "../accounting.ts";
import { decodeAwslogsEvent } from "../decode/awslogs-event.ts";
import { deliver } from "../delivery/deliver.ts";
import { undecodedRecord, undeliveredRecord, type Witness } from "../failure-record.ts";
import { normalizeBatch } from "../normalize.ts";
import { deliveryOptions, putFailures, type Pipeline } from "./pipeline.ts";

/**
 * The `index` function: a CloudWatch Logs subscription event becomes documents in daily indices, by `_bulk`.
 *
 * @param region of the function, which CloudWatch payloads do not say.
 * @param deadline when delivery must have ended, ms since 1970.
 * @returns the account of all received log events. Rejects only when a failure could not be written to S3, so that Lambda
 *   invokes again; ids make that safe.
 */
export async function indexEvent(event: unknown, pipeline: Pipeline, region: string, deadline: number): Promise<Account> {
  const { catalog, settings } = pipeline;
  const now = pipeline.now();
  const account = newAccount();
  const witness: Witness = { function: "index", destination: "opensearch", now };
  const decoded = decodeAwslogsEvent(event, { carrier: "cloudwatch", region, deliveryStream: "", arrivedAt: now }, settings.inflateMaxBytes);
  account.control = decoded.control;

  account.received += decoded.failures.length;
  if (decoded.failures.length > 0) {
    await putFailures(decoded.failures.map((undecoded) => undecodedRecord(undecoded, witness)), pipeline);
    for (const { failure } of decoded.failures) bookFailed(account, failure.reason, 1);
  }

  for (const batch of decoded.batches) account.received += batch.events.length;
  const documents = decoded.batches.flatMap((batch) => normalizeBatch(batch, catalog, settings));
  bookMade(account, documents);
  const outcome = await deliver(
    documents,
    {
      ...pipeline,
      keep: (undelivered) => putFailures(undelivered.map((one) => undeliveredRecord(one, { ...witness, now: pipeline.now() })), pipeline),
    },
    deliveryOptions(pipeline, deadline),
  );
  for (const document of outcome.delivered) bookDocument(account, document, "delivered");
  for (const document of outcome.duplicate) bookDocument(account, document, "duplicate");
  for (const { document, failure } of outcome.undelivered) bookDocument(account, document, failure.reason);
  account.retries = outcome.retries;
  return account;
}
