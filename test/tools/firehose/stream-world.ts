import { gunzipSync } from "node:zlib";
import type { InvocationAnswer, StreamPorts, TransformationEvent } from "../../../tools/firehose/stream-ports.ts";
import { newFakeCluster, type FakeCluster } from "./fake-cluster.ts";

/** 2026-11-23T12:00:00Z */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** Everything around a stream, made of memory: a cluster, a bucket, a function, and a clock that only waiting moves. */
export interface StreamWorld {
  readonly ports: StreamPorts;
  readonly cluster: FakeCluster;
  readonly objects: Map<string, Buffer>;
  readonly events: TransformationEvent[];
  readonly clock: { now: number };
  /** The function; by default it gives back what it gets. */
  invoke: (event: TransformationEvent, number: number) => InvocationAnswer | Promise<InvocationAnswer>;
  /** Whether a write to S3 fails. */
  bucketFails: () => boolean;
}

export function newStreamWorld(): StreamWorld {
  const cluster = newFakeCluster();
  const clock = { now: NOON };
  let seed = 1;
  const world: StreamWorld = {
    cluster,
    objects: new Map(),
    events: [],
    clock,
    invoke: (event) => answering(event.records.map(({ recordId, data }) => ({ recordId, result: "Ok", data }))),
    bucketFails: () => false,
    ports: {
      invoke: async (event) => {
        world.events.push(event);
        return world.invoke(event, world.events.length);
      },
      bulk: cluster.bulk,
      putObject: async (key, body) => {
        if (world.bucketFails()) throw new Error("SlowDown");
        if (world.objects.has(key)) throw new Error(`${key} is there already`);
        world.objects.set(key, body);
      },
      now: () => clock.now,
      wait: async (ms) => {
        clock.now += ms;
      },
      // A linear congruential generator: chance that is the same in each run.
      random: () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return seed / 2_147_483_648;
      },
    },
  };
  return world;
}

/** The answer of a function that returned these records. */
export function answering(records: readonly unknown[]): InvocationAnswer {
  return { kind: "returned", payload: JSON.stringify({ records }) };
}

export function failing(code: Extract<InvocationAnswer, { kind: "failed" }>["code"]): InvocationAnswer {
  return { kind: "failed", code, message: "because" };
}

/** The lines of failed records in all objects under a folder, with what they hold. */
export function failedRecords(
  { objects }: StreamWorld,
  folder: string,
): (Record<string, unknown> & { readonly data: string })[] {
  return [...objects]
    .filter(([key]) => key.includes(folder))
    .flatMap(([key, body]) => {
      const text = (key.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8");
      return text
        .trimEnd()
        .split("\n")
        .map((line) => {
          const members = JSON.parse(line) as Record<string, unknown>;
          return { ...members, data: Buffer.from(String(members["rawData"]), "base64").toString("utf8") };
        });
    });
}
