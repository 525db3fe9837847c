import type { Client } from "@opensearch-project/opensearch";
import type { AdminPorts } from "../core/bootstrap/admin-request.ts";
import { requestOnce } from "./opensearch.ts";

/**
 * Requests to OpenSearch's administrative APIs, each tried once. Whatever happens is an answer; it never rejects for the network's sake.
 */
export function adminRequest(client: Client): AdminPorts["request"] {
  return (method, path, body, timeoutMs, headers) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return requestOnce(client, { method, path, ...(body === undefined ? {} : { body: text }) }, timeoutMs, headers);
  };
}
