import { gunzipSync, gzipSync } from "node:zlib";
import { chanceOf } from "../../../tools/faults/chance.ts";
import type { INPUT_ROWS } from "../../../tools/faults/matrix/input-rows.ts";
import { linesPayload, NOON, subscriptionPayload, tokenOf, type Entry } from "../../../tools/faults/traffic.ts";
import type { Route } from "../../../tools/faults/matrix/fault-row.ts";
import type { AsyncLambda } from "../../../tools/faults/async-lambda.ts";
import { putPayload, sendPayload, sendUsual, type Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** Sends lines that are strange and nothing worse, beside usual ones: as log events of a payload, and as records of an agent. */
const strange = (lines: (token: string) => readonly string[], patch = (raw: Buffer): Buffer => raw): Scenario => ({
  breaks: () => undefined,
  sends: async (world, lambda, route) => {
    await sendUsual(world, lambda, route);
    const count = lines("").length;
    const made = (from: number): Entry[] =>
      Array.from({ length: count }, (_, at) => ({ message: lines(tokenOf(from + at))[at] ?? "" }));
    const { bytes, sent } = linesPayload(500, made(500));
    await sendBytes(world, lambda, route, gzipSync(patch(gunzipSync(bytes))), sent);
    if (route !== "transform") return;
    for (const [at, { message }] of made(700).entries()) {
      world.sent.set(tokenOf(700 + at), undefined);
      await world.stream.put(patch(Buffer.from(message)));
    }
    await world.stream.flush();
  },
});

type SentEvents = ReturnType<typeof linesPayload>["sent"];

/** By the carrier of the route. */
async function sendBytes(world: World, lambda: AsyncLambda, route: Route, bytes: Buffer, sent: SentEvents) {
  if (route === "transform") await putPayload(world, { bytes, sent });
  else await sendPayload(world, lambda, { bytes, sent });
}

/** Sends bytes that can never be a record, beside usual ones. */
const broken = (make: () => readonly Buffer[]): Scenario => ({
  breaks: () => undefined,
  sends: async (world, lambda, route) => {
    for (const bytes of make()) {
      world.broken.push(bytes);
      await sendBytes(world, lambda, route, bytes, []);
    }
    await sendUsual(world, lambda, route);
  },
});

const json = (token: string, more: string): string =>
  `{"timestamp":"2026-11-23T11:59:18.100Z","level":"INFO","message":"order ${token} was paid",${more}}`;

/** Twenty copies of a payload, each damaged in a way of its own. */
function damagedGzip(): Buffer[] {
  const chance = chanceOf(5);
  const upTo = (end: number): number => Math.floor(chance() * end);
  return Array.from({ length: 20 }, (_, number) => {
    const { bytes } = subscriptionPayload(number * 10, 5, number);
    // Behind the ten bytes of the header every bit is in the data, its checksum or its length.
    if (number % 3 === 0) return bytes.subarray(0, 18 + upTo(bytes.length - 18));
    if (number % 3 === 1) return Buffer.concat([bytes, Buffer.from("and some more")]);
    const at = 10 + upTo(bytes.length - 10);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from([(bytes[at] ?? 0) ^ (1 << upTo(8))]),
      bytes.subarray(at + 1),
    ]);
  });
}

/** Payloads that are no payloads, though inflating goes well. */
function damagedJson(): Buffer[] {
  const text = gunzipSync(subscriptionPayload(0, 3).bytes).toString();
  const members = JSON.parse(text) as Record<string, unknown>;
  return [
    text.slice(0, -1),
    text.slice(0, text.length >> 1),
    text.replace('"owner"', "owner"),
    text.replace("[", "[,"),
    JSON.stringify({ ...members, logEvents: { a: 1 } }),
    JSON.stringify({ ...members, logEvents: undefined, messageType: "DATA_MESSAGE" }),
    JSON.stringify({ ...members, messageType: "OTHER_MESSAGE" }),
  ].map((one) => gzipSync(one));
}

const BROKEN_ENTRIES = ["null", "7", '"text"', "[]", '{"id":"1"}', '{"id":"1","timestamp":"noon","message":"a"}'];

const BASE64 = ["%%%", "H4sI_not_base64!", "a"];
const EVENTS: readonly unknown[] = [{}, { awslogs: {} }, { awslogs: { data: 7 } }, { Records: [] }, "text", [1, 2]];

const YEARS = ["0000", "0001", "0999", "1582", "1969", "1970", "2025", "2262", "2263", "9999"];

/** Times of the carrier: the whole range of JavaScript's calendar and more. */
const TIMES = [
  -62_167_219_200_000,
  -1,
  0,
  0.5,
  NOON,
  9_223_372_036_855,
  253_402_300_799_999,
  8.64e15,
  8.64e15 + 1,
  1e300,
  -1e300,
];

