/** Everything that has a price; a price table has one for each. Units are in the names. */
export const PRICED = [
  "cloudwatchLogsIngestedGb",
  "cloudwatchLogsStoredGbMonth",
  "lambdaMillionRequests",
  "lambdaGbSecondArm",
  "firehoseGb",
  "s3ThousandPuts",
  "s3StandardGbMonth",
  "s3InfrequentGbMonth",
  "s3InstantGbMonth",
  "s3ThousandToInfrequent",
  "s3ThousandToInstant",
  "opensearchGp3GbMonth",
  "crossZoneGb",
] as const;

export type Priced = (typeof PRICED)[number];

/** A price that falls with the quantity of a month; the last tier has no end. */
interface Tier {
  readonly upToGbMonth: number;
  readonly price: number;
}

export interface Price {
  readonly tiers: readonly Tier[];
  /** Whether the writer of the table was sure of it. */
  readonly sure: boolean;
  /** The page of AWS that has it. */
  readonly source: string;
}

/** A type of node of an OpenSearch domain. */
export interface Instance {
  readonly type: string;
  /** Price of an hour on demand. */
  readonly hour: number;
  readonly vcpus: number;
  readonly memoryGib: number;
  /** Largest gp3 volume that it takes. */
  readonly maxGp3Gib: number;
  /** `small` instances earn CPU credits: for trials, and domains in one zone. */
  readonly use: "any" | "small";
  readonly sure: boolean;
}

/** The prices of one region. */
export interface Prices {
  readonly date: string;
  readonly region: string;
  readonly note: string;
  readonly of: Readonly<Record<Priced, Price>>;
  readonly instances: readonly Instance[];
}

/**
 * Reads a price table (prices.json says its form) for one region.
 *
 * @param table the parsed JSON, whatever it is.
 * @returns the prices, or what is wrong with the table and where.
 */
export function readPrices(table: unknown, region: string): Prices | { readonly problem: string } {
  if (!isObject(table)) return { problem: "a price table is a JSON object" };
  const { date, note = "", regions, instances } = table;
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\d$/.test(date)) return { problem: "date: wanted is 2026-11-23" };
  if (typeof note !== "string") return { problem: "note: wanted is text" };
  if (!isObject(regions)) return { problem: "regions: wanted is an object" };
  const prices = regions[region];
  if (!isObject(prices)) {
    return {
      problem: `no prices of ${region}, only of ${Object.keys(regions).join(", ")}; --prices takes a table of yours`,
    };
  }
  const of: Partial<Record<Priced, Price>> = {};
  for (const name of PRICED) {
    const price = readPrice(prices[name]);
    if (price === undefined) {
      return {
        problem: `regions.${region}.${name}: wanted is {"price": 0.5} or {"tiers": [{"upToGbMonth": 500000, "price": 0.029}, {"price": 0.02}]}`,
      };
    }
    of[name] = price;
  }
  const nodes = isObject(instances) ? instances[region] : undefined;
  if (!Array.isArray(nodes) || nodes.length === 0)
    return { problem: `instances.${region}: wanted is a list of instance types` };
  const read: Instance[] = [];
  for (const [index, node] of nodes.entries()) {
    const instance = readInstance(node);
    if (typeof instance === "string") return { problem: `instances.${region}[${index}]: ${instance}` };
    read.push(instance);
  }
  if (read.every(({ use }) => use === "small")) return { problem: `instances.${region}: one has to be of use "any"` };
  return { date, region, note, of: of as Record<Priced, Price>, instances: read };
}

function readPrice(value: unknown): Price | undefined {
  if (!isObject(value)) return undefined;
  const { price, tiers, sure = true, source = "" } = value;
  const listed: unknown = tiers ?? [{ price }];
  if (!Array.isArray(listed) || listed.length === 0) return undefined;
  const read: Tier[] = [];
  for (const [index, tier] of listed.entries()) {
    if (!isObject(tier)) return undefined;
    const last = index === listed.length - 1;
    const upToGbMonth = last ? (tier["upToGbMonth"] ?? Number.POSITIVE_INFINITY) : tier["upToGbMonth"];
    const least = read.at(-1)?.upToGbMonth ?? 0;
    if (!isNumber(tier["price"]) || typeof upToGbMonth !== "number" || !(upToGbMonth > least)) return undefined;
    read.push({ upToGbMonth: last ? Number.POSITIVE_INFINITY : upToGbMonth, price: tier["price"] });
  }
  return { tiers: read, sure: sure === true, source: String(source) };
}

function readInstance(value: unknown): Instance | string {
  if (!isObject(value)) return "wanted is an object";
  const { type, hour, vcpus, memoryGib, maxGp3Gib, use = "any", sure = true } = value;
  if (typeof type !== "string" || type === "") return "type: wanted is a name, such as r6g.large.search";
  if (use !== "any" && use !== "small") return "use: wanted is any or small";
  if (!isNumber(hour)) return "hour: wanted is a price";
  if (!isNumber(vcpus) || !isNumber(memoryGib) || !isNumber(maxGp3Gib) || !(vcpus * memoryGib * maxGp3Gib > 0)) {
    return "vcpus, memoryGib, maxGp3Gib: wanted are numbers above zero";
  }
  return { type, hour, vcpus, memoryGib, maxGp3Gib, use, sure: sure === true };
}

/** What a quantity of a month costs, tier by tier. */
export function costOf(quantity: number, { tiers }: Price): number {
  let cost = 0;
  let from = 0;
  for (const { upToGbMonth, price } of tiers) {
    if (quantity <= from) break;
    cost += (Math.min(quantity, upToGbMonth) - from) * price;
    from = upToGbMonth;
  }
  return cost;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
