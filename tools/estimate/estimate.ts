import { domainFor, type Domain } from "./domain.ts";
import type { Inputs } from "./inputs.ts";
import { costLines, type CostLine } from "./lines.ts";
import type { Prices } from "./prices.ts";
import { quotasOf, share, type Quota } from "./quotas.ts";
import { volumeOf, type Volume } from "./volume.ts";

/** What logs cost in a month, what they run on, and which limit they meet first. */
export interface Estimate {
  readonly inputs: Inputs;
  readonly volume: Volume;
  readonly lines: readonly CostLine[];
  /** The sum of the lines. */
  readonly total: number;
  /** Undefined where nothing goes to OpenSearch. */
  readonly domain: Domain | undefined;
  /** The nearest first. */
  readonly quotas: readonly Quota[];
  /** From how many GB a day on each quota that grows is exceeded; the first that is hit comes first. */
  readonly hits: readonly QuotaHit[];
}

/** A quota, and the GB a day from which on it is exceeded. */
export interface QuotaHit {
  readonly quota: Quota;
  readonly gbPerDay: number;
}

/**
 * Estimates a month in steady state: OpenSearch and the archive hold as many days as they are to. Pure, and it never falls when
 * there are more logs.
 */
export function estimate(inputs: Inputs, prices: Prices): Estimate {
  const volume = volumeOf(inputs);
  const domain = domainOf(inputs, prices);
  const lines = costLines(volume, domain, inputs, prices);
  const total = lines.reduce((sum, { cost }) => sum + cost, 0);
  const quotas = quotasOf(volume, domain, inputs, prices.region);
  return { inputs, volume, lines, total, domain, quotas, hits: hitsOf(inputs, prices, quotas) };
}

function domainOf(inputs: Inputs, prices: Prices): Domain | undefined {
  const indexed = inputs.paths.some((path) => path !== "archive");
  return indexed ? domainFor(volumeOf(inputs), inputs, prices) : undefined;
}

function hitsOf(inputs: Inputs, prices: Prices, quotas: readonly Quota[]): QuotaHit[] {
  const growing = quotas.filter(({ grows }) => grows);
  return growing.map((quota) => hitOf(quota, inputs, prices)).toSorted((a, b) => a.gbPerDay - b.gbPerDay);
}

/**
 * Looks for the volume by halving, as a domain may take larger nodes instead of more of them, so that its share of a quota does not
 * grow in a line.
 */
function hitOf({ what }: Quota, inputs: Inputs, prices: Prices): QuotaHit {
  const quotaAt = (gbPerDay: number): Quota => {
    const at = { ...inputs, gbPerDay };
    const found = quotasOf(volumeOf(at), domainOf(at, prices), at, prices.region).find((quota) => quota.what === what);
    if (found === undefined) throw new Error(`${what} depends on the volume`);
    return found;
  };
  let within = 0;
  let beyond = 1;
  while (share(quotaAt(beyond)) <= 1) {
    within = beyond;
    beyond *= 2;
  }
  while (beyond - within > beyond * 1e-6) {
    const middle = (within + beyond) / 2;
    if (share(quotaAt(middle)) > 1) beyond = middle;
    else within = middle;
  }
  return { quota: quotaAt(beyond), gbPerDay: beyond };
}
