import { bookDocument, bookMade, type Account } from "../../shared/core/accounting.ts";
import { decodeBase64 } from "../../shared/core/decode/awslogs-event.ts";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import { readFirehoseEvent, type FirehoseEvent, type FirehoseRecord } from "../../shared/core/decode/firehose-event.ts";
import { deliver } from "../../shared/core/delivery/deliver.ts";
import type { Document } from "../../shared/core/document.ts";
import { undeliveredRecord } from "../../shared/core/failure-record.ts";
import { digest } from "../../shared/core/identity.ts";
import { normalizeBatch } from "../../shared/core/normalize.ts";
import { deliveryOptions, putFailures, type Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import type { TransformResult } from "../../shared/core/pipeline/transform-response.ts";
import { isoOfEpochMs } from "../../shared/formats/time.ts";
import { Problem } from "./problem.ts";

/**
 * Does with the results of `transform` what Firehose does: delivers each record that is Ok, under an id of its own, into the index
 * of the day on which the record arrived. The account, which has them as delivered to Firehose, then says what became of them.
 *
 * @param deadline ms since 1970.
 * @throws Problem when a failure could be kept nowhere, which Firehose would keep.
 */
export async function landRecords(
  event: unknown,
  results: readonly TransformResult[],
  pipeline: Pipeline,
  deadline: number,
  account: Account,
): Promise<void> {
  const unkept = account.unkept[0];
  if (unkept !== undefined) throw new Problem(unkept.replace(/^Problem: /, ""));
  const firehose = readFirehoseEvent(event, pipeline.now());
  if (firehose === undefined) return;
  const landed: Document[] = [];
  firehose.records.forEach((record, at) => {
    const result = results[at];
    if (result?.recordId !== record.recordId)
      throw new Error(`transform answered ${result?.recordId} for ${record.recordId}`);
    if (result.result !== "Ok" || result.data === undefined) return;
    const made = documentOf(record, firehose, pipeline);
    unbook(account, made);
    landed.push({
      ...made,
      ...addressOf(record, firehose, made),
      json: Buffer.from(result.data, "base64").toString("utf8"),
    });
  });
  bookMade(account, landed);
  const witness = { function: "transform", destination: "opensearch", now: pipeline.now() } as const;
  const outcome = await deliver(
    landed,
    {
      ...pipeline,
      keep: (failed) =>
        putFailures(
          failed.map((one) => undeliveredRecord(one, witness)),
          pipeline,
        ),
    },
    deliveryOptions(pipeline, deadline),
  );
  for (const document of outcome.delivered) bookDocument(account, document, "delivered");
  for (const document of outcome.duplicate) bookDocument(account, document, "duplicate");
  for (const { document, failure } of outcome.undelivered) bookDocument(account, document, failure.reason);
  account.retries += outcome.retries;
}

/** The document behind a record that is Ok: the response does not say how many log events it was made of. */
function documentOf(record: FirehoseRecord, event: FirehoseEvent, { catalog, settings }: Pipeline): Document {
  const { region, deliveryStream } = event;
  const bytes = decodeBase64(record.data);
  const carrier = { carrier: "firehose", region, deliveryStream, arrivedAt: record.arrivedAt } as const;
  const decoded = bytes.ok ? decodeCarrierRecord(bytes.value, carrier, settings.inflateMaxBytes) : undefined;
  const document = (decoded?.batches ?? [])
    .flatMap((batch) => normalizeBatch(batch, catalog, settings))
    .find(({ filteredBy }) => filteredBy === undefined);
  if (document === undefined) throw new Error(`transform made a document of ${record.recordId}, which holds none`);
  return document;
}

/** Firehose gives its own id, which stays the same over its retries, and rotates indices by the day of arrival. */
function addressOf(
  record: FirehoseRecord,
  event: FirehoseEvent,
  document: Document,
): Pick<Document, "id" | "index" | "day"> {
  const day = isoOfEpochMs(record.arrivedAt)?.slice(0, 10) ?? document.day;
  const stem = document.index.slice(0, -document.day.length);
  // Hand-made events number their records from 1: the data keeps them apart.
  const id = digest(event.deliveryStream, record.recordId, record.arrivedAt, record.data);
  return { id, index: `${stem}${day}`, day };
}

/** Takes a delivered document out of the account again. */
function unbook(account: Account, document: Document): void {
  const events = document.events.length;
  const key = `${document.source} ${document.index}`;
  account.delivered -= events;
  account.deliveredTo.firehose -= events;
  account.records--;
  account.bytes -= Buffer.byteLength(document.json);
  const line = account.bySource.get(key);
  if (line === undefined) return;
  line.events -= events;
  line.records--;
  line.delivered -= events;
  if (line.records === 0) account.bySource.delete(key);
}
