import { bookDocument, bookFailed, bookFiltered, bookMade, type Account } from "../accounting.ts";
import { deliver, type Undelivered } from "../delivery/deliver.ts";
import type { Document } from "../document.ts";
import {
  failedAgain,
  undecodedRecord,
  undeliveredRecord,
  type FailureRecord,
  type Witness,
} from "../failure-record.ts";
import { deliveryOptions, type Pipeline } from "../pipeline/pipeline.ts";
import { isRefused } from "./refused-document.ts";
import type { Redrivable } from "./read-object.ts";
import { restore, type Restored } from "./restore.ts";

export interface EntriesOptions {
  /** When delivery must have ended, ms since 1970. */
  readonly deadline: number;
  /** After this many attempts a record is given up, under a reason of its own. */
  readonly maxAttempts: number;
}

/**
 * Delivers entries of a failure object again, and books what became of their log events.
 *
 * @returns what failed again: a failure record with one attempt more for each. Nothing of it is kept anywhere yet.
 */
export async function redriveEntries(
  entries: readonly Redrivable[],
  pipeline: Pipeline,
  witness: Witness,
  options: EntriesOptions,
  account: Account,
): Promise<FailureRecord[]> {
  const restored = entries.map((entry) => ({
    entry,
    ...restore(entry, pipeline.catalog, pipeline.settings, witness.now),
  }));
  const owners = ownersOf(restored);
  for (const { events, control } of restored) {
    account.received += events;
    account.control += control;
  }
  const weight = (document: Document): number => weightOf(document, owners);
  const made = restored.flatMap((one) => one.documents);
  const documents = bookFiltered(account, made, weight);
  bookMade(account, documents, weight);

  const again: FailureRecord[] = [];
  for (const { entry, undecoded } of restored) {
    for (const one of undecoded) {
      again.push(failedAgain(undecodedRecord(one, witness), attemptsOf(entry), options.maxAttempts));
      bookFailed(account, one.failure.reason, 1);
    }
  }
  // What fails stays in the object that is being redriven until it is written again: nothing has to be kept on the way.
  const outcome = await deliver(
    documents,
    { ...pipeline, keep: async () => {} },
    deliveryOptions(pipeline, options.deadline),
  );
  for (const document of outcome.delivered) bookDocument(account, document, "delivered", weight(document));
  for (const document of outcome.duplicate) bookDocument(account, document, "duplicate", weight(document));
  for (const undelivered of outcome.undelivered) {
    const { document, failure } = undelivered;
    const owner = owners.get(document);
    if (owner === undefined) throw new Error("a document that no entry was restored to");
    again.push(failedAgain(recordOf(undelivered, owner.entry, witness), attemptsOf(owner.entry), options.maxAttempts));
    bookDocument(account, document, failure.reason, weight(document));
  }
  account.retries += outcome.retries;
  return again;
}

type Owner = Restored & { readonly entry: Redrivable };

function ownersOf(restored: readonly Owner[]): Map<Document, Owner> {
  const owners = new Map<Document, Owner>();
  for (const owner of restored) for (const document of owner.documents) owners.set(document, owner);
  return owners;
}

/** A message that was joined of several events comes back as one; it counts as often as it did. */
function weightOf(document: Document, owners: ReadonlyMap<Document, Owner>): number {
  const owner = owners.get(document);
  return owner?.entry.kind === "failure" && owner.entry.record.origin.holds === "message"
    ? owner.events
    : document.events.length;
}

/** What Firehose and Lambda tried before they gave up counts as one attempt, however often they did. */
function attemptsOf(entry: Redrivable): { attempts: number; firstSeen: string | undefined } {
  if (entry.kind !== "failure") return { attempts: 1, firstSeen: undefined };
  return { attempts: entry.record.attempts, firstSeen: entry.record.firstSeen };
}

/** The failure record of a document that failed again: what it held before, it holds still. */
function recordOf(undelivered: Undelivered, entry: Redrivable, witness: Witness): FailureRecord {
  const { document, failure } = undelivered;
  const record = undeliveredRecord(undelivered, witness);
  const refused = isRefused(document);
  if (entry.kind === "failure" && (refused || entry.record.origin.holds === "message")) {
    return { ...entry.record, reason: failure.reason, stage: record.stage, detail: failure.detail };
  }
  return refused ? { ...record, origin: { ...record.origin, holds: "document" } } : record;
}
