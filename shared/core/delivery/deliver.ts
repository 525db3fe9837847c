import type { Document } from "../document.ts";
import { nextDelay, type Backoff } from "./backoff.ts";
import type { Failure } from "../failures.ts";
import { judgeBulk, type BulkAnswer, type Verdict } from "./judge.ts";
import { bulkEntry, planBulk, type BulkEntry, type BulkLimits, type BulkTarget } from "./plan.ts";

/** A document that could not be delivered. */
export interface Undelivered {
  readonly document: Document;
  readonly failure: Failure;
}

/** What delivery needs from outside: the cluster, the clock, chance, and a place for what failed. */
export interface DeliveryPorts {
  /** Sends one `_bulk` body; never rejects: what goes wrong is an answer too. Must give up after `timeoutMs`. */
  readonly bulk: (body: string, timeoutMs: number) => Promise<BulkAnswer>;
  /** Keeps failures durably; rejects when it cannot. */
  readonly keep: (undelivered: readonly Undelivered[]) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface DeliveryOptions {
  readonly limits: BulkLimits;
  readonly target: BulkTarget;
  readonly backoff: Backoff;
  /** Longest wait for one answer, ms: a cluster that hangs must not use up the time of all attempts. */
  readonly requestTimeoutMs: number;
  /** When delivery must have ended, in the terms of `now`; what remains is kept as failed. */
  readonly deadline: number;
}

export interface DeliveryOutcome {
  readonly delivered: readonly Document[];
  readonly duplicate: readonly Document[];
  readonly undelivered: readonly Undelivered[];
  /** Requests beyond the first for the same documents. */
  readonly retries: number;
}

/**
 * Delivers documents by `_bulk` until each is delivered, a duplicate, or kept as failed. Permanent failures are kept before
 * the rest is tried again, so that a crash in between loses nothing. Rejects only when `keep` does.
 */
export async function deliver(documents: readonly Document[], ports: DeliveryPorts, options: DeliveryOptions): Promise<DeliveryOutcome> {
  const outcome = { delivered: [] as Document[], duplicate: [] as Document[], undelivered: [] as Undelivered[], retries: 0 };
  const entries = documents.map((document) => bulkEntry(document, options.target));
  for (const request of planBulk(entries, options.limits)) await send(request, ports, options, outcome);
  return outcome;
}

type Tally = { delivered: Document[]; duplicate: Document[]; undelivered: Undelivered[]; retries: number };

async function send(request: readonly BulkEntry[], ports: DeliveryPorts, options: DeliveryOptions, tally: Tally): Promise<void> {
  let remaining: readonly BulkEntry[] = request;
  let last: Failure = { reason: "cluster_unavailable", detail: "no time was left for an attempt" };
  for (let attempt = 1; ; attempt++) {
    const left = options.deadline - ports.now();
    if (left <= 0) return keepAll(remaining, last, ports, tally);
    const body = remaining.map((entry) => entry.lines).join("");
    const judgement = judgeBulk(await ports.bulk(body, Math.min(left, options.requestTimeoutMs)), remaining.length);
    if (judgement.kind === "failed") return keepAll(remaining, judgement.failure, ports, tally);
    if (judgement.kind === "halve") {
      if (remaining.length === 1) return keepAll(remaining, judgement.failure, ports, tally);
      return sendHalves(remaining, ports, options, tally);
    }
    if (judgement.kind === "retry") {
      last = judgement.failure;
    } else {
      const again = await settle(remaining, judgement.verdicts, ports, tally);
      if (again === undefined) return;
      remaining = again.entries;
      last = again.failure;
    }
    const delay = nextDelay(attempt, ports.random(), options.deadline - ports.now(), options.backoff);
    if (delay === "give-up") return keepAll(remaining, last, ports, tally);
    await ports.wait(delay);
    if (judgement.kind === "retry" && judgement.smaller === true && remaining.length > 1) {
      return sendHalves(remaining, ports, options, tally);
    }
    tally.retries++;
  }
}

async function sendHalves(entries: readonly BulkEntry[], ports: DeliveryPorts, options: DeliveryOptions, tally: Tally): Promise<void> {
  const middle = Math.ceil(entries.length / 2);
  tally.retries += 2;
  await send(entries.slice(0, middle), ports, options, tally);
  await send(entries.slice(middle), ports, options, tally);
}

/** Books each verdict, keeps the permanent failures, and gives what is to be sent again. */
async function settle(
  entries: readonly BulkEntry[],
  verdicts: readonly Verdict[],
  ports: DeliveryPorts,
  tally: Tally,
): Promise<{ entries: BulkEntry[]; failure: Failure } | undefined> {
  const again: BulkEntry[] = [];
  const failed: Undelivered[] = [];
  let failure: Failure | undefined;
  entries.forEach((entry, index) => {
    const verdict = verdicts[index];
    switch (verdict?.kind) {
      case "created":
        tally.delivered.push(entry.document);
        break;
      case "duplicate":
        tally.duplicate.push(entry.document);
        break;
      case "failed":
        failed.push({ document: entry.document, failure: verdict.failure });
        break;
      case "retry":
        again.push(entry);
        failure = verdict.failure;
        break;
      case undefined:
        throw new Error("judgeBulk gave fewer verdicts than documents");
    }
  });
  if (failed.length > 0) await keepFailed(failed, ports, tally);
  return failure === undefined ? undefined : { entries: again, failure };
}

async function keepAll(entries: readonly BulkEntry[], failure: Failure, ports: DeliveryPorts, tally: Tally): Promise<void> {
  await keepFailed(entries.map(({ document }) => ({ document, failure })), ports, tally);
}

async function keepFailed(failed: readonly Undelivered[], ports: DeliveryPorts, tally: Tally): Promise<void> {
  await ports.keep(failed);
  tally.undelivered.push(...failed);
}
