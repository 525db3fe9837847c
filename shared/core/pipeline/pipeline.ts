import type { Backoff } from "../delivery/backoff.ts";
import type { DeliveryOptions, DeliveryPorts } from "../delivery/deliver.ts";
import type { PutOptions, PutPorts } from "../delivery/put-records.ts";
import type { BulkTarget, RequestLimits } from "../delivery/plan.ts";
import { packFailures, type FailureRecord } from "../failure-record.ts";
import type { Catalog } from "../normalize.ts";
import type { Settings } from "../settings.ts";

/** Everything that the functions' cores need from outside. Handlers build it from the environment, replay and tests from what they have. */
export interface Pipeline {
  readonly catalog: Catalog;
  readonly settings: Settings;
  readonly bulk: DeliveryPorts["bulk"];
  /** Where `index` delivers to instead of the cluster. */
  readonly firehose?: FirehoseRoute;
  /** Writes one object into the failures bucket; rejects when it cannot. */
  readonly putFailure: (key: string, body: Buffer) => Promise<void>;
  /** ms since 1970. */
  readonly now: () => number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly delivery: DeliverySettings;
}

/** The way through Firehose: how records are put, and the delivery stream of each platform. */
export interface FirehoseRoute {
  readonly put: PutPorts["put"];
  readonly streams: PutOptions["streams"];
}

export interface DeliverySettings {
  readonly limits: RequestLimits;
  readonly target: BulkTarget;
  readonly backoff: Backoff;
  readonly requestTimeoutMs: number;
  /** First part of failure keys. */
  readonly failuresPrefix: string;
}

export function deliveryOptions({ delivery }: Pipeline, deadline: number): DeliveryOptions {
  const { limits, target, backoff, requestTimeoutMs } = delivery;
  return { limits, target, backoff, requestTimeoutMs, deadline };
}

/** Puts failure records into the failures bucket; rejects when one object could not be written. */
export async function putFailures(
  records: readonly FailureRecord[],
  { putFailure, delivery }: Pipeline,
): Promise<void> {
  for (const { key, body } of packFailures(records, delivery.failuresPrefix)) await putFailure(key, body);
}
