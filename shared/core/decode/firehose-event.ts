/** One record of a Firehose transformation event, as far as it is well formed. */
export interface FirehoseRecord {
  readonly recordId: string;
  /** Base64 as it came in. */
  readonly data: string;
  /** `approximateArrivalTimestamp`, ms since 1970. */
  readonly arrivedAt: number;
}

export interface FirehoseEvent {
  readonly region: string;
  /** Name of the stream, from its ARN. */
  readonly deliveryStream: string;
  readonly records: readonly FirehoseRecord[];
}

/**
 * Reads a transformation event (Firehose developer guide, "Data transformation"). A record without data is one with empty
 * data, so that its recordId is answered; an event without records is not Firehose's: undefined.
 *
 * @param now taken as arrival where a record does not say, ms since 1970.
 */
export function readFirehoseEvent(event: unknown, now: number): FirehoseEvent | undefined {
  if (typeof event !== "object" || event === null || !("records" in event) || !Array.isArray(event.records))
    return undefined;
  const arn =
    "deliveryStreamArn" in event && typeof event.deliveryStreamArn === "string" ? event.deliveryStreamArn : "";
  const region = "region" in event && typeof event.region === "string" ? event.region : (arn.split(":")[3] ?? "");
  const records: FirehoseRecord[] = [];
  for (const record of event.records as unknown[]) {
    if (
      typeof record !== "object" ||
      record === null ||
      !("recordId" in record) ||
      typeof record.recordId !== "string"
    ) {
      return undefined;
    }
    records.push({ recordId: record.recordId, data: dataOf(record), arrivedAt: arrivalOf(record) ?? now });
  }
  return { region, deliveryStream: arn.slice(arn.lastIndexOf("/") + 1), records };
}

/** An MSK-sourced stream names it `kafkaRecordValue`. */
function dataOf(record: object): string {
  if ("data" in record && typeof record.data === "string") return record.data;
  return "kafkaRecordValue" in record && typeof record.kafkaRecordValue === "string" ? record.kafkaRecordValue : "";
}

function arrivalOf(record: object): number | undefined {
  const value = "approximateArrivalTimestamp" in record ? record.approximateArrivalTimestamp : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
