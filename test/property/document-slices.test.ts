import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { documentSlices } from "../../shared/core/pipeline/document-slices.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import type { LogBatch } from "../../shared/core/log-batch.ts";
import type { Origin } from "../../shared/sources/source.ts";

const CATALOG = newCatalog(SOURCES);
const ORIGIN: Origin = {
  carrier: "cloudwatch",
  account: "111122223333",
  region: "eu-west-1",
  logGroup: "/aws/eks/dev/cluster",
  logStream: "kube-apiserver-0123456789abcdef0123456789abcdef",
  deliveryStream: "",
  platform: undefined,
};
const ORIGINS: readonly Origin[] = [
  ORIGIN,
  { ...ORIGIN, logGroup: "/ecs/shop", logStream: "ecs/shop/0123456789abcdef0123456789abcdef" },
  { ...ORIGIN, carrier: "firehose", logGroup: "", logStream: "" },
];

/** Lines that begin records, lines that continue them, and anything. */
const message = fc.oneof(
  fc.constantFrom(
    'E1123 09:01:02.906080   10691 server.go:314] "Unable to serve" err="boom"',
    "panic: runtime error: index out of range",
    "goroutine 1 [running]:",
    "\tmain.go:10 +0x1d",
    "java.lang.IllegalStateException: no",
    "\tat com.example.Main.main(Main.java:5)",
    "Caused by: java.io.IOException",
    '{"level":"info","msg":"served"}',
    "",
  ),
  fc.string({ maxLength: 200 }),
);

const batch = fc
  .tuple(fc.constantFrom(...ORIGINS), fc.array(message, { maxLength: 40 }))
  .map(([origin, messages]): LogBatch => ({
    origin,
    events: messages.map((text, index) => {
      const timestamp = Date.UTC(2026, 10, 23, 9, 1) + index;
      return { id: `id-${index}`, timestamp, message: text, bytes: undefined, account: undefined, region: undefined };
    }),
  }));

describe("slices of documents", () => {
  it("are together what the batches give whole, however small they are", () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), fc.integer({ min: 1, max: 20_000 }), (batches, characters) => {
        const slices = [...documentSlices(batches, CATALOG, DEFAULT_SETTINGS, characters)];
        expect(slices.flat()).toEqual(batches.flatMap((one) => normalizeBatch(one, CATALOG, DEFAULT_SETTINGS)));
        expect(slices.every((slice) => slice.length > 0)).toBe(true);
      }),
    );
  });

  it("are as large as asked for, and not much larger", () => {
    const line = `I1123 09:01:02.906080   10691 server.go:314] "Served" what="${"x".repeat(430)}"`;
    const events = Array.from({ length: 1000 }, (_, index) => {
      return { id: `${index}`, timestamp: 0, message: line, bytes: undefined, account: undefined, region: undefined };
    });
    const slices = [...documentSlices([{ origin: ORIGIN, events }], CATALOG, DEFAULT_SETTINGS, 100_000)];
    expect(slices.length).toBeGreaterThan(5);
    for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(100);
  });
});
