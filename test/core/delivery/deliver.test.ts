import { setImmediate as afterOthers } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import {
  deliver,
  type DeliveryOptions,
  type DeliveryPorts,
  type Undelivered,
} from "../../../shared/core/delivery/deliver.ts";
import type { BulkAnswer } from "../../../shared/core/delivery/judge.ts";
import type { Document } from "../../../shared/core/document.ts";
import { stubDocuments } from "../documents.ts";
import {
  newFakeOpenSearch,
  storedDocuments,
  type BulkItem,
  type FakeOpenSearch,
  type Faults,
} from "../fake-opensearch.ts";

const status = (code: number, body: unknown = ""): BulkAnswer => ({ kind: "answer", status: code, body });
const numberOf = ({ json }: { readonly json: string }): number => Number(/line (\d+)/.exec(json)?.[1]);
const numbers = (documents: readonly { readonly json: string }[]): number[] => documents.map(numberOf);

let cluster: FakeOpenSearch;
let calls: string[];
let kept: Undelivered[];
let now: number;

beforeEach(() => {
  cluster = newFakeOpenSearch();
  calls = [];
  kept = [];
  now = 0;
});

/** Delivers so many documents; the clock moves by waiting, and by `answersAfter` with each answer. */
async function delivering(count: number, faults: Faults, more: Partial<DeliveryOptions> = {}, answersAfter = 10) {
  cluster.faults = faults;
  const ports: DeliveryPorts = {
    bulk: (body, timeoutMs) => {
      calls.push(`bulk ${numbers(itemsOf(body)).join(" ")}`);
      now += Math.min(answersAfter, timeoutMs);
      return cluster.bulk(body, timeoutMs);
    },
    keep: async (undelivered) => {
      // It takes a while, and counts only once it is done.
      await afterOthers();
      calls.push(`keep ${numbers(undelivered.map(({ document }) => document)).join(" ")}`);
      kept.push(...undelivered);
    },
    now: () => now,
    random: () => 0.5,
    wait: async (ms) => {
      calls.push("wait");
      now += ms;
    },
  };
  const options: DeliveryOptions = {
    limits: { maxBytes: 1_000_000, maxDocuments: 100 },
    target: { withIds: true },
    backoff: { baseMs: 200, capMs: 10_000 },
    requestTimeoutMs: 30_000,
    deadline: 600_000,
    ...more,
  };
  const { delivered, duplicate, undelivered, retries } = await deliver(stubDocuments(count), ports, options);
  const failed = undelivered.map(({ document, failure }) => `${numberOf(document)} ${failure.reason}`);
  return { delivered: numbers(delivered), duplicate: numbers(duplicate), failed, retries };
}

function itemsOf(body: string): Pick<Document, "json">[] {
  return body
    .split("\n")
    .filter((_, index) => index % 2 === 1)
    .map((json) => ({ json }));
}

/** Faults of the documents with these numbers, in the first so many requests. */
function items(code: number, type: string, which: readonly number[], requests = Number.POSITIVE_INFINITY): Faults {
  return {
    item: (item: BulkItem, number) =>
      number <= requests && which.includes(numberOf(item)) ? { status: code, type } : undefined,
  };
}

describe("deliver", () => {
  it("delivers in order, in as few requests as the limits allow", async () => {
    const outcome = await delivering(5, {}, { limits: { maxBytes: 1_000_000, maxDocuments: 2 } });
    expect(outcome).toEqual({ delivered: [0, 1, 2, 3, 4], duplicate: [], failed: [], retries: 0 });
    expect(calls).toEqual(["bulk 0 1", "bulk 2 3", "bulk 4"]);
  });

  it("sends nothing for nothing", async () => {
    expect(await delivering(0, {})).toEqual({ delivered: [], duplicate: [], failed: [], retries: 0 });
    expect(calls).toEqual([]);
  });

  it("finds all as duplicates the second time", async () => {
    await delivering(3, {});
    expect(await delivering(3, {})).toEqual({ delivered: [], duplicate: [0, 1, 2], failed: [], retries: 0 });
    expect(storedDocuments(cluster)).toHaveLength(3);
  });

  it("sends only the rest again, after a pause", async () => {
    const outcome = await delivering(4, items(429, "rejected_execution_exception", [1, 3], 2));
    expect(outcome).toEqual({ delivered: [0, 2, 1, 3], duplicate: [], failed: [], retries: 2 });
    expect(calls).toEqual(["bulk 0 1 2 3", "wait", "bulk 1 3", "wait", "bulk 1 3"]);
  });

  it("keeps what is refused for good before it tries the rest again", async () => {
    const outcome = await delivering(4, {
      item: (item, number) => {
        if (numberOf(item) === 2) return { status: 400, type: "mapper_parsing_exception" };
        return numberOf(item) === 1 && number === 1 ? { status: 503, type: "unavailable_shards_exception" } : undefined;
      },
    });
    expect(calls).toEqual(["bulk 0 1 2 3", "keep 2", "wait", "bulk 1"]);
    expect(outcome.failed).toEqual(["2 bulk_rejected_mapping"]);
    expect(kept.map(({ failure }) => failure.detail)).toEqual(["400 mapper_parsing_exception: because"]);
  });

  it.each<[string, BulkAnswer]>([
    ["no answer", { kind: "no-answer", detail: "TimeoutError" }],
    ["an answer that is cut", status(200, '{"took":30,"errors":false,"items":[{"create":{"_in')],
    ["too few answers", status(200, { items: [{ create: { status: 201 } }] })],
    ["429", status(429)],
    ["503", status(503)],
    ["a throttling front door", status(403, "<html>Request throttled due to too many requests</html>")],
  ])("asks again after %s, and takes what was stored meanwhile for its own", async (_, answer) => {
    const outcome = await delivering(3, { answer: (real, number) => (number === 1 ? answer : real) });
    expect(outcome).toEqual({ delivered: [], duplicate: [0, 1, 2], failed: [], retries: 1 });
    expect(storedDocuments(cluster)).toHaveLength(3);
  });

  it("gives up at once where asking again is no use", async () => {
    const outcome = await delivering(2, { request: () => status(401) });
    expect(outcome.failed).toEqual(["0 access_denied", "1 access_denied"]);
    expect(calls).toEqual(["bulk 0 1", "keep 0 1"]);
  });
});

