import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedBytes, FIREHOSE_STEP_BYTES } from "../../../tools/estimate/assumptions.ts";
import { estimate, type Estimate } from "../../../tools/estimate/estimate.ts";
import { DEFAULTS, pathsProblem, PATHS, type Inputs, type Path } from "../../../tools/estimate/inputs.ts";
import { costOf, readPrices, type Prices } from "../../../tools/estimate/prices.ts";
import { share } from "../../../tools/estimate/quotas.ts";

const TABLE: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../tools/estimate/prices.json"), "utf8"),
);
const PRICES = readPrices(TABLE, "us-east-1") as Prices;

const inputs: fc.Arbitrary<Inputs> = fc.record({
  gbPerDay: fc.double({ min: 0.001, max: 100_000, noNaN: true }),
  eventBytes: fc.integer({ min: 1, max: 1_048_576 }),
  paths: fc
    .uniqueArray(fc.constantFrom(...(Object.keys(PATHS) as Path[])), { minLength: 1 })
    .filter((paths) => pathsProblem(paths) === undefined),
  retentionDays: fc.integer({ min: 1, max: 400 }),
  replicas: fc.integer({ min: 0, max: 2 }),
  zones: fc.constantFrom(1, 2, 3),
  archiveDays: fc.integer({ min: 1, max: 4_000 }),
  logGroupDays: fc.integer({ min: 1, max: 400 }),
  alreadyIngested: fc.boolean(),
  vpc: fc.boolean(),
  peak: fc.double({ min: 1, max: 20, noNaN: true }),
  payloadBytes: fc.integer({ min: 1, max: 1_000_000 }),
});

function costs(made: Estimate): Record<string, number> {
  return Object.fromEntries(made.lines.map(({ what, cost }) => [what, Math.round(cost * 100) / 100]));
}

