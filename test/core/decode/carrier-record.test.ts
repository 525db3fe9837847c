import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeCarrierRecord } from "../../../shared/core/decode/carrier-record.ts";
import type { Decoded } from "../../../shared/core/log-batch.ts";
import { CONTROL, entry, gz, NOON, subscription } from "../payloads.ts";

const CAP = 1024 * 1024;
const CARRIER = { carrier: "firehose", region: "eu-west-1", deliveryStream: "tributary-eks", arrivedAt: NOON } as const;

function decode(bytes: Buffer): Decoded {
  return decodeCarrierRecord(bytes, CARRIER, CAP);
}

/** The messages of all events, by carrier. */
function messages({ batches }: Decoded): string[] {
  return batches.flatMap(({ origin, events }) => events.map(({ message }) => `${origin.carrier}: ${message}`));
}

const text = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join("");
const lines = (...values: unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");

const one = subscription([entry("one", 1), entry("two", 2)]);
const two = subscription([entry("three", 3)], { logStream: "another" });
const agent = { log: "from an agent", container_name: "web" };
const three = ["cloudwatch: one", "cloudwatch: two", "cloudwatch: three"];
const agents = (...values: unknown[]): string[] => values.map((value) => `firehose: ${JSON.stringify(value)}`);

const inputs: [string, string, string[]][] = [
  ["one payload", text(one), three.slice(0, 2)],
  ["a payload on a line", lines(one), three.slice(0, 2)],
  ["a payload behind blank space", `\n ${text(one)}`, three.slice(0, 2)],
  ["a payload written over lines", JSON.stringify(one, undefined, 2), three.slice(0, 2)],
  ["payloads glued together", text(one, two), three],
  ["payloads on lines", lines(one, two), three],
  ["payloads in an array", JSON.stringify([one, two]), three],
  ["one payload in an array", JSON.stringify([two]), three.slice(2)],
  ["a control message between payloads", lines(one, CONTROL, two), three],
  ["an agent's object", text(agent), agents(agent)],
  ["an agent's objects glued together", text(agent, { n: 2 }), agents(agent, { n: 2 })],
  ["an agent's objects on lines", lines(agent, { n: 2 }), agents(agent, { n: 2 })],
  ["an array of objects", JSON.stringify([agent, { n: 2 }]), agents(agent, { n: 2 })],
  ["an array of one object", JSON.stringify([agent]), agents(agent)],
  ["an array of other things", '[1,"x"]', ['firehose: [1,"x"]']],
  ["an array of objects and others", '[{"a":1},2]', ['firehose: [{"a":1},2]']],
  ["an empty array", "[]", ["firehose: []"]],
  ["a line of text", "GET /healthz 200", ["firehose: GET /healthz 200"]],
  ["several lines of text", "panic: x\n\tat y\n", ["firehose: panic: x\n\tat y\n"]],
  ["lines of text between objects", 'up\n{"a":1}\ndown', ["firehose: up", 'firehose: {"a":1}', "firehose: down"]],
  ["a line that only begins like JSON", "{not json", ["firehose: {not json"]],
  ["a line with braces", "{user} came from {address} at noon", ["firehose: {user} came from {address} at noon"]],
  ["nothing", "", ["firehose: "]],
  ["blank space", "  \n", ["firehose:   \n"]],
  ["a JSON text", '"line"', ['firehose: "line"']],
];

describe("decodeCarrierRecord", () => {
  it.each(inputs)("takes %s, plain", (_, input, wanted) => {
    const decoded = decode(Buffer.from(input));
    expect([messages(decoded), decoded.failures]).toEqual([wanted, []]);
  });

  it.each(inputs)("takes %s, gzip", (_, input, wanted) => {
    const decoded = decode(gzipSync(input));
    expect([messages(decoded), decoded.failures]).toEqual([wanted, []]);
  });

  it("takes members of one payload each", () => {
    const decoded = decode(Buffer.concat([gz(one), gz(CONTROL), gz(two)]));
    expect(messages(decoded)).toEqual(three);
    expect(decoded.control).toBe(1);
  });

  it("gives an agent's events ids that last, apart by position and by arrival", () => {
    const ids = (arrivedAt: number): string[] =>
      decodeCarrierRecord(Buffer.from(lines(agent, agent)), { ...CARRIER, arrivedAt }, CAP).batches.flatMap(
        ({ events }) => events.map(({ id }) => id),
      );
    expect(ids(NOON)).toEqual(ids(NOON));
    expect(new Set([...ids(NOON), ...ids(NOON + 1)]).size).toBe(4);
  });

  it("says which stream carried it", () => {
    const [batch] = decode(Buffer.from("line")).batches;
    expect(batch?.origin).toMatchObject({ carrier: "firehose", deliveryStream: "tributary-eks", region: "eu-west-1" });
    expect(batch?.events[0]?.timestamp).toBe(NOON);
  });

  const whole = gz(one);
  it.each<[string, Buffer, string]>([
    ["gzip that is cut", whole.subarray(0, 40), "gzip_corrupt"],
    ["gzip whose second member is cut", Buffer.concat([whole, whole.subarray(0, 40)]), "gzip_corrupt"],
    ["a bomb", gzipSync(Buffer.alloc(CAP + 1)), "gzip_too_large"],
    ["zstd", zstdCompressSync(text(one)), "compression_unsupported"],
    ["framed snappy", Buffer.from("ff060000734e6150705901", "hex"), "compression_unsupported"],
    ["a payload whose JSON is cut", Buffer.from(text(one).slice(0, -3)), "envelope_invalid"],
    ["a payload without events", Buffer.from(text({ ...one, logEvents: 7 })), "envelope_invalid"],
    ["a payload of another type", Buffer.from(text({ ...one, messageType: "NEWS" })), "envelope_invalid"],
    ["a payload with an unescaped quote", Buffer.from(text(one).replace("two", 't"wo')), "envelope_invalid"],
    [
      "a payload with bytes outside its texts",
      Buffer.concat([Buffer.from(text(one).slice(0, -1)), Buffer.from([0xff, 0x7d])]),
      "envelope_invalid",
    ],
  ])("keeps the bytes of %s", (_, bytes, reason) => {
    const { batches, failures } = decode(bytes);
    expect(batches).toEqual([]);
    expect(failures.map(({ failure }) => failure.reason)).toEqual([reason]);
    expect(failures[0]?.original).toEqual(bytes);
    expect(failures[0]?.origin.deliveryStream).toBe("tributary-eks");
  });

  it("keeps a compressed record that holds nothing but a broken payload as it came in", () => {
    for (const broken of [text(one).slice(0, -3), text({ ...one, logEvents: 7 })]) {
      const bytes = gzipSync(broken);
      expect(decode(bytes).failures.map(({ original }) => original)).toEqual([bytes]);
    }
  });

  it("keeps a broken payload apart from the sound ones beside it", () => {
    const broken = text(one).slice(0, -9);
    const decoded = decode(Buffer.from(`${text(two)}\n${broken}\n${text(agent)}`));
    expect(messages(decoded)).toEqual(["cloudwatch: three", ...agents(agent)]);
    expect(decoded.failures.map(({ original }) => original.toString())).toEqual([broken]);
  });

  it("fails one bad entry of one payload among several, and nothing else", () => {
    const decoded = decode(Buffer.from(lines(two, subscription([entry("four", 4), { id: "5" }]), agent)));
    expect(messages(decoded)).toEqual(["cloudwatch: three", "cloudwatch: four", ...agents(agent)]);
    expect(decoded.failures.map(({ original }) => original.toString())).toEqual(['{"id":"5"}']);
  });
});

describe("bytes that are no UTF-8", () => {
  const RAW = Buffer.from([0xff, 0xfe]);
  const inEvent = Buffer.from(text(subscription([entry("é before", 1), entry("HERE", 2), entry("after", 3)]), agent));
  const at = inEvent.indexOf("HERE");
  const hurt = Buffer.concat([inEvent.subarray(0, at), Buffer.from("\\u00e9 é "), RAW, inEvent.subarray(at + 4)]);

  it("are kept with the event that has them; its neighbours and the objects beside it are left alone", () => {
    const decoded = decode(hurt);
    const events = decoded.batches.flatMap((batch) => batch.events);
    const wanted = [undefined, Buffer.concat([Buffer.from("é é "), RAW]), undefined, undefined];
    expect(events.map(({ bytes }) => bytes)).toEqual(wanted);
    expect(messages(decoded)).toEqual([
      "cloudwatch: é before",
      "cloudwatch: é é \ufffd\ufffd",
      "cloudwatch: after",
      ...agents(agent),
    ]);
  });

  it("are kept with an agent's line", () => {
    const [first, second] = decode(Buffer.concat([Buffer.from('{"a":"é"}\ntext '), RAW])).batches[0]?.events ?? [];
    expect(first).toMatchObject({ message: '{"a":"é"}', bytes: undefined });
    expect(second).toMatchObject({ message: "text \ufffd\ufffd", bytes: Buffer.concat([Buffer.from("text "), RAW]) });
  });
});
