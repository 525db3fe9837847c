import { gunzipSync } from "node:zlib";
import type { RunSummary } from "../../../shared/core/redrive/run-summary.ts";
import { chanceOf, numberOf } from "../../../tools/faults/chance.ts";
import { startFaultyProxy, type FaultyProxy } from "../../../tools/faults/faulty-proxy.ts";
import { functionsUnderFault, type FunctionsUnderFault, type Surroundings } from "../../../tools/faults/functions.ts";
import type { Route } from "../../../tools/faults/matrix/fault-row.ts";
import { NOON } from "../../../tools/faults/traffic.ts";
import { bulkOver } from "../../../tools/soak/bulk-over.ts";
import { newDeliveryStream, type DeliveryStream } from "../../../tools/firehose/delivery-stream.ts";
import { inProcessLambda } from "../../../tools/firehose/in-process-lambda.ts";
import { streamToOpenSearch, transformation } from "../../../tools/firehose/stream-settings.ts";
import { asking, s3Access, type Ask } from "../real-servers.ts";
import { startFirehoseServer, type FirehoseServer } from "./firehose-server.ts";
import type { Scenario } from "./scenario.ts";
import { newBucket, s3Config, storedBelow, type Bucket, type Stored } from "./stores.ts";

/** The stream of the routes through Firehose. */
const STREAM = "tributary-eks";

const TO_FIREHOSE = {
  DELIVER_TO: "firehose",
  DELIVER_STREAMS: JSON.stringify({ eks: STREAM, lambda: STREAM }),
};
const CREDENTIALS = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" };

export interface World {
  /** Asks the cluster, past the proxy. */
  readonly ask: Ask;
  readonly prefix: string;
  readonly route: Route;
  readonly bucket: Bucket;
  readonly opensearch: FaultyProxy;
  readonly s3: FaultyProxy;
  /** The index that everything of this world goes into. */
  readonly index: (platform: string) => string;
  /** What the functions run in, with more of their environment if the fault is there. */
  readonly surroundings: (more?: Readonly<Record<string, string>>) => Omit<Surroundings, "random">;
  /** The functions, deployed there. */
  readonly functions: (more?: Readonly<Record<string, string>>, over?: Partial<Surroundings>) => FunctionsUnderFault;
  readonly stream: DeliveryStream;
  /** Firehose's front door, for what `index` puts into the stream. */
  readonly firehose: FirehoseServer;
  readonly stored: () => Promise<readonly Stored[]>;
  /** What was sent: token → `_id`, where Tributary gives it. */
  readonly sent: Map<string, string | undefined>;
  /** What was sent and can never be a record, byte for byte. */
  readonly broken: Buffer[];
  /** What else has to be closed at the end. */
  readonly closes: (() => Promise<void>)[];
}

/**
 * A world of its own for one row on one route: a bucket, indices of a prefix, and proxies in front of both real servers.
 *
 * @param cluster `http://host:port` of the OpenSearch.
 */
export async function newWorld(
  name: string,
  route: Route,
  cluster: string,
  {
    env = {},
    invocationMs = 120_000,
    bufferBytes = 1024 * 1024,
  }: Pick<Scenario, "env" | "invocationMs" | "bufferBytes">,
): Promise<World> {
  const prefix = `reliability-${name}`;
  const ask = asking(cluster);
  const opensearch = await startFaultyProxy(cluster);
  const s3 = await startFaultyProxy(s3Access?.endpoint ?? "");
  const bucket = await newBucket(prefix);
  const random = chanceOf(numberOf(name));

  const surroundings: World["surroundings"] = (more = {}) => ({
    env: {
      AWS_REGION: "eu-west-1",
      OPENSEARCH_ENDPOINT: opensearch.url,
      OPENSEARCH_AUTH: "none",
      OPENSEARCH_IDS: route === "index-without-ids" ? "false" : "true",
      FAILURES_BUCKET: prefix,
      INDEX_PREFIX: prefix,
      STREAMS: JSON.stringify({ [STREAM]: { platform: "eks", destination: "opensearch" } }),
      // Several requests an invocation, so that a fault may meet one and not the other.
      BULK_MAX_DOCUMENTS: "7",
      ...(route === "index-to-firehose" ? TO_FIREHOSE : {}),
      ...env,
      ...more,
    },
    s3: s3Config(s3.url),
    firehose: { endpoint: firehose.url, region: "eu-west-1", credentials: CREDENTIALS },
    timeoutMs: invocationMs,
  });

  /** What the stream works with: the function as it is deployed, and the cluster as Firehose knows it. */
  let deployed: Deployed | undefined;
  let clock = NOON;
  const stream = newDeliveryStream(
    streamToOpenSearch(STREAM, {
      transformation: transformation({ buffer: { maxBytes: bufferBytes, maxMs: 60_000, maxRecords: 10_000 } }),
      destination: { indexName: `${prefix}-eks`, retryMs: 0 },
      bucket: { compression: "gzip" },
    }),
    {
      invoke: (event) => inProcessLambda(async (one) => deployed?.transform(one))(event),
      bulk: (body) => bulkOver(deployed?.endpoint ?? opensearch.url, deployed?.timeoutMs ?? 30_000)(body),
      // With Firehose's own role, past whatever is wrong with ours.
      putObject: bucket.put,
      now: () => clock,
      wait: async (ms) => {
        clock += ms;
      },
      random,
    },
  );
  const firehose = await startFirehoseServer(new Map([[STREAM, stream]]));

  return {
    ask,
    prefix,
    route,
    bucket,
    opensearch,
    s3,
    index: (platform) => `${prefix}-${platform}-2026-11-23`,
    surroundings,
    functions: (more = {}, over = {}) => {
      const made = functionsUnderFault({ ...surroundings(more), random, ...over });
      const { OPENSEARCH_ENDPOINT: endpoint = opensearch.url, REQUEST_TIMEOUT_MS: timeout = "30000" } = more;
      deployed = { transform: made.transform, endpoint, timeoutMs: Number(timeout) };
      return made;
    },
    stream,
    firehose,
    stored: () => storedBelow(prefix, ask),
    sent: new Map(),
    broken: [],
    closes: [opensearch.close, s3.close, firehose.close],
  };
}

interface Deployed {
  readonly transform: FunctionsUnderFault["transform"];
  readonly endpoint: string;
  readonly timeoutMs: number;
}

/** Log events that are somewhere in a bucket, ours or AWS's. */
export async function eventsIn(bucket: Bucket): Promise<number> {
  const ours = (await bucket.failures()).reduce((sum, { record }) => sum + record.origin.events, 0);
  const theirs = (await bucket.keptByAws()).reduce((sum, { entry }) => sum + eventsOf(entry), 0);
  return ours + theirs;
}

/** Log events of what AWS keeps: of an event that Lambda gave up on, those of its payload. */
function eventsOf(entry: Readonly<Record<string, unknown>>): number {
  const payload = (entry["requestPayload"] as { awslogs?: { data: string } } | undefined)?.awslogs?.data;
  const data = payload ?? (typeof entry["rawData"] === "string" ? entry["rawData"] : "");
  const bytes = Buffer.from(data, "base64");
  if (bytes[0] !== 0x1f) return 1;
  return (JSON.parse(gunzipSync(bytes).toString("utf8")) as { logEvents: unknown[] }).logEvents.length;
}

/** Nothing is left to redrive. */
export function isEmptyRun({ received, rewritten, storeFailures }: RunSummary): boolean {
  return received + rewritten + storeFailures.length === 0;
}
