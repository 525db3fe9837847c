import { bookDocument, bookFailed, bookMade, newAccount, type Account } from "../accounting.ts";
import { deliver, type Undelivered } from "../delivery/deliver.ts";
import type { Document } from "../document.ts";
import { failedAgain, packFailures, undecodedRecord, undeliveredRecord, type FailureRecord, type Witness } from "../failure-record.ts";
import type { Failure } from "../failures.ts";
import { deliveryOptions, type Pipeline } from "../pipeline/pipeline.ts";
import { readFailureObject, type Redrivable } from "./read-object.ts";
import { restore, type Restored } from "./restore.ts";

/** One object of the failures bucket. */
export interface FailureObjectInput {
  readonly key: string;
  readonly bytes: Buffer;
}

export interface RedriveOptions {
  /** When delivery must have ended, ms since 1970. */
  readonly deadline: number;
  /** After this many attempts a record is given up, under a reason of its own. */
  readonly maxAttempts: number;
  /** Removes an object; rejects when it cannot. */
  readonly remove: (key: string) => Promise<void>;
}

export interface RedriveOutcome {
  readonly account: Account;
  /** Records written again, with one attempt more. */
  readonly rewritten: number;
  readonly removed: boolean;
  /** Why the object, or lines of it, could not be read; such an object is never removed. */
  readonly unreadable: readonly string[];
}

/**
 * Delivers again what one object of the failures bucket holds, with today's code and under the ids and days it had. The object
 * is removed only after each of its records is in OpenSearch or in an object of its own again, so that running it twice, or
 * killing it half-way and running it again, changes nothing. Rejects when S3 does.
 */
export async function redriveObject(input: FailureObjectInput, pipeline: Pipeline, options: RedriveOptions): Promise<RedriveOutcome> {
  const account = newAccount();
  const read = readFailureObject(input.bytes, pipeline.settings.inflateMaxBytes);
  if (!read.ok) return { account, rewritten: 0, removed: false, unreadable: [`${read.failure.reason}: ${read.failure.detail}`] };

  const witness: Witness = { function: "redrive", destination: "opensearch", now: pipeline.now() };
  const unreadable = read.value.flatMap((entry) => (entry.kind === "unknown" ? [entry.text.slice(0, 100)] : []));
  const entries = read.value.filter((entry) => entry.kind !== "unknown");
  const restored = entries.map((entry) => ({ entry, ...restore(entry, pipeline.catalog, pipeline.settings, witness.now) }));
  const owners = ownersOf(restored);
  for (const { events } of restored) account.received += events;
  const documents = restored.flatMap((one) => one.documents);
  bookMade(account, documents, (document) => weightOf(document, owners));

  const again: FailureRecord[] = [];
  for (const { entry, undecoded } of restored) {
    for (const one of undecoded) {
      again.push(failedAgain(undecodedRecord(one, witness), attemptsOf(entry), options.maxAttempts));
      bookFailed(account, one.failure.reason, 1);
    }
  }
  // What fails stays in the object that is being redriven until it is written again below: nothing has to be kept on the way.
  const outcome = await deliver(documents, { ...pipeline, keep: async () => {} }, deliveryOptions(pipeline, options.deadline));
  for (const document of outcome.delivered) bookDocument(account, document, "delivered", weightOf(document, owners));
  for (const document of outcome.duplicate) bookDocument(account, document, "duplicate", weightOf(document, owners));
  for (const undelivered of outcome.undelivered) {
    const { document, failure } = undelivered;
    const owner = owners.get(document);
    if (owner === undefined) throw new Error("a document that no entry was restored to");
    again.push(failedAgain(recordOf(undelivered, owner.entry, witness), attemptsOf(owner.entry), options.maxAttempts));
    bookDocument(account, document, failure.reason, weightOf(document, owners));
  }
  account.retries = outcome.retries;

  const objects = packFailures(again, pipeline.delivery.failuresPrefix);
  for (const { key, body } of objects) await pipeline.putFailure(key, body);
  // The same records under the same reason have the same key: then the object has just been replaced by itself.
  const removed = unreadable.length === 0 && objects.every(({ key }) => key !== input.key);
  if (removed) await options.remove(input.key);
  return { account, rewritten: again.length, removed, unreadable };
}

type Known = Exclude<Redrivable, { kind: "unknown" }>;
type Owner = Restored & { readonly entry: Known };

function ownersOf(restored: readonly Owner[]): Map<Document, Owner> {
  const owners = new Map<Document, Owner>();
  for (const owner of restored) for (const document of owner.documents) owners.set(document, owner);
  return owners;
}

/** A message that was joined of several events comes back as one; it counts as often as it did. */
function weightOf(document: Document, owners: ReadonlyMap<Document, Owner>): number {
  const owner = owners.get(document);
  return owner?.entry.kind === "failure" && owner.entry.record.origin.holds === "message" ? owner.events : document.events.length;
}

function attemptsOf(entry: Known): { attempts: number; firstSeen: string | undefined } {
  switch (entry.kind) {
    case "failure":
      return { attempts: entry.record.attempts, firstSeen: entry.record.firstSeen };
    case "carrier-record":
    case "document":
      return { attempts: entry.attempts, firstSeen: undefined };
    case "invocation":
      return { attempts: 1, firstSeen: undefined };
  }
}

/** The failure record of a document that failed again: what it held before, it holds still. */
function recordOf(undelivered: Undelivered, entry: Known, witness: Witness): FailureRecord {
  const { document, failure } = undelivered;
  if (entry.kind === "failure" && (entry.record.origin.holds === "message" || entry.record.origin.holds === "document")) {
    return withFailure(entry.record, failure, undeliveredRecord(undelivered, witness));
  }
  const record = undeliveredRecord(undelivered, witness);
  return entry.kind === "document" ? { ...record, origin: { ...record.origin, holds: "document", id: document.id } } : record;
}

function withFailure(before: FailureRecord, failure: Failure, again: FailureRecord): FailureRecord {
  return { ...before, reason: failure.reason, stage: again.stage, detail: failure.detail };
}
