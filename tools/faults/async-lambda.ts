import { randomUUID } from "node:crypto";
import type { FunctionsUnderFault } from "./functions.ts";

/**
 * Lambda's asynchronous invocations (developer guide, "How Lambda handles errors and retries with asynchronous invocation"): what
 * throws is invoked twice more, after one and two minutes, and then kept in the on-failure destination.
 */
export interface AsyncLambda {
  /** The first invocation of an event. */
  readonly invoke: (event: unknown) => Promise<void>;
  /** What is due for another invocation gets it. */
  readonly retry: () => Promise<void>;
  /** Events that wait for another invocation. */
  readonly waiting: () => readonly unknown[];
  /** Invocations that threw. */
  readonly errors: () => readonly unknown[];
  /** The functions as they are deployed from now on. */
  use: (functions: FunctionsUnderFault) => void;
}

const RETRIES = 2;

export function newAsyncLambda(
  put: (key: string, body: string) => Promise<void>,
  first: FunctionsUnderFault,
): AsyncLambda {
  let functions = first;
  let queue: { readonly event: unknown; readonly tried: number }[] = [];
  const errors: unknown[] = [];
  const attempt = async (event: unknown, tried: number): Promise<void> => {
    try {
      await functions.index(event);
    } catch (error) {
      errors.push(error);
      if (tried < RETRIES) queue.push({ event, tried: tried + 1 });
      else await put(`aws/lambda/async/index/2026/11/23/${randomUUID()}`, onFailureRecord(event));
    }
  };
  return {
    invoke: (event) => attempt(event, 0),
    retry: async () => {
      const due = queue;
      queue = [];
      for (const { event, tried } of due) await attempt(event, tried);
    },
    waiting: () => queue.map(({ event }) => event),
    errors: () => errors,
    use: (next) => {
      functions = next;
    },
  };
}

/** Developer guide, "Retaining records of asynchronous invocations". */
function onFailureRecord(event: unknown): string {
  return JSON.stringify({
    version: "1.0",
    timestamp: "2026-11-23T12:05:00.000Z",
    requestContext: {
      functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:tributary-dev-index:$LATEST",
      condition: "RetriesExhausted",
      approximateInvokeCount: RETRIES + 1,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  });
}
