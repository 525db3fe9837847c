import type { Platform } from "../sources/source.ts";
import type { Document } from "./document.ts";
import type { Reason } from "./failures.ts";
import type { Handover } from "./settings.ts";

/** What became of the log events of one invocation. Counters count log events, not records: a joined record counts each. */
export interface Account {
  received: number;
  delivered: number;
  /** The same by destination. What OpenSearch itself has acknowledged is `opensearch`; what Firehose has yet to index is `firehose`. */
  deliveredTo: Record<Handover, number>;
  duplicate: number;
  filtered: number;
  failed: number;
  /** Reachability checks of CloudWatch; not received events. */
  control: number;
  /** Records made, beside the events they were made of. */
  records: number;
  retries: number;
  /** Bytes of the records delivered. */
  bytes: number;
  /** When the carrier saw the oldest of the log events, ms since 1970. */
  oldestEvent: number | undefined;
  failedByReason: Map<Reason, number>;
  /** What the operator's rules left out, by rule. */
  filteredByRule: Map<string, number>;
  /** Log events of records that something was taken out of, by rule: built-in and the operator's. */
  redactedByRule: Map<string, number>;
  /** Why failures could not be written to S3, where Firehose keeps them instead. */
  unkept: string[];
  /** Events and records by source and index. */
  bySource: Map<string, SourceAccount>;
}

export interface SourceAccount {
  readonly source: string;
  readonly platform: Platform;
  readonly index: string;
  events: number;
  records: number;
  delivered: number;
  duplicate: number;
  failed: number;
}

/** The counters of an account that are plain numbers of events or requests; metrics have these names. */
export const COUNTS = [
  "received",
  "delivered",
  "duplicate",
  "filtered",
  "failed",
  "control",
  "records",
  "retries",
] as const;

export function newAccount(): Account {
  return {
    received: 0,
    delivered: 0,
    deliveredTo: { opensearch: 0, s3: 0, firehose: 0 },
    duplicate: 0,
    filtered: 0,
    failed: 0,
    control: 0,
    records: 0,
    retries: 0,
    bytes: 0,
    oldestEvent: undefined,
    failedByReason: new Map(),
    filteredByRule: new Map(),
    redactedByRule: new Map(),
    unkept: [],
    bySource: new Map(),
  };
}

function lineOf(account: Account, document: Document): SourceAccount {
  const key = `${document.source} ${document.index}`;
  let line = account.bySource.get(key);
  if (line === undefined) {
    line = {
      source: document.source,
      platform: document.platform,
      index: document.index,
      events: 0,
      records: 0,
      delivered: 0,
      duplicate: 0,
      failed: 0,
    };
    account.bySource.set(key, line);
  }
  return line;
}

/** Books the documents that were made of received events. */
export function bookMade(
  account: Account,
  documents: readonly Document[],
  eventsOf: (document: Document) => number = ({ events }) => events.length,
): void {
  for (const document of documents) {
    const line = lineOf(account, document);
    const events = eventsOf(document);
    line.events += events;
    line.records++;
    account.records++;
    // A joined record's first event is its oldest.
    account.oldestEvent = older(account.oldestEvent, document.events[0]?.timestamp);
    for (const rule of document.redactedBy ?? []) addTo(account.redactedByRule, rule, events);
  }
}

/**
 * Books what became of one document; `delivered` is to OpenSearch.
 *
 * @param events the log events it was made of, where the document itself does not hold them all.
 */
export function bookDocument(
  account: Account,
  document: Document,
  fate: "delivered" | "duplicate" | Reason,
  events: number = document.events.length,
): void {
  if (fate === "delivered") return bookDelivered(account, document, "opensearch", events);
  const line = lineOf(account, document);
  if (fate === "duplicate") {
    account.duplicate += events;
    line.duplicate += events;
  } else {
    line.failed += events;
    bookFailed(account, fate, events);
  }
}

/** Books one document as handed over. */
export function bookDelivered(
  account: Account,
  document: Document,
  to: Handover,
  events: number = document.events.length,
): void {
  account.delivered += events;
  account.deliveredTo[to] += events;
  account.bytes += Buffer.byteLength(document.json);
  lineOf(account, document).delivered += events;
}

/** Books what the operator's rules leave out, and gives the documents that are to be delivered. */
export function bookFiltered(
  account: Account,
  documents: readonly Document[],
  eventsOf: (document: Document) => number = ({ events }) => events.length,
): Document[] {
  return documents.filter((document) => {
    const rule = document.filteredBy;
    if (rule === undefined) return true;
    const events = eventsOf(document);
    account.filtered += events;
    addTo(account.filteredByRule, rule, events);
    return false;
  });
}

export function bookFailed(account: Account, reason: Reason, events: number): void {
  account.failed += events;
  addTo(account.failedByReason, reason, events);
}

function addTo<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function older(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** The law: what came in, less what is accounted for. Anything but 0 is a bug, and raises an alarm. */
export function conservationGap({ received, delivered, duplicate, filtered, failed }: Account): number {
  return received - delivered - duplicate - filtered - failed;
}

/** What became of the log events of each source on each platform, in whatever indices. */
export function sumsBySource({ bySource }: Account): Omit<SourceAccount, "index">[] {
  const sums = new Map<string, Omit<SourceAccount, "index">>();
  for (const { index: _, ...line } of bySource.values()) {
    const key = `${line.platform} ${line.source}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, line);
    else for (const count of SOURCE_COUNTS) known[count] += line[count];
  }
  return [...sums.values()];
}

const SOURCE_COUNTS = ["events", "records", "delivered", "duplicate", "failed"] as const;

/** Adds one account to another. */
export function addAccount(total: Account, part: Account): void {
  for (const key of [...COUNTS, "bytes"] as const) {
    total[key] += part[key];
  }
  total.oldestEvent = older(total.oldestEvent, part.oldestEvent);
  for (const to of ["opensearch", "s3", "firehose"] as const) total.deliveredTo[to] += part.deliveredTo[to];
  for (const [rule, count] of part.filteredByRule) addTo(total.filteredByRule, rule, count);
  for (const [rule, count] of part.redactedByRule) addTo(total.redactedByRule, rule, count);
  total.unkept.push(...part.unkept);
  for (const [reason, count] of part.failedByReason) addTo(total.failedByReason, reason, count);
  for (const [key, line] of part.bySource) {
    const known = total.bySource.get(key);
    if (known === undefined) {
      total.bySource.set(key, { ...line });
      continue;
    }
    for (const count of SOURCE_COUNTS) known[count] += line[count];
  }
}
