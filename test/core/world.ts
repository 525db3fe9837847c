import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { DEFAULT_BACKOFF } from "../../shared/core/delivery/backoff.ts";
import type { Catalog } from "../../shared/core/normalize.ts";
import { DEFAULT_SETTINGS, type Settings, type StreamSetting } from "../../shared/core/settings.ts";
import { newFakeBucket, type FakeBucket } from "./fake-bucket.ts";
import { newFakeOpenSearch, type FakeOpenSearch, type Faults } from "./fake-opensearch.ts";
import { NOON } from "./payloads.ts";
import { STUB_CATALOG } from "./stub-sources.ts";

/** Everything around the pipeline, made of memory: a cluster, a bucket, and a clock that only waiting moves. */
export interface World {
  readonly pipeline: Pipeline;
  readonly cluster: FakeOpenSearch;
  readonly bucket: FakeBucket;
  /** What the pipeline asked of the world, in order: `bulk 3`, `put <key>`, `wait`. */
  readonly calls: string[];
  readonly clock: { now: number };
  /** Ten minutes from now. */
  readonly deadline: number;
}

/** What a carrier record may inflate to here, bytes. */
export const INFLATE_CAP = 1024 * 1024;

/** The Firehose streams of these tests. */
export const STREAMS: ReadonlyMap<string, StreamSetting> = new Map<string, StreamSetting>([
  ["tributary-eks", { platform: "eks", destination: "opensearch" }],
  ["tributary-archive", { platform: undefined, destination: "s3" }],
]);

export interface WorldOptions {
  readonly faults?: Faults;
  readonly catalog?: Catalog;
  readonly settings?: Partial<Settings>;
  readonly maxDocuments?: number;
  readonly maxBytes?: number;
}

export function newWorld(options: WorldOptions = {}): World {
  const { faults, catalog = STUB_CATALOG, settings, maxDocuments = 500, maxBytes = 5_000_000 } = options;
  const cluster = newFakeOpenSearch(faults);
  const bucket = newFakeBucket();
  const calls: string[] = [];
  const clock = { now: NOON };
  const pipeline: Pipeline = {
    catalog,
    settings: { ...DEFAULT_SETTINGS, streams: STREAMS, inflateMaxBytes: INFLATE_CAP, ...settings },
    bulk: (body, timeoutMs) => {
      calls.push(`bulk ${body.split("\n").length >> 1}`);
      return cluster.bulk(body, timeoutMs);
    },
    putFailure: (key, body) => {
      calls.push(`put ${key}`);
      return bucket.put(key, body);
    },
    now: () => clock.now,
    random: () => 0.5,
    wait: async (ms) => {
      calls.push("wait");
      clock.now += Math.max(1, ms);
    },
    delivery: {
      limits: { maxBytes, maxDocuments },
      target: { withIds: true },
      backoff: DEFAULT_BACKOFF,
      requestTimeoutMs: 30_000,
      failuresPrefix: "failures",
    },
  };
  return { pipeline, cluster, bucket, calls, clock, deadline: NOON + 600_000 };
}
