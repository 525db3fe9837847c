import { deliveryFailedLine, processingFailedLine } from "./failed-record.ts";
import { prefixProblems, type ErrorOutputType } from "./key-prefix.ts";
import { deliverToOpenSearch } from "./opensearch-delivery.ts";
import { newRecordBuffer } from "./record-buffer.ts";
import { writeObject } from "./s3-object.ts";
import { randomText, type StreamPorts, type StreamRecord } from "./stream-ports.ts";
import type { StreamSettings } from "./stream-settings.ts";
import { transformBatch } from "./transformation.ts";

/** Where the records of a stream are. `received` is the sum of the others and of what is still buffered. */
export interface StreamCounts {
  received: number;
  /** By the transformation, on purpose. */
  dropped: number;
  /** In `processing-failed`. */
  processingFailed: number;
  delivered: number;
  /** In the folder of what OpenSearch refused. */
  deliveryFailed: number;
  /** S3 took nothing for 24 hours. */
  lost: number;
}

/** A delivery stream in memory. One thing at a time: Firehose itself may invoke and deliver several batches at once. */
export interface DeliveryStream {
  readonly arn: string;
  readonly counts: Readonly<StreamCounts>;
  /** Invocations of the transformation. */
  readonly invocations: () => number;
  /** Takes a record, and hands on what it makes full. Gives the record id. */
  readonly put: (data: Uint8Array) => Promise<string>;
  /** Does what the clock says is due. */
  readonly tick: () => Promise<void>;
  /** Does all there is to do, whatever time it is. */
  readonly flush: () => Promise<void>;
  readonly buffered: () => number;
}

/**
 * A delivery stream as Firehose's pages describe it: buffer, transformation, buffer, destination, and S3 for what fails on
 * the way. Pure but for its ports.
 *
 * @throws Error for prefixes that Firehose refuses.
 */
export function newDeliveryStream(settings: StreamSettings, ports: StreamPorts): DeliveryStream {
  const problems = prefixProblems(settings.bucket);
  if (problems.length > 0) throw new Error(problems.join("; "));
  const { name, region, account, transformation, destination, bucket, dialect } = settings;
  const arn = `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
  const counts: StreamCounts = {
    received: 0,
    dropped: 0,
    processingFailed: 0,
    delivered: 0,
    deliveryFailed: 0,
    lost: 0,
  };
  const incoming = newRecordBuffer(transformation?.buffer ?? { maxBytes: 0, maxMs: 0, maxRecords: 1 });
  const outgoing = newRecordBuffer(destination.kind === "s3" ? bucket.buffer : destination.buffer);
  const source = newRecordBuffer(bucket.buffer);
  const keepsSource = destination.kind === "opensearch" && destination.backup === "AllDocuments";
  const run = randomText("0123456789", 20, ports.random);
  let numbered = 0;
  let invocations = 0;

  /** Writes an object, and counts its records under what has become of them by that. */
  const write = async (
    records: readonly StreamRecord[],
    parts: readonly Buffer[],
    type: ErrorOutputType | undefined,
    fate: keyof StreamCounts | undefined,
  ): Promise<void> => {
    if (records.length === 0) return;
    const oldest = Math.min(...records.map(({ arrivedAt }) => arrivedAt));
    const written = await writeObject({ type, parts, oldest }, settings, ports);
    if (fate !== undefined) counts[written ? fate : "lost"] += records.length;
  };

  const deliver = async (batch: readonly StreamRecord[]): Promise<void> => {
    if (destination.kind === "s3") {
      const parts = batch.map(({ data }) => data);
      return write(batch, parts, undefined, "delivered");
    }
    const { delivered, failed } = await deliverToOpenSearch(batch, destination, ports);
    counts.delivered += delivered;
    const lines = failed.map(({ record, attempt, address }) => deliveryFailedLine(record, attempt, address, dialect));
    const records = failed.map(({ record }) => record);
    await write(records, lines, dialect.openSearchFolder, "deliveryFailed");
  };

  const sendOn = async (records: readonly StreamRecord[]): Promise<void> => {
    for (const record of records) for (const batch of outgoing.add(record, ports.now())) await deliver(batch);
  };

  const transform = async (batch: readonly StreamRecord[]): Promise<void> => {
    if (transformation === undefined) return sendOn(batch);
    const made = await transformBatch(batch, { arn, region }, transformation, ports);
    invocations += made.invocations;
    counts.dropped += made.dropped;
    const { lambdaArn } = transformation;
    const lines = made.failed.map(({ record, attempt }) => processingFailedLine(record, attempt, lambdaArn, dialect));
    const records = made.failed.map(({ record }) => record);
    await write(records, lines, "processing-failed", "processingFailed");
    await sendOn(made.ok);
  };

  const backUp = async (batches: readonly (readonly StreamRecord[])[]): Promise<void> => {
    for (const batch of batches) {
      const parts = batch.map(({ data }) => data);
      await write(batch, parts, undefined, undefined);
    }
  };

  return {
    arn,
    counts,
    invocations: () => invocations,
    put: async (data) => {
      const recordId = `49${run}${String(numbered++).padStart(34, "0")}000000`;
      const record: StreamRecord = { recordId, arrivedAt: ports.now(), data: Buffer.from(data) };
      counts.received++;
      if (keepsSource) await backUp(source.add(record, record.arrivedAt));
      for (const batch of incoming.add(record, record.arrivedAt)) await transform(batch);
      return recordId;
    },
    tick: async () => {
      await backUp(source.due(ports.now()));
      for (const batch of incoming.due(ports.now())) await transform(batch);
      for (const batch of outgoing.due(ports.now())) await deliver(batch);
    },
    flush: async () => {
      await backUp(source.flush());
      for (const batch of incoming.flush()) await transform(batch);
      for (const batch of outgoing.flush()) await deliver(batch);
    },
    buffered: () => incoming.size() + outgoing.size(),
  };
}
