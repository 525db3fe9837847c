import { bulkBody, judgePaste, type PasteVerdict } from "./bulk-paste.ts";
import type { Address, FailedAttempt } from "./failed-record.ts";
import { rotatedIndex } from "./index-rotation.ts";
import type { StreamPorts, StreamRecord } from "./stream-ports.ts";
import type { OpenSearchSettings } from "./stream-settings.ts";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** What became of a batch of documents. */
export interface DeliveredBatch {
  readonly delivered: number;
  readonly failed: readonly {
    readonly record: StreamRecord;
    readonly address: Address;
    readonly attempt: FailedAttempt;
  }[];
}

interface Outgoing {
  readonly record: StreamRecord;
  readonly address: Address;
}

/**
 * Delivers transformed records, one document each, by `_bulk`. What the cluster refuses, for whatever reason, is sent again with a
 * growing pause until the retry duration is over (Firehose developer guide, "Handle data delivery failures"); its id and its
 * index stay what they are.
 */
export async function deliverToOpenSearch(
  records: readonly StreamRecord[],
  settings: OpenSearchSettings,
  ports: StreamPorts,
): Promise<DeliveredBatch> {
  const begun = ports.now();
  let remaining = records.map((record): Outgoing => ({ record, address: addressOf(record, settings) }));
  for (let attempts = 1; ; attempts++) {
    const pasted = remaining.map(({ record, address }) => ({
      index: address.index,
      id: settings.documentIds === "NO_DOCUMENT_ID" ? undefined : address.id,
      data: record.data,
    }));
    const verdicts = judgePaste(await ports.bulk(bulkBody(pasted)), pasted);
    const refused = remaining.flatMap((one, at) => withRefusal(one, verdicts[at]));
    const endedAt = ports.now();
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
    if (refused.length === 0 || endedAt + pause - begun > settings.retryMs) {
      const failed = refused.map(({ record, address, code, message }) => ({
        record,
        address,
        attempt: { attempts, code, message, endedAt },
      }));
      return { delivered: records.length - failed.length, failed };
    }
    remaining = refused.map(({ record, address }) => ({ record, address }));
    await ports.wait(pause);
  }
}

function addressOf({ recordId, arrivedAt }: StreamRecord, { indexName, rotation }: OpenSearchSettings): Address {
  return { id: recordId, index: rotatedIndex(indexName, rotation, arrivedAt) };
}

function withRefusal(
  one: Outgoing,
  verdict: PasteVerdict | undefined,
): (Outgoing & { code: string; message: string })[] {
  if (verdict === undefined) throw new Error("fewer verdicts than records");
  return verdict.kind === "stored" ? [] : [{ ...one, code: verdict.code, message: verdict.message }];
}