/** The test of each row. */
export const INPUT_SCENARIOS: Readonly<Record<keyof typeof INPUT_ROWS, Scenario>> = {
  "input-gzip": broken(damagedGzip),
  "input-base64": {
    breaks: () => undefined,
    sends: async (world, lambda, route) => {
      for (const data of BASE64) {
        world.broken.push(Buffer.from(data));
        await lambda.invoke({ awslogs: { data } });
      }
      for (const event of EVENTS) {
        world.broken.push(Buffer.from(JSON.stringify(event)));
        await lambda.invoke(event);
      }
      await sendUsual(world, lambda, route);
    },
  },
  "input-json": {
    breaks: () => undefined,
    sends: async (world, lambda, route) => {
      const { bytes, sent } = subscriptionPayload(500, 6);
      const text = gunzipSync(bytes).toString();
      world.broken.push(...BROKEN_ENTRIES.map((entry) => Buffer.from(entry)));
      const mixed = text.replace('"logEvents":[', `"logEvents":[${BROKEN_ENTRIES.join(",")},`);
      await sendBytes(world, lambda, route, gzipSync(mixed), sent);
      await broken(damagedJson).sends?.(world, lambda, route);
    },
  },
  "input-bomb": {
    env: { INFLATE_MAX_BYTES: "1048576" },
    mended: { INFLATE_MAX_BYTES: "8388608" },
    breaks: () => undefined,
    sends: async (world, lambda, route) => {
      const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
      world.broken.push(bomb);
      await sendBytes(world, lambda, route, bomb, []);
      const large = subscriptionPayload(500, 100, 0, () => ` note="${"x".repeat(20_000)}"`);
      await sendBytes(world, lambda, route, large.bytes, large.sent);
      await sendUsual(world, lambda, route);
    },
  },
  "input-utf8": strange(
    (token) => [`caf# ${token}`, `${token} ##`, json(token, '"name":"#"'), `# ${token} #`],
    // Not valid on its own, nor with what is beside it.
    (raw) => Buffer.from(raw.toString("latin1").replaceAll("#", "\u00e9\u00ff"), "latin1"),
  ),
  "input-surrogates": strange((token) => [
    `${token} \ud800`,
    `\udfff ${token} \ud83d`,
    json(token, '"a":"\\ud800","\\udc00":1'),
    JSON.stringify({ message: `${token} \ud800\ud800\udc00` }),
  ]),
  "input-nul": strange((token) => [
    `${token} \u0000 \u0001\u0002\u001f\u007f\u0085\u2028`,
    `\u0000${token}`,
    json(token, '"a\\u0000b":"\\u0000"'),
    `${token}\u001b[31mred\u001b[0m`,
  ]),
  "input-deep": strange((token) => [
    json(token, `"deep":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`),
    json(token, `"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}`),
    `${token} ${"{".repeat(100_000)}`,
    json(token, `"text":${JSON.stringify('{"a":'.repeat(1_000))}`),
  ]),
  "input-keys": {
    ...strange((token) => [json(token, Array.from({ length: 1_000_000 }, (_, number) => `"k${number}":1`).join(","))]),
    // The node's heap is full of it for a while: the row behind it would meet the circuit breaker.
    ownServer: true,
  },
  "input-proto": strange((token) => [
    json(token, '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'),
    json(token, '"toString":1,"hasOwnProperty":null,"":{"":{"":1}},".":1,"a..b":{".":2}'),
    json(token, '"payload":{"__proto__":1},"attributes":7,"@timestamp":"x","_id":"y","resource":[]'),
    `{"__proto__":{"message":"order ${token} was paid"},"message":"order ${token} was paid"}`,
  ]),
  "input-numbers": strange((token) => [
    json(token, '"n":1e999,"m":-1e999,"small":1e-999,"zero":-0'),
    json(token, `"n":${"9".repeat(10_000)},"f":0.${"3".repeat(10_000)}`),
    json(token, '"n":9007199254740993,"d":1.7976931348623157e308,"status":1e40,"duration":-1e400'),
    json(token, '"statusCode":99999999999999999999,"traceId":12345678901234567890,"xrayTraceId":1e5'),
  ]),
  "input-duplicate-keys": strange((token) => [
    json(token, '"a":1,"a":2,"a":{"b":1,"b":[{"c":1,"c":2}]}'),
    `{"message":"first ${token}","message":"order ${token} was paid","level":"INFO","level":"ERROR"}`,
    json(token, '"\\u0061":1,"a":2'),
    json(token, '"requestId":"a","requestId":{"b":1}'),
  ]),
  "input-times": {
    breaks: () => undefined,
    sends: async (world, lambda, route) => {
      await sendUsual(world, lambda, route);
      const times = TIMES.map((timestamp, at): Entry => ({ message: json(tokenOf(500 + at), '"a":1'), timestamp }));
      const carried = linesPayload(500, times);
      await sendBytes(world, lambda, route, carried.bytes, carried.sent);
      const years = YEARS.flatMap((year) => [`${year}-01-01T00:00:00Z`, `${year}-12-31T23:59:60.999999999+14:00`]);
      const texts = [...years, "2026-02-30T25:61:61Z", "-000001-01-01T00:00:00Z", "+275760-09-13T00:00:01Z", "1e400"];
      const lines = texts.map((text, at): Entry => ({
        message: `{"timestamp":"${text}","level":"INFO","message":"order ${tokenOf(600 + at)} was paid"}`,
      }));
      const written = linesPayload(600, lines);
      await sendBytes(world, lambda, route, written.bytes, written.sent);
      if (route === "transform") await world.stream.flush();
    },
  },
};
