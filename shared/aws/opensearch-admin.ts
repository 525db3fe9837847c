import { type Client, errors } from "@opensearch-project/opensearch";
import type { AdminPorts } from "../core/bootstrap/admin-request.ts";

/**
 * Requests to OpenSearch's administrative APIs, each tried once. Whatever happens is an answer; it never rejects for the network's sake.
 */
export function adminRequest(client: Client): AdminPorts["request"] {
  return async (method, path, body, timeoutMs) => {
    let timer: NodeJS.Timeout | undefined;
    try {
      const request = { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      const pending = client.transport.request(request, { requestTimeout: timeoutMs, maxRetries: 0, headers });
      // The client's own time-out ends with the headers: a cluster that stalls within its answer would never let go.
      timer = setTimeout(() => pending.abort(), timeoutMs);
      const response = await pending;
      return { kind: "answer", status: response.statusCode ?? 0, body: response.body };
    } catch (error) {
      if (error instanceof errors.ResponseError) return { kind: "answer", status: error.statusCode, body: error.body };
      if (error instanceof errors.OpenSearchClientError) {
        return { kind: "no-answer", detail: `${error.name}: ${error.message}` };
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
