import { ASSUMPTIONS as A } from "./assumptions.ts";
import type { Inputs } from "./inputs.ts";
import { costOf, type Instance, type Prices } from "./prices.ts";
import type { Volume } from "./volume.ts";

/** The OpenSearch domain that holds the logs. */
export interface Domain {
  readonly instance: Instance;
  readonly nodes: number;
  readonly masters: Instance | undefined;
  /** gp3 of all data nodes. */
  readonly storageGb: number;
  /** Primaries of one day on disk. */
  readonly dailyGb: number;
  /** Primary shards of one platform's index of a day. */
  readonly shardsOfIndex: number;
  /** Of the whole retention, with replicas. */
  readonly shards: number;
  readonly shardsPerNode: number;
  /** What decides the number of nodes. */
  readonly because: "storage" | "shards" | "CPU" | "zones";
}

/** The least volume that a node of OpenSearch Service takes. */
const LEAST_VOLUME_GB = 10;
/** Dedicated masters by the nodes that they manage (OpenSearch Service guide, "Choosing instance types for dedicated masters"). */
const MASTERS: readonly (readonly [nodes: number, type: string])[] = [
  [10, "m6g.large.search"],
  [30, "r6g.large.search"],
  [75, "r6g.xlarge.search"],
  [Number.POSITIVE_INFINITY, "r6g.2xlarge.search"],
];

/** Data nodes of a domain, unless more were asked for (Service Quotas, "Instances per domain"); of t3 instances never more than ten. */
export const MOST_NODES = 80;
const MOST_SMALL_NODES = 10;

/**
 * The cheapest domain that holds the documents: its nodes follow from storage, shards and CPU, whichever wants most. Where no
 * type of instance keeps within the quota of nodes, it is the type that takes the fewest.
 */
export function domainFor(volume: Volume, inputs: Inputs, prices: Prices): Domain {
  const candidates = prices.instances
    .filter(({ use }) => use === "any" || inputs.zones === 1)
    .map((instance) => domainOf(instance, volume, inputs, prices));
  const within = candidates.filter(
    ({ instance, nodes }) => nodes <= (instance.use === "small" ? MOST_SMALL_NODES : MOST_NODES),
  );
  const [cheapest] = within.toSorted((a, b) => domainCost(a, prices) - domainCost(b, prices));
  const [fewest] = candidates.toSorted((a, b) => a.nodes - b.nodes);
  const domain = cheapest ?? fewest;
  if (domain === undefined) throw new Error("a price table has instances of use any");
  return domain;
}

function domainOf(instance: Instance, { documentsGb }: Volume, inputs: Inputs, prices: Prices): Domain {
  const { replicas, retentionDays, zones } = inputs;
  const copies = 1 + replicas;
  const dailyGb = documentsGb * A.indexShare.value;
  const shardsOfIndex = Math.max(1, Math.ceil(dailyGb / A.platforms.value / A.shardGb.value));
  // The day that is written to is kept beside those that are.
  const days = retentionDays + 1;
  const shards = shardsOfIndex * A.platforms.value * copies * days;
  const shardsPerNode = shardLimit(instance);
  const storageGb = dailyGb * copies * days * A.freeSpaceFactor.value;
  const wants = {
    storage: storageGb / (instance.maxGp3Gib * 1.073741824),
    shards: shards / shardsPerNode,
    // By what is written, in shards of full size: one that gets little to do wants little CPU.
    CPU: ((dailyGb / A.shardGb.value) * copies * A.vcpusOfShard.value) / instance.vcpus,
    zones: Math.max(zones, copies),
  } as const;
  const most = Math.max(...Object.values(wants));
  const because = (Object.keys(wants) as (keyof typeof wants)[]).find((name) => wants[name] === most) ?? "zones";
  const nodes = Math.ceil(Math.ceil(most) / zones) * zones;
  return {
    instance,
    nodes,
    masters: mastersOf(nodes, inputs, prices),
    storageGb: Math.max(storageGb, nodes * LEAST_VOLUME_GB),
    dailyGb,
    shardsOfIndex,
    shards,
    shardsPerNode,
    because,
  };
}

/** 25 for each GiB of heap, which is half of the memory up to 32 GiB, and 1,000 (best practices of the guide). */
function shardLimit({ memoryGib }: Instance): number {
  return Math.min(1_000, 25 * Math.min(32, memoryGib / 2));
}

/** None for a trial in one zone. */
function mastersOf(nodes: number, { zones }: Inputs, { instances }: Prices): Instance | undefined {
  if (zones === 1) return undefined;
  const type = MASTERS.find(([most]) => nodes <= most)?.[1];
  return instances.find((one) => one.type === type) ?? instances.filter(({ use }) => use === "any").at(-1);
}

/** Three masters, as a quorum takes. */
export const MASTER_COUNT = 3;

/** What a domain costs in a month. */
function domainCost({ instance, nodes, masters, storageGb }: Domain, { of }: Prices): number {
  const hours = A.hoursOfMonth.value;
  const ofMasters = masters === undefined ? 0 : MASTER_COUNT * masters.hour * hours;
  return nodes * instance.hour * hours + ofMasters + costOf(storageGb, of.opensearchGp3GbMonth);
}
