import { PLATFORMS } from "../../../shared/sources/source.ts";
import type { SourceCounts, StudioState } from "../wire/messages.ts";
import { countsOf, sumOf } from "./balance.ts";
import type { River } from "./river.ts";

/** What the page shows of the river right now. */
export function stateOf(river: River, version: number): StudioState {
  const { index, transform, redrive } = river.ledgers;
  const failures = river.failures.counts();
  const kept = failures.reduce((sum, { events }) => sum + events, 0);
  const accounts = [index.account, transform.account, redrive.account];
  const sources = new Map<string, SourceCounts>();
  const records = new Map<string, number>(PLATFORMS.map((platform) => [platform, 0]));
  for (const line of accounts.flatMap(({ bySource }) => [...bySource.values()])) {
    const platform = line.index.split("-")[1] ?? "";
    const known = sources.get(`${line.source} ${platform}`);
    sources.set(`${line.source} ${platform}`, {
      source: line.source,
      platform,
      events: line.events + (known?.events ?? 0),
      records: line.records + (known?.records ?? 0),
      delivered: line.delivered + (known?.delivered ?? 0),
    });
    records.set(platform, (records.get(platform) ?? 0) + line.delivered);
  }
  const first = [index.account, transform.account];
  const events = first.flatMap(({ bySource }) => [...bySource.values()]).reduce((sum, line) => sum + line.events, 0);
  const made = first.reduce((sum, account) => sum + account.records, 0);
  return {
    version,
    to: river.to,
    cluster: river.cluster,
    runs: river.runs.list(),
    index: countsOf(index),
    transform: countsOf(transform),
    redrive: countsOf(redrive),
    joined: events - made,
    sum: sumOf(first, redrive.account, { kept, repeated: river.failures.repeated() }),
    platforms: PLATFORMS.map((platform) => ({ platform, records: records.get(platform) ?? 0 })),
    sources: [...sources.values()].toSorted((a, b) => b.events - a.events || (a.source < b.source ? -1 : 1)),
    failures,
    faults: { ...river.switches },
    held: river.records.held(),
    released: river.records.released(),
  };
}
