import type { AdminPorts } from "../core/bootstrap/admin-request.ts";
import type { OpenSearchClient } from "./opensearch.ts";

/**
 * Requests to OpenSearch's administrative APIs, each tried once. Whatever happens is an answer; it never rejects for the network's sake.
 */
export function adminRequest(client: OpenSearchClient): AdminPorts["request"] {
  return (method, path, body, timeoutMs, headers) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return client({ method, path, ...(body === undefined ? {} : { body: text }), headers: headers ?? {} }, timeoutMs);
  };
}
