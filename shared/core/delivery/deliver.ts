import type { Document } from "../document.ts";
import { nextDelay, type Backoff } from "./backoff.ts";
import type { Failure } from "../failures.ts";
import { judgeBulk, type BulkAnswer, type Judgement, type Verdict } from "./judge.ts";
import { bulkBody, bulkEntry, planRequests, type BulkEntry, type BulkTarget, type RequestLimits } from "./plan.ts";

/** A document that could not be delivered. */
export interface Undelivered {
  readonly document: Document;
  readonly failure: Failure;
}

/** What any delivery needs from outside: the clock, chance, and a place for what failed. */
export interface KeepingPorts {
  /** Keeps failures durably; rejects when it cannot. */
  readonly keep: (undelivered: readonly Undelivered[]) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** That and the cluster. */
export interface DeliveryPorts extends KeepingPorts {
  /** Sends one `_bulk` body; never rejects: what goes wrong is an answer too. Must give up after `timeoutMs`. */
  readonly bulk: (body: string, timeoutMs: number) => Promise<BulkAnswer>;
}

/** How often and how long delivery is tried. */
export interface Patience {
  readonly backoff: Backoff;
  /** Longest wait for one answer, ms: a destination that hangs must not use up the time of all attempts. */
  readonly requestTimeoutMs: number;
  /** When delivery must have ended, in the terms of `now`; what remains is kept as failed. */
  readonly deadline: number;
}

export interface DeliveryOptions extends Patience {
  readonly limits: RequestLimits;
  readonly target: BulkTarget;
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
export async function deliver(
  documents: readonly Document[],
  ports: DeliveryPorts,
  options: DeliveryOptions,
): Promise<DeliveryOutcome> {
  const send = async (entries: readonly BulkEntry[], timeoutMs: number): Promise<Judgement> =>
    judgeBulk(await ports.bulk(bulkBody(entries), timeoutMs), entries.length);
  const requests = planRequests(
    documents.map((document) => bulkEntry(document, options.target)),
    options.limits,
  ).map((entries) => ({ entries, send }));
  return deliverRequests(requests, ports, options, {
    reason: "cluster_unavailable",
    detail: "no time was left for an attempt",
  });
}

/** A document in the form that it is sent in. */
interface Sent {
  readonly document: Document;
}

/** Documents that go out together, and how. */
export interface DeliveryRequest<Entry extends Sent> {
  readonly entries: readonly Entry[];
  /** Sends these entries or some of them, and judges the answer, one verdict each. Must give up after `timeoutMs`. */
  readonly send: (entries: readonly Entry[], timeoutMs: number) => Promise<Judgement>;
}

/**
 * Sends requests one after the other until each of their documents is delivered, a duplicate, or kept as failed: the one loop
 * of attempts, pauses and halves, whatever the destination.
 *
 * @param untried what is said of documents that no attempt could be made for.
 */
export async function deliverRequests<Entry extends Sent>(
  requests: readonly DeliveryRequest<Entry>[],
  ports: KeepingPorts,
  patience: Patience,
  untried: Failure,
): Promise<DeliveryOutcome> {
  const tally: Tally = { delivered: [], duplicate: [], undelivered: [], retries: 0 };
  for (const request of requests) await attempt(request, { ports, patience, untried, tally });
  return tally;
}

interface Tally extends DeliveryOutcome {
  readonly delivered: Document[];
  readonly duplicate: Document[];
  readonly undelivered: Undelivered[];
  retries: number;
}

interface Delivery {
  readonly ports: KeepingPorts;
  readonly patience: Patience;
  readonly untried: Failure;
  readonly tally: Tally;
}

/**
 * Least time for another attempt. One that is cut off says nothing of why the others failed, may have been carried out all the same,
 * and is kept under the wrong reason.
 */
const LEAST_ATTEMPT_MS = 500;

async function attempt<Entry extends Sent>(request: DeliveryRequest<Entry>, delivery: Delivery): Promise<void> {
  const { ports, patience, tally } = delivery;
  let remaining = request.entries;
  let last = delivery.untried;
  for (let number = 1; ; number++) {
    const left = patience.deadline - ports.now();
    if (left <= 0) return keepAll(remaining, last, delivery);
    const judgement = await request.send(remaining, Math.min(left, patience.requestTimeoutMs));
    if (judgement.kind === "failed") return keepAll(remaining, judgement.failure, delivery);
    if (judgement.kind === "halve") {
      if (remaining.length === 1) return keepAll(remaining, judgement.failure, delivery);
      return attemptHalves({ ...request, entries: remaining }, delivery);
    }
    if (judgement.kind === "retry") {
      last = judgement.failure;
    } else {
      const again = await settle(remaining, judgement.verdicts, delivery);
      if (again === undefined) return;
      remaining = again.entries;
      last = again.failure;
    }
    const time = patience.deadline - ports.now() - LEAST_ATTEMPT_MS;
    const delay = nextDelay(number, ports.random(), time, patience.backoff);
    if (delay === "give-up") return keepAll(remaining, last, delivery);
    await ports.wait(delay);
    if (judgement.kind === "retry" && judgement.smaller === true && remaining.length > 1) {
      return attemptHalves({ ...request, entries: remaining }, delivery);
    }
    tally.retries++;
  }
}

async function attemptHalves<Entry extends Sent>(
  { entries, send }: DeliveryRequest<Entry>,
  delivery: Delivery,
): Promise<void> {
  const middle = Math.ceil(entries.length / 2);
  delivery.tally.retries += 2;
  await attempt({ entries: entries.slice(0, middle), send }, delivery);
  await attempt({ entries: entries.slice(middle), send }, delivery);
}

/** Books each verdict, keeps the permanent failures, and gives what is to be sent again. */
async function settle<Entry extends Sent>(
  entries: readonly Entry[],
  verdicts: readonly Verdict[],
  delivery: Delivery,
): Promise<{ entries: Entry[]; failure: Failure } | undefined> {
  const again: Entry[] = [];
  const failed: Undelivered[] = [];
  let failure: Failure | undefined;
  entries.forEach((entry, index) => {
    const verdict = verdicts[index];
    switch (verdict?.kind) {
      case "created":
        delivery.tally.delivered.push(entry.document);
        break;
      case "duplicate":
        delivery.tally.duplicate.push(entry.document);
        break;
      case "failed":
        failed.push({ document: entry.document, failure: verdict.failure });
        break;
      case "retry":
        again.push(entry);
        failure = verdict.failure;
        break;
      case undefined:
        throw new Error("fewer verdicts than documents");
    }
  });
  if (failed.length > 0) await keepFailed(failed, delivery);
  return failure === undefined ? undefined : { entries: again, failure };
}

async function keepAll(entries: readonly Sent[], failure: Failure, delivery: Delivery): Promise<void> {
  await keepFailed(
    entries.map(({ document }) => ({ document, failure })),
    delivery,
  );
}

async function keepFailed(failed: readonly Undelivered[], { ports, tally }: Delivery): Promise<void> {
  await ports.keep(failed);
  tally.undelivered.push(...failed);
}
