import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_BACKOFF, nextDelay } from "../../shared/core/delivery/backoff.ts";
import { deliver, type Undelivered } from "../../shared/core/delivery/deliver.ts";
import { judgeBulk, type BulkAnswer } from "../../shared/core/delivery/judge.ts";
import { bulkBody, bulkEntry, planRequests } from "../../shared/core/delivery/plan.ts";
import { stubDocument, stubDocuments } from "../core/documents.ts";
import { readBulk } from "../core/fake-opensearch.ts";
import { anyCharacter } from "../any-character.ts";

const text = fc.string({ unit: anyCharacter });
const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 40 });

describe("planRequests", () => {
  it("keeps order and limits, loses nothing, and leaves no room that the next entry had fitted into", () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 1500 }),
        fc.integer({ min: 1, max: 12 }),
        (bodies, maxBytes, maxDocuments) => {
          const entries = bodies.map((length, index) =>
            bulkEntry(stubDocument(index, { json: `{"body":"${"€".repeat(length)}"}` }), { withIds: true }),
          );
          const requests = planRequests(entries, { maxBytes, maxDocuments });
          expect(requests.flat()).toEqual(entries);
          const bytes = requests.map((request) => Buffer.byteLength(bulkBody(request)));
          requests.forEach((request, at) => {
            expect(request.length).toBeGreaterThan(0);
            expect(request.length).toBeLessThanOrEqual(maxDocuments);
            expect((bytes[at] ?? 0) <= maxBytes || request.length === 1).toBe(true);
            const next = requests[at + 1]?.[0];
            const full =
              next === undefined || request.length === maxDocuments || (bytes[at] ?? 0) + next.bytes > maxBytes;
            expect(full).toBe(true);
          });
        },
      ),
    );
  });

  it("writes lines that the cluster reads as the same documents", () => {
    fc.assert(
      fc.property(text, text, text, (id, index, body) => {
        const json = JSON.stringify({ body });
        const entry = bulkEntry(stubDocument(0, { id, index, json }), { withIds: true });
        const lines = bulkBody([entry]);
        expect(readBulk(lines)).toEqual([{ id, index, json }]);
        expect(entry.bytes).toBe(Buffer.byteLength(lines));
      }),
    );
  });
});

describe("nextDelay", () => {
  it("is a whole number of ms between nothing and the cap, and ends before the deadline", () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        chance,
        fc.integer({ min: -1000, max: 60_000 }),
        (attempt, random, left) => {
          const delay = nextDelay(attempt, random, left, DEFAULT_BACKOFF);
          if (delay === "give-up") return left <= DEFAULT_BACKOFF.capMs;
          const ceiling = DEFAULT_BACKOFF.baseMs * 2 ** (attempt - 1);
          return (
            Number.isInteger(delay) && delay >= 0 && delay < left && delay <= Math.min(ceiling, DEFAULT_BACKOFF.capMs)
          );
        },
      ),
    );
  });
});

const item = fc.oneof(
  fc
    .constantFrom(200, 201, 409, 429, 400, 403, 404, 503, 0)
    .map((status) => ({ create: { status, error: { type: "x", reason: "y" } } })),
  fc.anything(),
);
const answer: fc.Arbitrary<BulkAnswer> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(item, { minLength: 1, maxLength: 6 })
      .map((items) => ({ kind: "answer" as const, status: 200, body: { items } })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      status: fc.constantFrom(413, 429, 503, 403, 301, 400),
      body: fc.anything(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("answer" as const), status: fc.nat(700), body: fc.anything() }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "no-answer" as const, detail: "TimeoutError" }) },
);

describe("judgeBulk", () => {
  it("judges every document of any answer", () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 6 }), (said, count) => {
        const judgement = judgeBulk(said, count);
        return judgement.kind === "items"
          ? judgement.verdicts.length === count
          : judgement.failure.detail.length < 1000;
      }),
    );
  });
});

describe("deliver, whatever the cluster answers", () => {
  it("ends each document in one of three ways, keeps all failures, and comes to its end in time", async () => {
    const run = async (count: number, script: readonly BulkAnswer[], chances: readonly number[]) => {
      let now = 0;
      let sent = 0;
      const kept: Undelivered[] = [];
      const documents = stubDocuments(count);
      const outcome = await deliver(
        documents,
        {
          bulk: async (body) => {
            now += 20;
            const wanted = readBulk(body).length;
            const said = script[sent++ % script.length];
            return said?.kind === "answer" && said.status === 200
              ? ofLength(said, wanted)
              : (said ?? { kind: "no-answer", detail: "" });
          },
          keep: async (undelivered) => void kept.push(...undelivered),
          now: () => now,
          random: () => chances[sent % chances.length] ?? 0.5,
          wait: async (ms) => {
            now += ms;
          },
        },
        {
          limits: { maxBytes: 100_000, maxDocuments: 3 },
          target: { withIds: true },
          backoff: DEFAULT_BACKOFF,
          requestTimeoutMs: 1000,
          deadline: 20_000,
        },
      );
      const ends = [...outcome.delivered, ...outcome.duplicate, ...outcome.undelivered.map(({ document }) => document)];
      expect(ends.map(({ id }) => id).toSorted()).toEqual(documents.map(({ id }) => id).toSorted());
      expect(kept).toEqual(outcome.undelivered);
      expect(now).toBeLessThanOrEqual(20_020);
    };
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const script = fc.array(answer, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 8 }), script, fc.array(chance, { minLength: 1, maxLength: 5 }), run),
      {
        numRuns: 300,
      },
    );
  });
});

/** The scripted items, as many as were asked for; now and then as many as there are. */
function ofLength(said: BulkAnswer & { kind: "answer" }, wanted: number): BulkAnswer {
  const { items } = said.body as { items?: unknown };
  if (!Array.isArray(items) || items.length === 5) return said;
  return {
    ...said,
    body: { items: Array.from({ length: wanted }, (_, index): unknown => items[index % items.length]) },
  };
}
