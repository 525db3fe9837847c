import { Client, errors, type ClientOptions } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3";
import type { BulkAnswer } from "../core/delivery/judge.ts";

/** How a request proves who sends it. */
export type OpenSearchAuth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** `es` for managed domains, `aoss` for Serverless collections. */
  | { readonly kind: "sigv4"; readonly region: string; readonly service: "es" | "aoss"; readonly credentials: () => AwsCredentials };

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface OpenSearchConfig {
  /** `https://…`, without path. */
  readonly endpoint: string;
  readonly auth: OpenSearchAuth;
  readonly gzip: boolean;
}

/**
 * A client that tries once: its own retries have no back-off and do not know 429, so `shared/core/delivery` decides instead.
 */
export function openSearchClient({ endpoint, auth, gzip }: OpenSearchConfig): Client {
  const options: ClientOptions = { node: endpoint, maxRetries: 0, ...(gzip ? { compression: "gzip" } : {}) };
  switch (auth.kind) {
    case "none":
      return new Client(options);
    case "basic":
      return new Client({ ...options, auth: { username: auth.username, password: auth.password } });
    case "sigv4": {
      const { region, service, credentials } = auth;
      // Lambda renews the credentials in the environment; they are read for each signature.
      return new Client({ ...options, ...AwsSigv4Signer({ region, service, getCredentials: async () => credentials() }) });
    }
  }
}

/** Sends one `_bulk` body (NDJSON with a last line end). Whatever happens is an answer; it never rejects for the network's sake. */
export async function sendBulk(client: Client, body: string, timeoutMs: number): Promise<BulkAnswer> {
  try {
    // Not client.bulk: its types want objects, and it would write them as JSON again.
    const request = { method: "POST", path: "/_bulk", bulkBody: body };
    const response = await client.transport.request(request, { requestTimeout: timeoutMs, maxRetries: 0 });
    return { kind: "answer", status: response.statusCode ?? 0, body: response.body };
  } catch (error) {
    if (error instanceof errors.ResponseError) return { kind: "answer", status: error.statusCode, body: error.body };
    if (error instanceof errors.OpenSearchClientError) return { kind: "no-answer", detail: `${error.name}: ${error.message}` };
    throw error;
  }
}
