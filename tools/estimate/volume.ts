import { ASSUMPTIONS as A, billedBytes } from "./assumptions.ts";
import type { Inputs } from "./inputs.ts";

/** What there is to carry in a day. */
export interface Volume {
  readonly events: number;
  /** Payloads of the subscription, and lines in one. */
  readonly payloads: number;
  readonly eventsOfPayload: number;
  readonly payloadGzipBytes: number;
  /** A record as OpenSearch and the archive have it. */
  readonly documentBytes: number;
  readonly documentsGb: number;
  /** A line as an agent puts it into Firehose. */
  readonly agentRecordBytes: number;
}

/** Days of logs as numbers of events, payloads and documents. */
export function volumeOf({ gbPerDay, eventBytes, payloadBytes }: Inputs): Volume {
  const events = (gbPerDay * 1e9) / eventBytes;
  const eventsOfPayload = Math.max(1, payloadBytes / eventBytes);
  const documentBytes = eventBytes + A.documentOverheadBytes.value;
  return {
    events,
    eventsOfPayload,
    payloads: events / eventsOfPayload,
    payloadGzipBytes: eventsOfPayload * eventBytes * A.gzipShare.value,
    documentBytes,
    documentsGb: (events * documentBytes) / 1e9,
    agentRecordBytes: eventBytes + A.agentOverheadBytes.value,
  };
}

/** Invocations of a function in a day, how long each takes, and how many events it has. */
export interface Invocations {
  readonly count: number;
  readonly seconds: number;
  readonly events: number;
}

/** Seconds of work for events on a vCPU of Lambda. */
function workSeconds(events: number, microseconds: number, bytes: number): number {
  return events * (microseconds * 1e-6 + bytes * A.nanosecondsOfByte.value * 1e-9) * A.lambdaFactor.value;
}

/** `index`: one invocation for each payload. */
export function indexInvocations({ payloads, eventsOfPayload }: Volume, { eventBytes }: Inputs): Invocations {
  const work = workSeconds(eventsOfPayload, A.microsecondsOfEvent.value, eventBytes);
  return { count: payloads, seconds: A.waitSeconds.value + work, events: eventsOfPayload };
}

/** A stream of Firehose in front of `transform`: what a record is, what has to be done for it, how much is buffered. */
export interface Stream {
  readonly records: number;
  readonly recordBytes: number;
  readonly eventsOfRecord: number;
  /** How many streams share that. */
  readonly streams: number;
  readonly bufferBytes: number;
  /** A finished record needs no normalizing. */
  readonly finished: boolean;
}

/** `transform`: one invocation for each full buffer, and for each that waited long enough. */
export function transformInvocations(stream: Stream, { eventBytes }: Inputs): Invocations {
  const { records, recordBytes, eventsOfRecord, streams, bufferBytes, finished } = stream;
  const byTime = Math.min(records, (streams * 86_400) / A.bufferSeconds.value);
  const count = Math.max(byTime, (records * recordBytes) / Math.max(bufferBytes, recordBytes));
  const events = (records * eventsOfRecord) / count;
  const work = finished
    ? workSeconds(events, A.passMicroseconds.value, 0)
    : workSeconds(events, A.microsecondsOfEvent.value, eventBytes);
  return { count, seconds: A.transformSeconds.value + work, events };
}

/** GB that Firehose bills in a day. */
export function billedGb({ records, recordBytes }: Stream): number {
  return (records * billedBytes(recordBytes)) / 1e9;
}

/** The streams of each way through Firehose. */
export function streamsOf(volume: Volume): Readonly<Record<"firehose" | "deliver-to-firehose" | "archive", Stream>> {
  const toCluster = { eventsOfRecord: 1, streams: A.platforms.value, bufferBytes: A.bufferBytes.value };
  return {
    firehose: { ...toCluster, records: volume.events, recordBytes: volume.agentRecordBytes, finished: false },
    "deliver-to-firehose": { ...toCluster, records: volume.events, recordBytes: volume.documentBytes, finished: true },
    archive: {
      records: volume.payloads,
      recordBytes: volume.payloadGzipBytes,
      eventsOfRecord: volume.eventsOfPayload,
      streams: 1,
      bufferBytes: A.archiveBufferBytes.value,
      finished: false,
    },
  };
}
