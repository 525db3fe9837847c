import { gzipSync } from "node:zlib";
import { KINDS, readLines, type Kind, type LineStream } from "./lines.ts";
import { newRandom, withOtherIds, type Random } from "./entropy.ts";

/** `low`: the lines as they were recorded, over and over. `high`: every id and number in them is another one, in any order. */
export type Entropy = "low" | "high";

/** Subscription payloads of one kind, as CloudWatch would deliver them. */
export interface PayloadSet {
  /** `<kind>/<entropy>` */
  readonly name: string;
  readonly payloads: readonly Buffer[];
  /** The messages of each payload: what an agent would hand to Firehose, one a record. */
  readonly messages: readonly (readonly string[])[];
  readonly events: number;
  /** Bytes of the payloads, inflated. */
  readonly bytes: number;
}

const PAYLOADS = 40;
const EVENTS = 500;

/** Payloads of each kind in the mix of an estate: 1 KB an event, most of it audit events and applications, as in a cluster at work. */
const ESTATE: Readonly<Record<Kind, number>> = {
  audit: 16,
  kubernetes: 12,
  klog: 4,
  lambda: 3,
  ecs: 2,
  syslog: 2,
  authenticator: 1,
};

/** All sets, the estate last. The same on every machine and in every run. */
export async function payloadSets(
  entropies: readonly Entropy[],
  only: (name: string) => boolean,
): Promise<PayloadSet[]> {
  const lines = await readLines();
  const sets: PayloadSet[] = [];
  for (const kind of [...KINDS, "estate"] as const) {
    for (const entropy of entropies) {
      const name = `${kind}/${entropy}`;
      if (only(name)) sets.push(makeSet(name, streamsOf(kind, lines), entropy));
    }
  }
  return sets;
}

/** The stream of each payload of a set. */
function streamsOf(kind: Kind | "estate", lines: Readonly<Record<Kind, readonly LineStream[]>>): LineStream[] {
  const kinds = kind === "estate" ? KINDS : [kind];
  return kinds.flatMap((one) => {
    const count = kind === "estate" ? ESTATE[one] : PAYLOADS;
    return Array.from({ length: count }, (_, index) => lines[one][index % lines[one].length] as LineStream);
  });
}

function makeSet(name: string, streams: readonly LineStream[], entropy: Entropy): PayloadSet {
  let bytes = 0;
  const messages: string[][] = [];
  const payloads = streams.map((stream, number) => {
    const random = newRandom(number + 1);
    const start = entropy === "low" ? number * EVENTS : undefined;
    const { text, messages: said } = payloadText(stream, EVENTS, random, start);
    messages.push(said);
    bytes += Buffer.byteLength(text);
    return gzipSync(text, { level: 6 });
  });
  return { name, payloads, messages, events: streams.length * EVENTS, bytes };
}

/**
 * The text of a subscription payload.
 *
 * @param start the line to begin with; lines follow as they were recorded. Without it lines come in any order with other ids.
 */
export function payloadText(
  stream: LineStream,
  events: number,
  random: Random,
  start?: number,
): { readonly text: string; readonly messages: string[] } {
  const { logGroup, logStream, at, constant, messages: lines } = stream;
  const messages = Array.from({ length: events }, (_, index) => {
    const line = lines[(start === undefined ? random(lines.length) : start + index) % lines.length] as string;
    return start === undefined ? withOtherIds(line, constant, random) : line;
  });
  const logEvents = messages.map((message, index) => {
    const id = `38${String(random(1e9)).padStart(9, "0")}${String(index).padStart(45, "0")}`;
    return { id, timestamp: at + index, message };
  });
  const text = JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup,
    logStream,
    subscriptionFilters: ["tributary"],
    logEvents,
  });
  return { text, messages };
}