describe("an estimate", () => {
  it("is the sum of its lines, none of which is negative", () => {
    fc.assert(
      fc.property(inputs, (asked) => {
        const { lines, total } = estimate(asked, PRICES);
        expect(lines.every(({ cost, quantity }) => cost >= 0 && quantity >= 0)).toBe(true);
        expect(total).toBeCloseTo(
          lines.reduce((sum, { cost }) => sum + cost, 0),
          6,
        );
      }),
    );
  });

  it("never falls when there are more logs", () => {
    fc.assert(
      fc.property(inputs, fc.double({ min: 1, max: 100, noNaN: true }), (asked, factor) => {
        const less = estimate(asked, PRICES).total;
        const more = estimate({ ...asked, gbPerDay: asked.gbPerDay * factor }, PRICES).total;
        expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));
      }),
    );
  });

  it("never falls with days in OpenSearch, and never rises when ingestion is paid already", () => {
    fc.assert(
      fc.property(inputs, (asked) => {
        const { total } = estimate(asked, PRICES);
        expect(estimate({ ...asked, retentionDays: asked.retentionDays + 1 }, PRICES).total).toBeGreaterThanOrEqual(
          total - 1e-6,
        );
        expect(estimate({ ...asked, alreadyIngested: true }, PRICES).total).toBeLessThanOrEqual(total);
      }),
    );
  });

  it("names the volume at which each quota is hit: below it there is room, beyond it there is none", () => {
    fc.assert(
      fc.property(inputs, (asked) => {
        for (const { quota, gbPerDay } of estimate(asked, PRICES).hits) {
          const usedAt = (volume: number): number => {
            const at = estimate({ ...asked, gbPerDay: volume }, PRICES).quotas.find(({ what }) => what === quota.what);
            return at === undefined ? Number.NaN : share(at);
          };
          expect(usedAt(gbPerDay * 0.999), quota.what).toBeLessThanOrEqual(1);
          expect(usedAt(gbPerDay * 1.001), quota.what).toBeGreaterThan(1);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("provides a domain that has room for its shards and its storage", () => {
    fc.assert(
      fc.property(inputs, (asked) => {
        const { domain } = estimate(asked, PRICES);
        fc.pre(domain !== undefined);
        const { instance, nodes, storageGb, shards, shardsPerNode } = domain;
        expect(nodes % asked.zones).toBe(0);
        expect(nodes).toBeGreaterThan(asked.replicas);
        expect(storageGb / nodes).toBeLessThanOrEqual(instance.maxGp3Gib * 1.073741824 * (1 + 1e-9));
        expect(shards / nodes).toBeLessThanOrEqual(shardsPerNode);
      }),
    );
  });
});

describe("100 GB a day in lines of 1,000 bytes, reckoned by hand", () => {
  const asked = { ...DEFAULTS, gbPerDay: 100, eventBytes: 1_000 };

  it("through index", () => {
    // 10⁸ lines; 26 bytes more each at CloudWatch Logs; 10⁶ payloads of 100 lines; 100 × (30 + 30) µs × 2 + 150 ms each.
    const made = estimate(asked, PRICES);
    expect(costs(made)).toMatchObject({
      ingestion: 1_539, // 3,078 GB × 0.50
      "storage of 14 days": 6.46, // 102.6 × 14 × 0.15 × 0.03
      "index: requests": 6, // 30 million × 0.20
      "index: duration": 111.95, // 30 × 10⁶ × 0.162 s × 1.7275 GB × 0.0000133334
      "log of index": 22.5, // 45 GB × 0.50
      "6 × r6g.large.search": 731.46, // 6 × 730 × 0.167
      "3 × m6g.large.search, masters": 280.32,
      "gp3 for 30 days": 1_118.72, // 102 GB × 2 copies × 31 days × 1.45 × 0.122
    });
    // 102 GB of primaries a day want 10.2 vCPUs: 5.1 nodes of two, and six in three zones.
    expect(made.domain).toMatchObject({ nodes: 6, because: "CPU", shardsOfIndex: 1, shards: 248 });
  });

  it("through Firehose: a line with its metadata is 1,400 bytes, and is billed as 5,120", () => {
    const made = estimate({ ...asked, paths: ["firehose"] }, PRICES);
    expect(costs(made)["ingestion, by 5 KB a record"]).toBe(445.44); // 10⁸ × 5,120 × 30 / 10⁹ × 0.029
    expect(made.lines.map(({ service }) => service)).not.toContain("S3");
  });

  it("through the archive alone: a tenth of 170 GB a day, 30 days in Standard, 60 in Standard-IA, 275 in Glacier IR", () => {
    const made = estimate({ ...asked, paths: ["archive"], archiveDays: 365 }, PRICES);
    expect(costs(made)).toMatchObject({ Standard: 11.73, "Standard-IA": 12.75, "Glacier IR": 18.7 });
    expect(made.domain).toBeUndefined();
  });
});

describe("Firehose's rounding", () => {
  it("bills whole steps, never less than the record and less than a step more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_024_000 }), (bytes) => {
        const billed = billedBytes(bytes);
        return billed % FIREHOSE_STEP_BYTES === 0 && billed >= bytes && billed < bytes + FIREHOSE_STEP_BYTES;
      }),
    );
  });

  it.each([
    [1, 5_120],
    [5_120, 5_120],
    [5_121, 10_240],
  ])("bills %i bytes as %i", (bytes, billed) => {
    expect(billedBytes(bytes)).toBe(billed);
  });
});

describe("tiers", () => {
  it("cost each part of a quantity at its own price", () => {
    const price = PRICES.of.firehoseGb;
    expect(costOf(500_000, price)).toBeCloseTo(14_500, 6);
    expect(costOf(2_500_000, price)).toBeCloseTo(500_000 * 0.029 + 1_500_000 * 0.025 + 500_000 * 0.02, 6);
    expect(costOf(0, price)).toBe(0);
  });
});
