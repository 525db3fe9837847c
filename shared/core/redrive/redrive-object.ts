import { newAccount, type Account } from "../accounting.ts";
import { packFailures, type FailureRecord, type Witness } from "../failure-record.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { readEntries, readRedrivable, type Redrivable } from "./read-object.ts";
import { redriveEntries, type EntriesOptions } from "./redrive-entries.ts";
import { failuresPrefixOf } from "./selection.ts";

/** One object of the failures bucket. */
export interface FailureObjectInput {
  readonly key: string;
  readonly bytes: Buffer;
}

export interface RedriveOptions extends EntriesOptions {
  /** Cap on the inflated size of an object, bytes. */
  readonly maxObjectBytes: number;
  /** Removes an object; rejects when it cannot. */
  readonly remove: (key: string) => Promise<void>;
}

export interface RedriveOutcome {
  readonly account: Account;
  /** Records written again, with one attempt more. */
  readonly rewritten: number;
  readonly removed: boolean;
  /** Why the object, or entries of it, could not be read; such an object is never removed. */
  readonly unreadable: readonly string[];
}

/** Text that is read and delivered at a time, in characters: an object may be as large as memory, its documents may not. */
const SLICE = 8 * 1024 * 1024;
/** Records that are written again in one object. */
const KEPT_TOGETHER = 5_000;

/**
 * Delivers again what one object of the failures bucket holds, with today's code and under the ids and days it had. The object
 * is removed only after each of its records is in OpenSearch or in an object of its own again, so that running it twice, or
 * killing it half-way and running it again, changes nothing. Rejects when S3 does.
 */
export async function redriveObject(
  input: FailureObjectInput,
  pipeline: Pipeline,
  options: RedriveOptions,
): Promise<RedriveOutcome> {
  const account = newAccount();
  const read = readEntries(input.bytes, options.maxObjectBytes);
  if (!read.ok)
    return { account, rewritten: 0, removed: false, unreadable: [`${read.failure.reason}: ${read.failure.detail}`] };

  const witness: Witness = { function: "redrive", destination: "opensearch", now: pipeline.now() };
  const again: FailureRecord[] = [];
  let number = 0;
  const foreign: number[] = [];
  for (const texts of slices(read.value)) {
    const entries: Redrivable[] = [];
    for (const text of texts) {
      number++;
      const entry = readRedrivable(text, input.key);
      if (entry === undefined) foreign.push(number);
      else entries.push(entry);
    }
    for (const record of await redriveEntries(entries, pipeline, witness, options, account)) again.push(record);
  }

  const prefix = failuresPrefixOf(input.key) ?? pipeline.delivery.failuresPrefix;
  const keys: string[] = [];
  for (let at = 0; at < again.length; at += KEPT_TOGETHER) {
    for (const { key, body } of packFailures(again.slice(at, at + KEPT_TOGETHER), prefix)) {
      await pipeline.putFailure(key, body);
      keys.push(key);
    }
  }
  // The same records under the same reason have the same key: then the object has just been replaced by itself.
  const removed = foreign.length === 0 && !keys.includes(input.key);
  if (removed) await options.remove(input.key);
  return {
    account,
    rewritten: again.length,
    removed,
    unreadable: foreign.length === 0 ? [] : [strangers(foreign, number)],
  };
}

/** Not the text itself: what a function says of itself must not hold what it was given. */
function strangers(foreign: readonly number[], of: number): string {
  const one = foreign.length === 1;
  return `${foreign.length} of ${of} entries ${one ? "is" : "are"} neither a failure record of ours nor of Firehose nor of Lambda: number ${foreign[0]}${one ? "" : " is the first"}`;
}

function* slices(texts: readonly string[]): Generator<string[]> {
  let slice: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (length > 0 && length + text.length > SLICE) {
      yield slice;
      slice = [];
      length = 0;
    }
    slice.push(text);
    length += text.length;
  }
  if (slice.length > 0) yield slice;
}
