import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Undelivered } from "../../../shared/core/delivery/deliver.ts";
import type { PutAnswer } from "../../../shared/core/delivery/judge-put.ts";
import { PUT_RECORD_BYTES, putRecords } from "../../../shared/core/delivery/put-records.ts";
import type { Document } from "../../../shared/core/document.ts";
import type { Platform } from "../../../shared/sources/source.ts";
import { stubDocument, stubDocuments } from "../documents.ts";

const STREAMS: ReadonlyMap<Platform, string> = new Map([
  ["eks", "tributary-eks"],
  ["ecs", "tributary-ecs"],
]);
const numberOf = (json: string): number => Number(/line (\d+)/.exec(json)?.[1]);
const numbers = (documents: readonly { readonly json: string }[]): number[] =>
  documents.map(({ json }) => numberOf(json));

/** What a request is answered; undefined takes every record. */
type Script = (records: readonly string[], request: number) => PutAnswer | undefined;

function taking(
  records: readonly string[],
  refuse: (number: number) => string | undefined = () => undefined,
): PutAnswer {
  const results = records.map((json) => ({ errorCode: refuse(numberOf(json)), errorMessage: "Slow down." }));
  return { kind: "answer", results };
}

async function putting(documents: readonly Document[], script: Script = () => undefined, deadline = 600_000) {
  const calls: string[] = [];
  const stored: string[] = [];
  const kept: Undelivered[] = [];
  let now = 0;
  let requests = 0;
  const outcome = await putRecords(
    documents,
    {
      put: async (stream, records, timeoutMs) => {
        calls.push(`${stream} ${records.map(numberOf).join(" ")}`);
        now += Math.min(10, timeoutMs);
        const answer = script(records, ++requests) ?? taking(records);
        const { results } = answer.kind === "answer" ? answer : { results: [] };
        stored.push(...records.filter((_, at) => results[at] !== undefined && results[at].errorCode === undefined));
        return answer;
      },
      keep: async (undelivered) => {
        calls.push(`keep ${numbers(undelivered.map(({ document }) => document)).join(" ")}`);
        kept.push(...undelivered);
      },
      now: () => now,
      random: () => 0.5,
      wait: async (ms) => {
        calls.push("wait");
        now += Math.max(1, ms);
      },
    },
    { streams: STREAMS, backoff: { baseMs: 200, capMs: 10_000 }, requestTimeoutMs: 30_000, deadline },
  );
  const failed = outcome.undelivered.map(({ document, failure }) => `${numberOf(document.json)} ${failure.reason}`);
  return { outcome, delivered: numbers(outcome.delivered), failed, calls, kept, stored, now };
}

