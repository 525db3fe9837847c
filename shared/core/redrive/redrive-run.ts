import { addAccount, newAccount, type Account } from "../accounting.ts";
import type { Reason } from "../failures.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { whyNoAnswer } from "./cluster-answers.ts";
import { listObjects } from "./list-objects.ts";
import type { ObjectStore, StoredObject, StoreFailure, Unreadable } from "./object-store.ts";
import { redriveObject, type RedriveOutcome } from "./redrive-object.ts";
import type { Selection } from "./selection.ts";

export interface RunOptions {
  /** When all must have ended, ms since 1970. */
  readonly deadline: number;
  /** After this many attempts a record is given up. */
  readonly maxAttempts: number;
  /** Cap on the size of one object, stored and inflated, bytes. */
  readonly maxObjectBytes: number;
  /** Objects that one run looks at; the oldest are taken. */
  readonly maxObjects: number;
  /** Called once, with all objects that the run is going to look at. */
  readonly onListed?: (objects: readonly StoredObject[]) => void;
  /** Called with each object that is done with, whatever became of it. */
  readonly onObject?: (object: StoredObject) => void;
}

/** What a run did. */
export interface RunReport {
  readonly account: Account;
  /** Objects that were read. */
  objects: number;
  removed: number;
  /** Records that were written again, with one attempt more. */
  rewritten: number;
  /** Objects that were not looked at: no time was left, or the cluster takes nothing. */
  left: number;
  /** Why it ended before the time was up. */
  stopped: string | undefined;
  readonly unreadable: Unreadable[];
  /** Objects that the store could not read, write or remove, and prefixes that it could not list. */
  readonly failed: StoreFailure[];
}

/** Objects of one run where the time has an end: about as many as fit into 15 minutes. */
export const MAX_OBJECTS = 50_000;
/** Longest delivery of one object, ms: `index` has as much. */
const OBJECT_MS = 120_000;
/** No object begins with less time than this, ms. */
const LEAST_MS = 10_000;
/** Objects under way at a time, when they are small: most hold one invocation's failures, and waiting is most of the work. */
const AT_ONCE = 4;
/** Stored size of the objects under way, bytes; a larger one goes alone, because of what it inflates to. */
const BYTES_AT_ONCE = 1024 * 1024;

/**
 * Redrives the objects of a selection, those that were written first first, as long as time is left. One that cannot be read or
 * written does not stop the others. When the cluster takes nothing, the run ends: what is left keeps its attempts for later.
 */
export async function redriveRun(
  selection: Selection,
  store: ObjectStore,
  pipeline: Pipeline,
  options: RunOptions,
): Promise<RunReport> {
  const { objects, beyond, failed } = await listObjects(store, selection, options.maxObjects);
  options.onListed?.(objects);
  const report: RunReport = {
    account: newAccount(),
    objects: 0,
    removed: 0,
    rewritten: 0,
    left: beyond,
    stopped: objects.length === 0 ? undefined : await whyNoAnswer(pipeline, options.deadline - LEAST_MS),
    unreadable: [],
    failed: [...failed],
  };
  const underWay = new Map<Promise<void>, number>();
  let begun = 0;
  for (const object of objects) {
    while (underWay.size > 0 && !hasRoom(underWay, object.size, report)) await Promise.race(underWay.keys());
    if (report.stopped !== undefined || options.deadline - pipeline.now() < LEAST_MS) break;
    begun++;
    const one: Promise<void> = redriveStored(object, store, pipeline, options, report).then(() => {
      underWay.delete(one);
      options.onObject?.(object);
    });
    underWay.set(one, object.size);
  }
  await Promise.all(underWay.keys());
  report.left += objects.length - begun;
  return report;
}

/** Until the cluster has taken something, one object at a time is enough to find out that it does not. */
function hasRoom(underWay: ReadonlyMap<unknown, number>, size: number, { account }: RunReport): boolean {
  const taken = account.delivered + account.duplicate > 0;
  const bytes = underWay.values().reduce((sum, one) => sum + one, size);
  return taken && underWay.size < AT_ONCE && bytes <= BYTES_AT_ONCE;
}

async function redriveStored(
  object: StoredObject,
  store: ObjectStore,
  pipeline: Pipeline,
  options: RunOptions,
  report: RunReport,
): Promise<void> {
  const { key } = object;
  try {
    // A listing that says the size saves the reading.
    const isLarge = object.size > options.maxObjectBytes;
    const content = isLarge ? ({ kind: "too-large", size: object.size } as const) : await store.get(key);
    if (content.kind === "gone") return;
    report.objects++;
    if (content.kind === "too-large") {
      report.unreadable.push({ key, why: `${content.size} bytes, more than the cap of ${options.maxObjectBytes}` });
      return;
    }
    const { maxAttempts, maxObjectBytes } = options;
    const deadline = Math.min(options.deadline, pipeline.now() + OBJECT_MS);
    const outcome = await redriveObject({ key, bytes: content.bytes }, pipeline, {
      deadline,
      maxAttempts,
      maxObjectBytes,
      remove: store.remove,
    });
    addAccount(report.account, outcome.account);
    if (outcome.removed) report.removed++;
    report.rewritten += outcome.rewritten;
    for (const why of outcome.unreadable) report.unreadable.push({ key, why });
    report.stopped ??= whyStop(outcome);
  } catch (error) {
    report.failed.push({ key, error });
  }
}

/** Failures of the cluster as a whole: the next object would meet the same. */
const OF_THE_CLUSTER: ReadonlySet<Reason> = new Set<Reason>([
  "cluster_unavailable",
  "certificate_untrusted",
  "access_denied",
  "bulk_throttled",
]);

function whyStop({ account }: RedriveOutcome): string | undefined {
  const reasons = [...account.failedByReason.keys()];
  const tookNothing = account.failed > 0 && account.delivered + account.duplicate === 0;
  return tookNothing && reasons.every((reason) => OF_THE_CLUSTER.has(reason)) ? reasons[0] : undefined;
}
