import type { Context } from "aws-lambda";
import type { Telemetry } from "../../shared/aws/telemetry.ts";
import type { Account } from "../../shared/core/accounting.ts";

/** What a function told its operators. */
export interface Told {
  readonly telemetry: Telemetry;
  readonly accounts: Account[];
  readonly errors: unknown[];
}

export function newTold(): Told {
  const accounts: Account[] = [];
  const errors: unknown[] = [];
  const telemetry: Telemetry = {
    account: (account) => accounts.push(account),
    error: (error) => errors.push(error),
  };
  return { telemetry, accounts, errors };
}

/** The context of an invocation that has so much time left. */
export function contextWith(remainingMs: number): Context {
  return {
    functionName: "tributary-test",
    awsRequestId: "f08bb4c8-d6b2-4f05-ac17-af7e2ba005fb",
    getRemainingTimeInMillis: () => remainingMs,
  } as Context;
}
