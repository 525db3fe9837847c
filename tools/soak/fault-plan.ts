import { createHash } from "node:crypto";
import { chanceOf, numberOf } from "../faults/chance.ts";
import type { Ending, Fault, Passing } from "../faults/faulty-proxy.ts";
import {
  atMost,
  cutting,
  denied,
  failingItems,
  ITEM_429,
  ITEM_503,
  ITEM_BLOCKED,
  miscounting,
  rejected,
  throttled,
  unavailable,
} from "../faults/opensearch-faults.ts";
import { accessDenied, slowDown } from "../faults/s3-faults.ts";

/** Each fault by its name, and of how many requests in ten thousand it is the lot. */
type Lots = Readonly<Record<string, readonly [inTenThousand: number, fault: Fault]>>;

const losing: Fault = async (_, forward): Promise<Ending> => {
  await forward();
  return "reset";
};

/** What meets single requests to OpenSearch; the next attempt may go well. */
const OPENSEARCH: Lots = {
  "opensearch connection broken": [250, () => "reset"],
  "opensearch answer lost": [150, losing],
  "opensearch answer cut": [100, cutting],
  "opensearch item missing": [50, miscounting],
  "opensearch 429": [250, rejected],
  "opensearch 503": [150, unavailable],
  "opensearch 403 throttled": [100, throttled],
  "opensearch 413": [100, atMost(50_000)],
  "opensearch items 429": [250, failingItems(5, ITEM_429)],
  "opensearch items 503": [150, failingItems(7, ITEM_503)],
  "opensearch items blocked": [50, failingItems(9, ITEM_BLOCKED)],
  "opensearch 403": [30, denied],
};

/** What meets single requests to S3. */
const S3: Lots = {
  "s3 connection broken": [300, () => "reset"],
  "s3 answer lost": [200, losing],
  "s3 503 SlowDown": [600, slowDown],
  "s3 AccessDenied": [200, accessDenied],
};

/** Faults by chance, and how often each came about. */
export interface FaultPlan {
  readonly opensearch: Fault;
  readonly s3: Fault;
  /** OpenSearch answers nothing until this is called with false. */
  readonly outage: (on: boolean) => void;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Draws a fault for each request, by what is in it and how often it has come: the same seed meets the same requests with the
 * same faults, whatever order they come in.
 */
export function faultPlan(seed: number): FaultPlan {
  const counts = new Map<string, number>();
  let isOut = false;
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const drawn = (lots: Lots): Fault => {
    const draw = drawing(seed);
    return (request, forward) => {
      let lot = draw(request);
      for (const [name, [inTenThousand, fault]] of Object.entries(lots)) {
        lot -= inTenThousand;
        if (lot >= 0) continue;
        count(name);
        return fault(request, forward);
      }
      return forward();
    };
  };
  const cluster = drawn(OPENSEARCH);
  return {
    opensearch: (request, forward) => {
      if (!isOut) return cluster(request, forward);
      count("opensearch outage");
      return unavailable();
    },
    s3: drawn(S3),
    outage: (on) => {
      isOut = on;
    },
    counts,
  };
}

/** Attempts that are told apart: as many requests are remembered, so that memory has an end. */
const REMEMBERED = 10_000;

/** A number below 10,000 for a request. */
function drawing(seed: number): (request: Passing) => number {
  let attempts = new Map<string, number>();
  return ({ method, path, body }) => {
    // What is written to S3 holds the time of writing; its key is made of the data alone.
    const content = path.startsWith("/_bulk") ? body : "";
    const key = createHash("sha1").update(`${method} ${path}\n`).update(content).digest("base64");
    const attempt = (attempts.get(key) ?? 0) + 1;
    if (attempts.size >= REMEMBERED) attempts = new Map();
    attempts.set(key, attempt);
    return Math.floor(chanceOf(numberOf(`${seed} ${key} ${attempt}`))() * 10_000);
  };
}
