import {
  FirehoseClient,
  FirehoseServiceException,
  PutRecordBatchCommand,
  type FirehoseClientConfig,
} from "@aws-sdk/client-firehose";
import type { PutPorts } from "../core/delivery/put-records.ts";

/**
 * Puts records into delivery streams. It tries once: the SDK's own retries would send whole batches again, of which Firehose has
 * taken a part, and `shared/core/delivery` sends only what failed. Whatever happens is an answer; it never rejects for the
 * network's sake.
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function firehosePut(config: FirehoseClientConfig): PutPorts["put"] {
  const client = new FirehoseClient({ ...config, maxAttempts: 1 });
  return async (stream, records, timeoutMs) => {
    const Records = records.map((record) => ({ Data: Buffer.from(record) }));
    const command = new PutRecordBatchCommand({ DeliveryStreamName: stream, Records });
    try {
      const { RequestResponses = [] } = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
      const results = RequestResponses.map(({ ErrorCode, ErrorMessage }) => ({
        errorCode: ErrorCode,
        errorMessage: ErrorMessage,
      }));
      return { kind: "answer", results };
    } catch (error) {
      if (error instanceof FirehoseServiceException) {
        const { name: code, message, $metadata } = error;
        return { kind: "refused", code, status: $metadata.httpStatusCode ?? 0, message };
      }
      // The SDK has no class for connections that break, answers that cannot be read or requests that are given up.
      if (error instanceof Error) return { kind: "no-answer", detail: `${error.name}: ${error.message}` };
      throw error;
    }
  };
}
