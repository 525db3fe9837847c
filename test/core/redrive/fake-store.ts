import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import type { ObjectStore } from "../../../shared/core/redrive/object-store.ts";
import type { World } from "../world.ts";

export interface FakeStore extends ObjectStore {
  /** Calls in their order: `list <prefix>`, `get <key>`, `remove <key>`. */
  readonly calls: string[];
  /** Whether the next call rejects. */
  fails: (call: string) => boolean;
  /** When an object was written, ms since 1970; the world's clock unless set. */
  readonly times: Map<string, number>;
}

/** What OpenSearch answers to a `_bulk` without a body. */
const NO_BODY = {
  kind: "answer",
  status: 400,
  body: { error: { type: "parse_exception", reason: "request body is required" }, status: 400 },
} as const;

/** The pipeline of a world whose cluster may be asked for nothing. */
export function askablePipeline({ pipeline, cluster }: World): Pipeline {
  const askNothing = () => cluster.faults.request?.([], 0) ?? NO_BODY;
  return {
    ...pipeline,
    bulk: async (body, timeoutMs) => (body === "" ? askNothing() : pipeline.bulk(body, timeoutMs)),
  };
}

/** The bucket of a world, as a redrive reads it. */
export function fakeStore({ bucket, clock }: World, maxBytes = 10_000_000): FakeStore {
  const said = (call: string): void => {
    store.calls.push(call);
    if (store.fails(call)) throw new Error(`SlowDown on ${call}`);
  };
  const store: FakeStore = {
    calls: [],
    fails: () => false,
    times: new Map(),
    list: async function* (prefix) {
      said(`list ${prefix}`);
      for (const [key, { length: size }] of [...bucket.objects].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        if (key.startsWith(prefix)) yield { key, size, modifiedAt: store.times.get(key) ?? clock.now };
      }
    },
    get: async (key) => {
      said(`get ${key}`);
      const bytes = bucket.objects.get(key);
      if (bytes === undefined) return { kind: "gone" };
      return bytes.length > maxBytes ? { kind: "too-large", size: bytes.length } : { kind: "bytes", bytes };
    },
    remove: async (key) => {
      said(`remove ${key}`);
      bucket.objects.delete(key);
    },
  };
  return store;
}