describe("deliver, with requests that are too large", () => {
  const most = (count: number): Faults => ({ request: (sent) => (sent.length > count ? status(413) : undefined) });

  it("sends halves, in order", async () => {
    const outcome = await delivering(5, most(2));
    expect(outcome).toMatchObject({ delivered: [0, 1, 2, 3, 4], failed: [], retries: 4 });
    expect(calls).toEqual(["bulk 0 1 2 3 4", "bulk 0 1 2", "bulk 0 1", "bulk 2", "bulk 3 4"]);
  });

  it("keeps a single document that is too large", async () => {
    const outcome = await delivering(3, {
      request: (sent) => (sent.some((item) => numberOf(item) === 1) ? status(413) : undefined),
    });
    expect(outcome).toMatchObject({ delivered: [0, 2], failed: ["1 record_too_large"] });
  });

  it("gets through a circuit breaker that trips over large requests", async () => {
    const body = { error: { type: "circuit_breaking_exception", bytes_wanted: 2, bytes_limit: 1 }, status: 429 };
    const outcome = await delivering(8, { request: (sent) => (sent.length > 2 ? status(429, body) : undefined) });
    expect(outcome).toMatchObject({ delivered: [0, 1, 2, 3, 4, 5, 6, 7], failed: [] });
  });
});

describe("deliver, against its deadline", () => {
  it("begins no further attempt that would be cut off, so that the reason stays that of the last whole one", async () => {
    const request = (): BulkAnswer => (now > 900 ? { kind: "no-answer", detail: "cut off" } : status(429));
    const soon = await delivering(1, { request }, { deadline: 1_000 });
    expect(soon.failed).toEqual(["0 bulk_throttled"]);
    expect(now).toBeLessThanOrEqual(500);
  });

  it("tries until there is no time, then keeps what is left with the last reason", async () => {
    const outcome = await delivering(2, { request: () => status(429) }, { deadline: 5000 });
    expect(outcome.failed).toEqual(["0 bulk_throttled", "1 bulk_throttled"]);
    expect(outcome.retries).toBeGreaterThan(2);
    expect(now).toBeLessThanOrEqual(5000);
    expect(calls.at(-1)).toBe("keep 0 1");
  });

  it("gives a request no more time than is left", async () => {
    await delivering(1, { request: () => ({ kind: "no-answer", detail: "TimeoutError" }) }, { deadline: 50_000 }, 1e9);
    expect(cluster.timeouts[0]).toBe(30_000);
    expect(cluster.timeouts.slice(1).every((timeout) => timeout <= 20_000)).toBe(true);
    expect(now).toBeLessThanOrEqual(50_000);
  });

  it("keeps everything when it begins too late", async () => {
    const outcome = await delivering(3, {}, { deadline: 0 });
    expect(outcome.failed).toEqual(["0 cluster_unavailable", "1 cluster_unavailable", "2 cluster_unavailable"]);
    expect(calls).toEqual(["keep 0 1 2"]);
  });

  it("keeps the requests that it did not come to", async () => {
    const limits = { maxBytes: 1_000_000, maxDocuments: 1 };
    const outcome = await delivering(3, {}, { deadline: 15, limits });
    expect(outcome).toMatchObject({ delivered: [0, 1], failed: ["2 cluster_unavailable"] });
  });
});

describe("deliver, when failures cannot be kept", () => {
  it("rejects, and tries nothing else", async () => {
    cluster.faults = { request: () => status(401) };
    let sent = 0;
    const ports: DeliveryPorts = {
      bulk: (body, timeoutMs) => {
        sent++;
        return cluster.bulk(body, timeoutMs);
      },
      keep: () => Promise.reject(new Error("no bucket")),
      now: () => 0,
      random: () => 0,
      wait: () => Promise.resolve(),
    };
    const delivery = deliver(stubDocuments(4), ports, {
      limits: { maxBytes: 1_000_000, maxDocuments: 2 },
      target: { withIds: true },
      backoff: { baseMs: 1, capMs: 1 },
      requestTimeoutMs: 1,
      deadline: 10,
    });
    await expect(delivery).rejects.toThrow("no bucket");
    expect(sent).toBe(1);
  });
});
