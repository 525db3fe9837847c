import { epochMs } from "../formats/time.ts";
import type { TributaryRecord } from "../schema/record.gen.ts";
import { PLATFORMS, type Origin } from "../sources/source.ts";
import type { Document } from "./document.ts";
import { documentId, streamHash } from "./identity.ts";
import type { LogEvent } from "./log-batch.ts";
import { eventTime } from "./record/event-time.ts";

/** A finished record as it came by again. */
export interface FinishedEvent {
  readonly record: TributaryRecord;
  /** The record's text, which goes on unchanged. */
  readonly json: string;
  readonly event: LogEvent;
  readonly origin: Origin;
}

/**
 * The document of a record that was finished before. It is on the day, and where the record holds a CloudWatch event id under the
 * `_id`, that it would have if it had been delivered when it was made.
 */
export function finishedDocument({ record, json, event, origin }: FinishedEvent, indexPrefix: string): Document {
  const resource = record.resource.attributes;
  const { day } = eventTime(record["@timestamp"], epochMs(record.observedTimestamp));
  const platform = origin.platform ?? PLATFORMS.find((name) => resource["cloud.platform"] === `aws_${name}`) ?? "other";
  const stream = streamHash({
    ...origin,
    account: resource["cloud.account.id"] ?? "",
    logGroup: resource["aws.log.group.names"]?.[0] ?? "",
    logStream: resource["aws.log.stream.names"]?.[0] ?? "",
  });
  return {
    id: documentId(record.attributes?.["log.record.uid"] ?? event.id, stream),
    index: `${indexPrefix}-${platform}-${day}`,
    day,
    platform,
    source: record.event.dataset,
    json,
    events: [event],
    origin,
  };
}