describe("putRecords", () => {
  it("puts each document as it is into the stream of its platform", async () => {
    const documents = [stubDocument(0), stubDocument(1, { platform: "ecs" }), stubDocument(2)];
    const { calls, delivered, stored, outcome } = await putting(documents);
    expect(calls).toEqual(["tributary-eks 0 2", "tributary-ecs 1"]);
    expect(delivered).toEqual([0, 2, 1]);
    expect(stored.toSorted()).toEqual(documents.map(({ json }) => json));
    expect(outcome).toMatchObject({ duplicate: [], undelivered: [], retries: 0 });
  });

  it("puts nothing for nothing", async () => {
    expect((await putting([])).calls).toEqual([]);
  });

  it("keeps what has no stream, and puts the rest", async () => {
    const { calls, failed, kept } = await putting([stubDocument(0, { platform: "lambda" }), stubDocument(1)]);
    expect(calls).toEqual(["keep 0", "tributary-eks 1"]);
    expect(failed).toEqual(["0 stream_unknown"]);
    expect(kept.map(({ failure }) => failure.detail)).toEqual(["DELIVER_STREAMS has no stream for lambda"]);
  });

  it("keeps what is larger than a record may be, counted in bytes", async () => {
    const sized = (number: number, bytes: number): Document => {
      const frame = `{"body":"line ${number} "}`;
      return stubDocument(number, { json: `${frame.slice(0, -2)}${"é".repeat((bytes - frame.length) / 2)}"}` });
    };
    const { calls, failed } = await putting([sized(10, PUT_RECORD_BYTES), sized(11, PUT_RECORD_BYTES + 2)]);
    expect(calls).toEqual(["keep 11", "tributary-eks 10"]);
    expect(failed).toEqual(["11 record_too_large"]);
  });

  it("puts at most 500 records and 4 MiB at once", async () => {
    const { calls } = await putting(stubDocuments(1001));
    expect(calls.map((call) => call.split(" ").length - 1)).toEqual([500, 500, 1]);
    const large = Array.from({ length: 9 }, (_, number) =>
      stubDocument(number, { json: `{"body":"line ${number} ${"x".repeat(1_000_000)}"}` }),
    );
    expect((await putting(large)).calls).toEqual(["tributary-eks 0 1 2 3", "tributary-eks 4 5 6 7", "tributary-eks 8"]);
  });

  it("sends only failed records again, after a pause", async () => {
    const refuse = (number: number) => (number % 2 === 1 ? "ServiceUnavailableException" : undefined);
    const { calls, delivered, stored, outcome } = await putting(stubDocuments(4), (records, request) =>
      request <= 2 ? taking(records, refuse) : undefined,
    );
    expect(calls).toEqual(["tributary-eks 0 1 2 3", "wait", "tributary-eks 1 3", "wait", "tributary-eks 1 3"]);
    expect(delivered).toEqual([0, 2, 1, 3]);
    expect(stored).toHaveLength(4);
    expect(outcome.retries).toBe(2);
  });

  it("keeps what is throttled until there is no time", async () => {
    const refuse = (number: number) => (number === 1 ? "ServiceUnavailableException" : undefined);
    const { delivered, failed, now, calls } = await putting(
      stubDocuments(3),
      (records) => taking(records, refuse),
      5000,
    );
    expect(delivered).toEqual([0, 2]);
    expect(failed).toEqual(["1 firehose_throttled"]);
    expect(calls.at(-1)).toBe("keep 1");
    expect(now).toBeLessThanOrEqual(5010);
  });

  it.each<[string, number, string]>([
    ["ResourceNotFoundException", 400, "stream_unknown"],
    ["AccessDeniedException", 400, "firehose_refused"],
  ])("gives up at once on %s, and goes on with the next stream", async (code, status, reason) => {
    const documents = [stubDocument(0), stubDocument(1), stubDocument(2, { platform: "ecs" })];
    const { calls, delivered, failed } = await putting(documents, (_, request) =>
      request === 1 ? { kind: "refused", code, status, message: "" } : undefined,
    );
    expect(calls).toEqual(["tributary-eks 0 1", "keep 0 1", "tributary-ecs 2"]);
    expect([delivered, failed]).toEqual([[2], [`0 ${reason}`, `1 ${reason}`]]);
  });

  it("tells how large a record is that is too large", async () => {
    const json = `{"body":"${"a".repeat(PUT_RECORD_BYTES)}"}`;
    const { kept } = await putting([stubDocument(1, { json })]);
    expect(kept.map(({ failure }) => failure.detail)).toEqual([
      `${json.length} bytes; Firehose takes 1024000 a record`,
    ]);
  });

  it("finds the one record that Firehose thinks too large", async () => {
    const { delivered, failed } = await putting(stubDocuments(5), (records) =>
      records.some((json) => numberOf(json) === 3)
        ? { kind: "refused", code: "InvalidArgumentException", status: 400, message: "size exceeds the limit" }
        : undefined,
    );
    expect([delivered, failed]).toEqual([[0, 1, 2, 4], ["3 record_too_large"]]);
  });

  it("stores a second time what was taken by a request without an answer: at-least-once", async () => {
    const lost: PutAnswer = { kind: "no-answer", detail: "TimeoutError" };
    const { delivered, calls } = await putting(stubDocuments(2), (_, request) => (request === 1 ? lost : undefined));
    expect(calls).toEqual(["tributary-eks 0 1", "wait", "tributary-eks 0 1"]);
    expect(delivered).toEqual([0, 1]);
  });

  it("keeps everything when it begins too late", async () => {
    const { calls, failed } = await putting(stubDocuments(2), undefined, 0);
    expect(calls).toEqual(["keep 0 1"]);
    expect(failed).toEqual(["0 firehose_unavailable", "1 firehose_unavailable"]);
  });

  it("rejects when failures cannot be kept, before anything is put", async () => {
    const ports = {
      put: () => Promise.reject(new Error("must not be asked")),
      keep: () => Promise.reject(new Error("no bucket")),
      now: () => 0,
      random: () => 0,
      wait: () => Promise.resolve(),
    };
    const options = { streams: new Map(), backoff: { baseMs: 1, capMs: 1 }, requestTimeoutMs: 1, deadline: 10 };
    await expect(putRecords(stubDocuments(1), ports, options)).rejects.toThrow("no bucket");
  });
});

const code = fc.constantFrom(undefined, undefined, "ServiceUnavailableException", "InternalFailure", "Odd");
const answers = fc.oneof(
  { weight: 5, arbitrary: fc.array(code, { minLength: 1, maxLength: 4 }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        "ServiceUnavailableException",
        "InvalidArgumentException",
        "ResourceNotFoundException",
        "InternalFailure",
      )
      .chain((name) =>
        fc
          .constantFrom("", "size")
          .map((message): PutAnswer => ({ kind: "refused", code: name, status: 400, message })),
      ),
  },
  { weight: 1, arbitrary: fc.constant<PutAnswer>({ kind: "no-answer", detail: "TimeoutError" }) },
  { weight: 1, arbitrary: fc.constant<PutAnswer>({ kind: "answer", results: [] }) },
);

describe("putRecords, whatever Firehose answers", () => {
  it("ends each document in one of two ways, puts none again that was taken, and comes to its end in time", async () => {
    const platforms = fc.array(fc.constantFrom<Platform>("eks", "ecs", "other"), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(platforms, fc.array(answers, { minLength: 1, maxLength: 8 }), async (made, script) => {
        const documents = made.map((platform, number) => stubDocument(number, { platform }));
        const { outcome, kept, stored, now } = await putting(
          documents,
          (records, request) => {
            const said = script[request % script.length] ?? [];
            if (!Array.isArray(said)) return said;
            return taking(records, (number) => said[number % said.length]);
          },
          20_000,
        );
        const ends = [...outcome.delivered, ...outcome.undelivered.map(({ document }) => document)];
        expect(ends.map(({ id }) => id).toSorted()).toEqual(documents.map(({ id }) => id).toSorted());
        expect(kept.map(({ document }) => document.id).toSorted()).toEqual(
          outcome.undelivered.map(({ document }) => document.id).toSorted(),
        );
        expect(stored.toSorted()).toEqual(outcome.delivered.map(({ json }) => json).toSorted());
        expect(now).toBeLessThanOrEqual(20_010);
      }),
      { numRuns: 300 },
    );
  });
});
