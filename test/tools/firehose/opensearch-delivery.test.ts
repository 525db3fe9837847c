import { describe, expect, it } from "vitest";
import { deliverToOpenSearch } from "../../../tools/firehose/opensearch-delivery.ts";
import type { StreamRecord } from "../../../tools/firehose/stream-ports.ts";
import { streamToOpenSearch, type OpenSearchSettings } from "../../../tools/firehose/stream-settings.ts";
import { documentsIn } from "./fake-cluster.ts";
import { newStreamWorld, NOON, type StreamWorld } from "./stream-world.ts";

const DAY = 86_400_000;
const RECORDS: StreamRecord[] = [0, 1, 2].map((number) => ({
  recordId: `id-${number}`,
  arrivedAt: NOON + (number === 2 ? DAY : 0),
  data: Buffer.from(`{"n":${number}}`),
}));

function deliver(world: StreamWorld, more: Partial<OpenSearchSettings> = {}, records = RECORDS) {
  const { destination } = streamToOpenSearch("s", { destination: { indexName: "logs", ...more } });
  return deliverToOpenSearch(records, destination as OpenSearchSettings, world.ports);
}
const refusing =
  (which: number, requests = Number.POSITIVE_INFINITY) =>
  (json: string, number: number) =>
    json === `{"n":${which}}` && number <= requests ? { status: 400, type: "mapper_parsing_exception" } : undefined;

describe("delivery to OpenSearch", () => {
  it("writes each record under its id into the index of the day on which it arrived", async () => {
    const world = newStreamWorld();
    expect(await deliver(world)).toEqual({ delivered: 3, failed: [] });
    const stored = [...world.cluster.indices].map(([index, documents]) => [index, [...documents.keys()]]);
    expect(stored).toEqual([
      ["logs-2026-11-23", ["id-0", "id-1"]],
      ["logs-2026-11-24", ["id-2"]],
    ]);
  });

  it("sends only what was refused again, under the same id, until it is taken", async () => {
    const world = newStreamWorld();
    world.cluster.refuses = refusing(1, 2);
    expect(await deliver(world)).toEqual({ delivered: 3, failed: [] });
    const again = '{"index":{"_index":"logs-2026-11-23","_id":"id-1"}}\n{"n":1}\n';
    expect(world.cluster.bodies.slice(1).map(String)).toEqual([again, again]);
  });

  it("gives up when the retry duration is over, which includes the first attempt", async () => {
    const world = newStreamWorld();
    world.cluster.refuses = refusing(1);
    const { delivered, failed } = await deliver(world);
    expect(delivered).toBe(2);
    expect(failed).toEqual([
      {
        record: RECORDS[1],
        address: { id: "id-1", index: "logs-2026-11-23" },
        attempt: {
          attempts: world.cluster.bodies.length,
          code: "400",
          message: '{"type":"mapper_parsing_exception"}',
          endedAt: world.clock.now,
        },
      },
    ]);
    expect(world.clock.now - NOON).toBeLessThanOrEqual(300_000);
    expect(world.clock.now - NOON).toBeGreaterThan(200_000);
  });

  it("tries once where the retry duration is 0", async () => {
    const world = newStreamWorld();
    world.cluster.refuses = refusing(0);
    expect((await deliver(world, { retryMs: 0 })).failed).toHaveLength(1);
    expect(world.cluster.bodies).toHaveLength(1);
    expect(world.clock.now).toBe(NOON);
  });

  it("waits longer each time, and not longer than a minute", async () => {
    const world = newStreamWorld();
    const times: number[] = [];
    world.cluster.fault = () => {
      times.push(world.clock.now);
      return { kind: "no-answer", detail: "ECONNREFUSED" };
    };
    const { failed } = await deliver(world, { retryMs: 200_000 });
    expect(times.slice(1).map((time, at) => (time - (times[at] ?? 0)) / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(failed.map(({ attempt }) => attempt.code)).toEqual(Array(3).fill("OS.ConnectionFailed"));
  });

  it("stores what was taken by a request without an answer once with FIREHOSE_DEFAULT, and twice with NO_DOCUMENT_ID", async () => {
    for (const [documentIds, count] of [
      ["FIREHOSE_DEFAULT", 3],
      ["NO_DOCUMENT_ID", 6],
    ] as const) {
      const world = newStreamWorld();
      const { bulk } = world.cluster;
      let requests = 0;
      const ports = {
        ...world.ports,
        bulk: async (body: Buffer) => {
          const answer = await bulk(body);
          return ++requests === 1 ? ({ kind: "no-answer", detail: "reset" } as const) : answer;
        },
      };
      await deliver({ ...world, ports }, { documentIds });
      expect(documentsIn(world.cluster)).toHaveLength(count);
    }
  });

  it("loses its neighbours to a record of two lines", async () => {
    const world = newStreamWorld();
    const poisoned = RECORDS.map((record, at) => (at === 1 ? { ...record, data: Buffer.from('{"n":\n1}') } : record));
    const { delivered, failed } = await deliver(world, { retryMs: 10_000 }, poisoned);
    expect(delivered).toBe(0);
    expect(failed.map(({ attempt }) => attempt.code)).toEqual(Array(3).fill("OS.MalformedData"));
  });
});
