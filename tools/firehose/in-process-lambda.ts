import type { InvocationAnswer, StreamPorts } from "./stream-ports.ts";

/** What a synchronous invocation may take and give, bytes of JSON (Lambda quotas). */
export const LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024;

/**
 * Invokes a handler of this process as Lambda does: the event and the answer are JSON of at most 6 MB each, and what the handler
 * throws is an error of the function.
 */
export function inProcessLambda(handler: (event: unknown) => Promise<unknown>): StreamPorts["invoke"] {
  return async (event) => {
    const request = JSON.stringify(event);
    if (Buffer.byteLength(request) > LAMBDA_PAYLOAD_BYTES) return functionError("the request is larger than 6 MB");
    try {
      const payload = JSON.stringify((await handler(JSON.parse(request))) ?? null);
      if (Buffer.byteLength(payload) > LAMBDA_PAYLOAD_BYTES) return functionError("the response is larger than 6 MB");
      return { kind: "returned", payload };
    } catch (error) {
      return functionError(error instanceof Error ? error.message : String(error));
    }
  };
}

function functionError(message: string): InvocationAnswer {
  return { kind: "failed", code: "Lambda.FunctionError", message };
}
