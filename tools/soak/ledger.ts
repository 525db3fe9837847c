import { idOfNumber, TOKEN } from "../faults/traffic.ts";

/** How a log event went: by our own `_id`, or by a route on which Firehose gives the id. 0 is not sent. */
export type Way = 1 | 2 | 3 | 4;
/** Of the three streams in turn by our own ids, and by Firehose. */
export const BY_FIREHOSE: Way = 4;

/** What was sent, a byte a log event: a million of them must not show in the memory that is watched. */
export interface Ledger {
  /** Notes log events from a number on. */
  readonly send: (from: number, count: number, way: Way) => void;
  /** Notes a document of the index. */
  readonly meet: (id: string, text: string) => void;
  readonly compare: () => Comparison;
}

export interface Comparison {
  readonly sent: number;
  readonly documents: number;
  /** Sent, and not in the index. */
  readonly lost: number;
  /** In the index, and never sent; or under an id that it should not have. */
  readonly foreign: number;
  /** The first of these: id and text. */
  readonly examples: readonly string[];
  /** Stored more than once although they have ids of ours. */
  readonly twice: number;
  /** Stored more than once by the routes that are at-least-once. */
  readonly duplicates: number;
}

const EXAMPLES = 5;

export function newLedger(events: number): Ledger {
  const ways = new Uint8Array(events);
  const met = new Uint8Array(events);
  let documents = 0;
  let foreign = 0;
  const examples: string[] = [];
  return {
    send: (from, count, way) => ways.fill(way, from, from + count),
    meet: (id, text) => {
      documents++;
      const number = Number(TOKEN.exec(text)?.[0].slice(2) ?? Number.NaN);
      const way = ways[number];
      const isOurs = way !== undefined && way !== 0;
      if (!isOurs || (way !== BY_FIREHOSE && id !== idOfNumber(number, way - 1))) {
        foreign++;
        if (examples.length < EXAMPLES) examples.push(`${id} ${text.slice(0, 200)}`);
      } else met[number] = Math.min(255, (met[number] ?? 0) + 1);
    },
    compare: () => {
      const sums = { sent: 0, lost: 0, twice: 0, duplicates: 0 };
      ways.forEach((way, number) => {
        if (way === 0) return;
        const times = met[number] ?? 0;
        sums.sent++;
        if (times === 0) sums.lost++;
        else if (way === BY_FIREHOSE) sums.duplicates += times - 1;
        else sums.twice += times - 1;
      });
      return { ...sums, documents, foreign, examples };
    },
  };
}
