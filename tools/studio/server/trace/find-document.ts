import { decodeAwslogsEvent, decodeBase64 } from "../../../../shared/core/decode/awslogs-event.ts";
import { decodeCarrierRecord } from "../../../../shared/core/decode/carrier-record.ts";
import { readFirehoseEvent } from "../../../../shared/core/decode/firehose-event.ts";
import type { Document } from "../../../../shared/core/document.ts";
import { documentId, streamHash } from "../../../../shared/core/identity.ts";
import type { LogBatch } from "../../../../shared/core/log-batch.ts";
import { normalizeBatch } from "../../../../shared/core/normalize.ts";
import type { Invocation } from "../../../cli/wrap/invocations.ts";
import type { Lens } from "./describe.ts";

/** A record as it was delivered. */
export interface Stored {
  readonly id: string;
  readonly json: string;
}

/**
 * Finds the document behind a stored record, made again of the invocation that it came with. One of CloudWatch is found by the id
 * of its first event; Firehose gives ids of its own, so there the JSON tells.
 */
export function documentFinder({ via, event }: Invocation, lens: Lens): (stored: Stored) => Document | undefined {
  const max = lens.settings.inflateMaxBytes;
  if (via === "index") {
    const carrier = { carrier: "cloudwatch", region: "", deliveryStream: "", arrivedAt: 0 } as const;
    const { batches } = decodeAwslogsEvent(event, carrier, max);
    return ({ id }) => batches.map((batch) => documentOf(batch, id, lens)).find((one) => one !== undefined);
  }
  const firehose = readFirehoseEvent(event, 0);
  const { region = "", deliveryStream = "", records = [] } = firehose ?? {};
  const documents = records.flatMap(({ data, arrivedAt }) => {
    const bytes = decodeBase64(data);
    if (!bytes.ok) return [];
    const { batches } = decodeCarrierRecord(
      bytes.value,
      { carrier: "firehose", region, deliveryStream, arrivedAt },
      max,
    );
    return batches.flatMap((batch) => normalizeBatch(batch, lens.catalog, lens.settings));
  });
  return ({ json }) => documents.find((document) => document.json === json);
}

/** Events that one record is joined of at most, for a first try. */
const JOINED = 500;

function documentOf(batch: LogBatch, id: string, { catalog, settings }: Lens): Document | undefined {
  const { origin, events } = batch;
  const begin = events.findIndex(({ id: eventId, account, region }) => {
    const own = { ...origin, account: account ?? origin.account, region: region ?? origin.region };
    return documentId(eventId, streamHash(own)) === id;
  });
  if (begin < 0) return undefined;
  for (let count = JOINED; ; count *= 4) {
    const [first] = normalizeBatch({ ...batch, events: events.slice(begin, begin + count) }, catalog, settings);
    if (first === undefined || first.events.length < count || count >= events.length) return first;
  }
}
