import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { BulkItem, Faults, ItemError } from "./fake-opensearch.ts";
import { CONTROL, entry, subscription } from "./payloads.ts";
import { INFLATE_CAP } from "./world.ts";
import { anyCharacter } from "../any-character.ts";

/** One carrier record with what has to become of it. */
export interface Mixed {
  readonly bytes: Buffer;
  /** Log events in it; what cannot be decoded counts as one. */
  readonly events: number;
  /** Bytes that have to be kept as they are, as they cannot be decoded. */
  readonly broken: readonly Buffer[];
  readonly control: number;
}

const awkward = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 40 }),
  fc.constantFrom("", "\u0000", "  continued", "\ud800", '{"a":1}', "x".repeat(40_000), "{", "🪵\n"),
);
const messages = fc.array(awkward, { minLength: 1, maxLength: 5 });

/** Numbers that make event ids differ across the records of one invocation. */
let counted = 0;

function payloadOf(texts: readonly string[], stream: string): string {
  return JSON.stringify(
    subscription(
      texts.map((text) => entry(text, counted++)),
      { logStream: stream },
    ),
  );
}

const sound = fc.tuple(messages, fc.constantFrom("a", "b"), fc.boolean()).map(([texts, stream, zipped]): Mixed => {
  const text = payloadOf(texts, stream);
  return { bytes: zipped ? gzipSync(text) : Buffer.from(text), events: texts.length, broken: [], control: 0 };
});

const control = fc.constant<Mixed>({ bytes: gzipSync(JSON.stringify(CONTROL)), events: 0, broken: [], control: 1 });

const withBrokenEntry = fc
  .tuple(messages, fc.constantFrom<unknown>(null, 7, "x", {}, { id: "1" }))
  .map(([texts, bad]): Mixed => {
    const entries = [...texts.map((text) => entry(text, counted++)), bad];
    const bytes = gzipSync(JSON.stringify(subscription(entries)));
    return { bytes, events: entries.length, broken: [Buffer.from(JSON.stringify(bad))], control: 0 };
  });

const damaged = messages.map((texts): Mixed => {
  const number = counted++;
  const raw = Buffer.from(payloadOf([...texts, "HERE"], "c"));
  const at = raw.lastIndexOf("HERE");
  const bytes = Buffer.concat([raw.subarray(0, at), Buffer.from([0xff, 0x30 + (number % 10)]), raw.subarray(at + 4)]);
  return { bytes, events: texts.length + 1, broken: [], control: 0 };
});

/** Inflates to twice what these worlds allow. */
const BOMB = gzipSync(Buffer.alloc(2 * INFLATE_CAP));

const corrupt = fc.tuple(messages, fc.constantFrom("cut", "envelope", "zstd", "bomb")).map(([texts, how]): Mixed => {
  const whole = gzipSync(payloadOf(texts, "d"));
  const bytes = {
    cut: whole.subarray(0, -6),
    envelope: Buffer.from(JSON.stringify(subscription({ not: counted++ }))),
    zstd: Buffer.concat([Buffer.from("28b52ffd", "hex"), whole]),
    bomb: BOMB,
  }[how];
  return { bytes, events: 1, broken: [bytes], control: 0 };
});

const glued = fc.array(sound, { minLength: 2, maxLength: 3 }).map((parts): Mixed => ({
  bytes: Buffer.concat(parts.map(({ bytes }) => (bytes[0] === 0x1f ? bytes : gzipSync(bytes)))),
  events: parts.reduce((sum, { events }) => sum + events, 0),
  broken: [],
  control: 0,
}));

const agent = fc.string({ minLength: 1, maxLength: 20 }).map((text): Mixed => ({
  bytes: Buffer.from(JSON.stringify({ log: text, n: counted++ })),
  events: 1,
  broken: [],
  control: 0,
}));

/** What CloudWatch Logs may send, sound or not. */
export const fromCloudWatch: fc.Arbitrary<Mixed> = fc.oneof(
  { weight: 4, arbitrary: sound },
  { weight: 1, arbitrary: control },
  { weight: 2, arbitrary: withBrokenEntry },
  { weight: 2, arbitrary: damaged },
  { weight: 2, arbitrary: corrupt },
  { weight: 1, arbitrary: glued },
);

/** What may come by Firehose: that, and what agents send. */
export const mixed: fc.Arbitrary<Mixed> = fc.oneof(
  { weight: 5, arbitrary: fromCloudWatch },
  { weight: 1, arbitrary: agent },
);

const permanent: readonly ItemError[] = [
  { status: 400, type: "mapper_parsing_exception" },
  { status: 400, type: "odd_exception" },
  { status: 403, type: "cluster_block_exception" },
];

/** Refuses some documents for good, always the same ones. */
export const lasting: fc.Arbitrary<Faults> = fc.nat(100).map((salt) => ({
  item: ({ json }: BulkItem) => permanent[(json.length * 7 + salt) % 9],
}));

/** Goes wrong for a while, then no more. */
const passing: fc.Arbitrary<Faults> = fc
  .array(fc.constantFrom("well", "429", "503", "hang", "cut answer", "413", "some 429", "lost answer"), {
    maxLength: 6,
  })
  .map((script) => ({
    request: (items, number) => {
      switch (script[number - 1]) {
        case "429":
          return { kind: "answer", status: 429, body: "" };
        case "503":
          return { kind: "answer", status: 503, body: "<html>" };
        case "hang":
          return { kind: "no-answer", detail: "TimeoutError" };
        case "413":
          return items.length > 1 ? { kind: "answer", status: 413, body: "" } : undefined;
        default:
          return undefined;
      }
    },
    item: ({ json }, number) =>
      script[number - 1] === "some 429" && json.length % 2 === 0
        ? { status: 429, type: "rejected_execution_exception" }
        : undefined,
    answer: (answer, number) => {
      if (script[number - 1] === "cut answer") return { kind: "answer", status: 200, body: '{"items":[' };
      return script[number - 1] === "lost answer" ? { kind: "no-answer", detail: "ConnectionError" } : answer;
    },
  }));

/** Both at once. */
export const faults: fc.Arbitrary<Faults> = fc.tuple(lasting, passing).map(([refusing, failing]) => ({
  ...failing,
  item: (item, number) => failing.item?.(item, number) ?? refusing.item?.(item, number),
}));
