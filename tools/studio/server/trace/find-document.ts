import { decodeAwslogsEvent, decodeBase64 } from "../../../../shared/core/decode/awslogs-event.ts";
import { decodeCarrierRecord, newDecoded } from "../../../../shared/core/decode/carrier-record.ts";
import { readFirehoseEvent } from "../../../../shared/core/decode/firehose-event.ts";
import type { Document } from "../../../../shared/core/document.ts";
import { documentId, streamHash } from "../../../../shared/core/identity.ts";
import type { Decoded } from "../../../../shared/core/log-batch.ts";
import { normalizeBatch } from "../../../../shared/core/normalize.ts";
import type { Invocation } from "../../../cli/wrap/invocations.ts";
import type { Lens } from "./describe.ts";

/** What an invocation held: what `index` and `transform` decode of it. A record of Firehose that is no base64 holds nothing here. */
function decodeInvocation({ via, event }: Invocation, { settings }: Lens, now: number): Decoded[] {
  const max = settings.inflateMaxBytes;
  if (via === "index") {
    return [decodeAwslogsEvent(event, { carrier: "cloudwatch", region: "", deliveryStream: "", arrivedAt: now }, max)];
  }
  const firehose = readFirehoseEvent(event, now);
  if (firehose === undefined) return [];
  const { region, deliveryStream } = firehose;
  return firehose.records.map(({ data, arrivedAt }) => {
    const bytes = decodeBase64(data);
    if (!bytes.ok) return newDecoded();
    return decodeCarrierRecord(bytes.value, { carrier: "firehose", region, deliveryStream, arrivedAt }, max);
  });
}

/** Events that one record is joined of at most, for a first try. */
const JOINED = 500;

/**
 * The document behind a stored record, made again of the invocation that it came with. One of CloudWatch is found by the id of
 * its first event; Firehose gives ids of its own, so there the JSON tells.
 */
export function findDocument(
  invocation: Invocation,
  stored: { readonly id: string; readonly json: string },
  lens: Lens,
): Document | undefined {
  for (const { batches } of decodeInvocation(invocation, lens, 0)) {
    for (const batch of batches) {
      if (invocation.via === "transform") {
        const found = normalizeBatch(batch, lens.catalog, lens.settings).find(({ json }) => json === stored.json);
        if (found !== undefined) return found;
        continue;
      }
      const begin = batch.events.findIndex(({ id, account, region }) => {
        const { origin } = batch;
        const own = { ...origin, account: account ?? origin.account, region: region ?? origin.region };
        return documentId(id, streamHash(own)) === stored.id;
      });
      if (begin < 0) continue;
      for (let count = JOINED; ; count *= 4) {
        const events = batch.events.slice(begin, begin + count);
        const [first] = normalizeBatch({ ...batch, events }, lens.catalog, lens.settings);
        if (first === undefined || first.events.length < count || count >= batch.events.length) return first;
      }
    }
  }
  return undefined;
}
