/** A number that an estimate rests on, and where it is from. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
  readonly source: string;
}

const BENCH = "`npm run bench` on two shared x86 cores, 2026-11-23: 21 to 47 µs for events of 280 to 530 bytes";
const CAPTURE = "7,632 records of a real control plane's 13,115 lines";

/** What is measured, assumed or taken from AWS's pages; one place for all of it. */
export const ASSUMPTIONS = {
  daysOfMonth: { value: 30, unit: "days", what: "A month", source: "convention" },
  hoursOfMonth: { value: 730, unit: "hours", what: "A month of an instance", source: "AWS's calculators" },
  eventOverheadBytes: {
    value: 26,
    unit: "bytes",
    what: "What CloudWatch Logs adds to each event",
    source: "PutLogEvents, API reference",
  },
  storedShare: {
    value: 0.15,
    unit: "of what came in",
    what: "What CloudWatch Logs bills as stored, compressed",
    source: "CloudWatch pricing, example",
  },
  gzipShare: {
    value: 0.1,
    unit: "of the text",
    what: "Compressed lines and documents",
    source: `${CAPTURE}: 0.06 to 0.07`,
  },
  documentOverheadBytes: {
    value: 700,
    unit: "bytes",
    what: "What a record has beyond its line: resource, types, names",
    source: `${CAPTURE}: 706`,
  },
  indexShare: {
    value: 0.6,
    unit: "of the documents",
    what: "Size of a primary on disk",
    source: `${CAPTURE} in OpenSearch 3.8, best_compression: 0.57`,
  },
  freeSpaceFactor: {
    value: 1.45,
    unit: "times",
    what: "Storage to provide: merges, reserved and free space",
    source: "OpenSearch Service guide, sizing of storage",
  },
  shardGb: {
    value: 30,
    unit: "GB",
    what: "Size of a primary shard to aim for; logs take 30 to 50",
    source: "OpenSearch Service guide, best practices",
  },
  vcpusOfShard: {
    value: 1.5,
    unit: "vCPUs",
    what: "For each shard that is written to",
    source: "OpenSearch Service guide, best practices",
  },
  agentOverheadBytes: {
    value: 400,
    unit: "bytes",
    what: "What an agent adds to a line on its way into Firehose",
    source: "assumed: Kubernetes metadata or that of ECS",
  },
  microsecondsOfEvent: { value: 30, unit: "µs", what: "Work for an event, plus what its bytes need", source: BENCH },
  nanosecondsOfByte: {
    value: 30,
    unit: "ns",
    what: "Work for a byte of an event",
    source: "real audit events of 1,600 bytes: 65 to 160 µs",
  },
  lambdaFactor: {
    value: 2,
    unit: "times",
    what: "A vCPU of Lambda, arm64, against that machine",
    source: "assumed; measure your own",
  },
  passMicroseconds: {
    value: 20,
    unit: "µs",
    what: "Work for a finished record that is handed through",
    source: "assumed",
  },
  functionGb: { value: 1769 / 1024, unit: "GB", what: "Memory of index and transform", source: "serverless.yml" },
  waitSeconds: { value: 0.15, unit: "s", what: "An invocation's wait for OpenSearch or Firehose", source: "assumed" },
  transformSeconds: {
    value: 0.02,
    unit: "s",
    what: "An invocation of transform, without its events",
    source: "assumed",
  },
  ownLogBytes: {
    value: 1500,
    unit: "bytes",
    what: "What an invocation logs and counts itself",
    source: "assumed: a report, a line of metrics",
  },
  bufferBytes: {
    value: 500_000,
    unit: "bytes",
    what: "Buffer of the transformation on streams to OpenSearch",
    source: "resources/streams.yml",
  },
  archiveBufferBytes: {
    value: 1_000_000,
    unit: "bytes",
    what: "The same on the archive's stream, compressed",
    source: "resources/archive.yml",
  },
  bufferSeconds: {
    value: 60,
    unit: "s",
    what: "Longest wait of that buffer",
    source: "resources/streams.yml, resources/archive.yml",
  },
  objectBytes: {
    value: 64_000_000,
    unit: "bytes",
    what: "Largest object of the archive",
    source: "resources/archive.yml",
  },
  objectSeconds: {
    value: 900,
    unit: "s",
    what: "Longest wait for an object of the archive",
    source: "resources/archive.yml",
  },
  infrequentFromDay: {
    value: 30,
    unit: "days",
    what: "Age at which the archive's objects go into Standard-IA",
    source: "resources/archive.yml",
  },
  instantFromDay: {
    value: 90,
    unit: "days",
    what: "Age at which they go into Glacier Instant Retrieval",
    source: "resources/archive.yml",
  },
  putRecords: { value: 500, unit: "records", what: "Records in a PutRecordBatch", source: "Firehose API reference" },
  platforms: {
    value: 4,
    unit: "indices a day",
    what: "Platforms, which have a stream and an index of a day each",
    source: "EKS, ECS, EC2, Lambda; lines spread evenly",
  },
} as const satisfies Readonly<Record<string, Assumption>>;

/** Firehose bills a record by steps of this size (limits page; "5 KB", taken as KiB). */
export const FIREHOSE_STEP_BYTES = 5 * 1024;

/** Bytes that Firehose bills for a record. */
export function billedBytes(recordBytes: number): number {
  return Math.ceil(recordBytes / FIREHOSE_STEP_BYTES) * FIREHOSE_STEP_BYTES;
}
