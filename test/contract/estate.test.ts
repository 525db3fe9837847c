import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { readScenarios } from "../../tools/generate/scenarios.ts";

const scenarios = (await readScenarios()).filter(({ batch }) => batch.origin.carrier === "cloudwatch");
const catalog = newCatalog(SOURCES);
const carrier = {
  carrier: "cloudwatch",
  region: "eu-west-1",
  deliveryStream: "",
  arrivedAt: Date.UTC(2026, 10, 23),
} as const;

/** Event id → the folder that its line is from. */
const folderOf = new Map(scenarios.flatMap(({ source, batch }) => batch.events.map(({ id }) => [id, source] as const)));

describe("the whole estate in one record", () => {
  it("gives each line to the source of its folder, in whatever order payloads and lines come", () => {
    const indices = scenarios.map((_, index) => index);
    fc.assert(
      fc.property(fc.shuffledSubarray(indices, { minLength: indices.length }), fc.integer(), (order, turn) => {
        const payloads = order.map((index) => {
          const { batch } = scenarios[index] as (typeof scenarios)[number];
          const { account, logGroup, logStream } = batch.origin;
          const at = Math.abs(turn) % batch.events.length;
          const turned = [...batch.events.slice(at), ...batch.events.slice(0, at)];
          const logEvents = turned.map(({ id, timestamp, message }) => ({ id, timestamp, message }));
          return JSON.stringify({
            messageType: "DATA_MESSAGE",
            owner: account,
            logGroup,
            logStream,
            subscriptionFilters: [],
            logEvents,
          });
        });
        const { batches, failures } = decodeCarrierRecord(
          gzipSync(payloads.join("")),
          carrier,
          DEFAULT_SETTINGS.inflateMaxBytes,
        );
        expect(failures).toEqual([]);
        const documents = batches.flatMap((batch) => normalizeBatch(batch, catalog, DEFAULT_SETTINGS));
        expect(documents.flatMap(({ events }) => events)).toHaveLength(folderOf.size);
        for (const { source, events } of documents) {
          expect(events.map(({ id }) => folderOf.get(id))).toEqual(events.map(() => source));
        }
      }),
      { numRuns: 10 },
    );
  });
});
