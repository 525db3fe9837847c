import { ASSUMPTIONS as A } from "./assumptions.ts";
import { MOST_NODES, type Domain } from "./domain.ts";
import type { Inputs, Path } from "./inputs.ts";
import { indexInvocations, streamsOf, transformInvocations, type Volume } from "./volume.ts";

/** A limit of AWS or OpenSearch, and how much of it these logs use at their peak. */
export interface Quota {
  readonly what: string;
  readonly limit: number;
  readonly used: number;
  readonly unit: string;
  /** Whether more logs a day use more of it. What does not grow is a matter of settings, and cannot be hit by growth. */
  readonly grows: boolean;
  /** What to do before it is hit. */
  readonly raise: string;
}

const MIB = 1_048_576;
/** Regions with the high quotas of Direct PUT (Firehose guide, "Quota"). */
const LARGE_REGIONS = new Set(["us-east-1", "us-west-2", "eu-west-1"]);

/** All quotas that these ways meet, the nearest first. */
export function quotasOf(volume: Volume, domain: Domain | undefined, inputs: Inputs, region: string): Quota[] {
  const quotas = [
    ...lambdaQuotas(volume, inputs),
    ...inputs.paths.flatMap((path) => streamQuotas(path, volume, inputs, region)),
    ...cloudWatchQuotas(volume, inputs),
    ...(domain === undefined ? [] : domainQuotas(domain)),
    ...(inputs.paths.includes("index") ? [bulkQuota()] : []),
  ];
  return quotas.toSorted((a, b) => share(b) - share(a));
}

/** The part of a limit that is used; 1 is all of it. */
export function share({ used, limit }: Quota): number {
  return used / limit;
}

function lambdaQuotas(volume: Volume, inputs: Inputs): Quota[] {
  const streams = streamsOf(volume);
  const running = inputs.paths.flatMap((path) => [
    ...(path === "index" || path === "deliver-to-firehose" ? [indexInvocations(volume, inputs)] : []),
    ...(path === "index" ? [] : [transformInvocations(streams[path], inputs)]),
  ]);
  const concurrent = running.reduce((sum, { count, seconds }) => sum + (count / 86_400) * seconds * inputs.peak, 0);
  return [
    {
      what: "Lambda: concurrent executions of the account",
      limit: 1_000,
      used: concurrent,
      unit: "executions",
      grows: true,
      raise: "Service Quotas, Lambda, Concurrent executions. New accounts have far less than 1,000: look.",
    },
  ];
}

function streamQuotas(path: Path, volume: Volume, inputs: Inputs, region: string): Quota[] {
  if (path === "index") return [];
  const stream = streamsOf(volume)[path];
  const { peak } = inputs;
  const large = LARGE_REGIONS.has(region);
  const perSecond = (stream.records / stream.streams / 86_400) * peak;
  const name = `Firehose, ${path}: `;
  const raise =
    "It grows by itself while producers retry; ask for more before by Firehose's limit form, or split the stream.";
  const requests = path === "archive" ? perSecond : perSecond / A.putRecords.value;
  return [
    {
      what: `${name}bytes into one stream`,
      limit: (large ? 5 : 1) * MIB,
      used: perSecond * stream.recordBytes,
      unit: "bytes/s",
      grows: true,
      raise,
    },
    {
      what: `${name}records into one stream`,
      limit: large ? 500_000 : 100_000,
      used: perSecond,
      unit: "records/s",
      grows: true,
      raise,
    },
    {
      what: `${name}requests into one stream`,
      limit: large ? 2_000 : 1_000,
      used: requests,
      unit: "requests/s",
      grows: true,
      raise,
    },
    {
      what: `${name}one record`,
      limit: 1_024_000,
      used: stream.recordBytes,
      unit: "bytes",
      grows: false,
      raise: "Fixed. Longer documents are kept as record_too_large.",
    },
    {
      what: `${name}answer of the transformation`,
      limit: 6 * MIB,
      used: answerBytes(path, volume, transformInvocations(stream, inputs).events),
      unit: "bytes",
      grows: false,
      raise:
        "Fixed. BufferSizeInMBs of the processor sets it; what is beyond goes by _bulk, or into the failures bucket.",
    },
  ];
}

/** Documents in base64; in the archive compressed. */
function answerBytes(path: Path, { documentBytes }: Volume, events: number): number {
  return (events * documentBytes * (path === "archive" ? A.gzipShare.value : 1) * 4) / 3;
}

function cloudWatchQuotas({ payloadGzipBytes }: Volume, { paths, eventBytes }: Inputs): Quota[] {
  const filters = paths.filter((path) => path !== "firehose").length;
  if (filters === 0) return [];
  return [
    {
      what: "CloudWatch Logs: subscription filters of a log group",
      limit: 2,
      used: filters,
      unit: "filters",
      grows: false,
      raise: "Fixed, and others' filters count. subscribe says which groups are full; an account policy takes no slot.",
    },
    {
      what: "CloudWatch Logs: one event",
      limit: MIB,
      used: eventBytes + A.eventOverheadBytes.value,
      unit: "bytes",
      grows: false,
      raise: "Fixed. Agents cut what is longer.",
    },
    {
      what: "Lambda: payload of an asynchronous invocation",
      limit: MIB,
      used: (payloadGzipBytes * 4) / 3,
      unit: "bytes",
      grows: false,
      raise: "Fixed. CloudWatch Logs keeps to it itself.",
    },
  ];
}

function domainQuotas({ nodes, dailyGb, shards, shardsPerNode }: Domain): Quota[] {
  return [
    {
      what: "OpenSearch: data nodes of a domain",
      limit: MOST_NODES,
      used: nodes,
      unit: "nodes",
      grows: true,
      raise:
        "Service Quotas, OpenSearch Service, Instances per domain; or keep fewer days, and the rest in the archive.",
    },
    {
      what: "OpenSearch: the one primary shard of an index of a day",
      limit: 50,
      used: dailyGb / A.platforms.value,
      unit: "GB",
      grows: true,
      raise: "number_of_shards of the index template: one for each 30 GB of a platform's day.",
    },
    {
      what: "OpenSearch: shards of a node",
      limit: shardsPerNode,
      used: shards / nodes,
      unit: "shards",
      grows: false,
      raise: "Held by the number of nodes above; keep fewer days, or take nodes with more memory.",
    },
  ];
}

function bulkQuota(): Quota {
  return {
    what: "OpenSearch: a _bulk request to a *.large or t3 instance",
    limit: 10 * MIB,
    used: 5_000_000,
    unit: "bytes",
    grows: false,
    raise: "BULK_MAX_BYTES sets it. Larger instances take 100 MiB.",
  };
}
