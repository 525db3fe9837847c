import { nextDelay } from "../delivery/backoff.ts";
import { judgeBulk } from "../delivery/judge.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

const ATTEMPTS = 4;

/**
 * Asks the cluster for nothing, to see whether it answers: while it is away, no record should lose one of its attempts. An
 * OpenSearch that is well refuses an empty `_bulk` (400); so does one that would refuse the records, which they will tell.
 *
 * @param deadline ms since 1970.
 * @returns why not, or undefined when it does.
 */
export async function whyNoAnswer(pipeline: Pipeline, deadline: number): Promise<string | undefined> {
  const { bulk, now, random, wait, delivery } = pipeline;
  for (let attempt = 1; ; attempt++) {
    const left = deadline - now();
    if (left <= 0) return "no time was left to ask the cluster";
    const judgement = judgeBulk(await bulk("", Math.min(left, delivery.requestTimeoutMs)), 0);
    if (judgement.kind !== "retry") return undefined;
    const { reason, detail } = judgement.failure;
    const delay = attempt < ATTEMPTS ? nextDelay(attempt, random(), deadline - now(), delivery.backoff) : "give-up";
    if (delay === "give-up") return `${reason}: ${detail}`;
    await wait(delay);
  }
}
