import { Client, errors, type ClientOptions } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws-v3";
import type { BulkAnswer } from "../core/delivery/judge.ts";

/** How a request proves who sends it. */
export type OpenSearchAuth =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** `es` for managed domains, `aoss` for Serverless collections. */
  | {
      readonly kind: "sigv4";
      readonly region: string;
      readonly service: "es" | "aoss";
      readonly credentials: () => AwsCredentials | Promise<AwsCredentials>;
    };

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
      // Credentials are renewed; the client keeps what has no end, so each is said to have ended and is read for each signature.
      const getCredentials = async () => ({ ...(await credentials()), expiration: new Date(0) });
      return new Client({ ...options, ...AwsSigv4Signer({ region, service, getCredentials }) });
    }
  }
}

/** Sends one `_bulk` body (NDJSON with a last line end). Whatever happens is an answer; it never rejects for the network's sake. */
export function sendBulk(client: Client, body: string, timeoutMs: number): Promise<BulkAnswer> {
  // Not client.bulk: its types want objects, and it would write them as JSON again.
  return requestOnce(client, { method: "POST", path: "/_bulk", bulkBody: body }, timeoutMs);
}

/** Sends a request and gives up after `timeoutMs`, whatever has come by then. Only a bug rejects. */
export async function requestOnce(
  client: Client,
  request: Parameters<Client["transport"]["request"]>[0],
  timeoutMs: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<BulkAnswer> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const pending = client.transport.request(request, { requestTimeout: timeoutMs, maxRetries: 0, headers });
    // The client's own time-out ends with the headers: a cluster that stalls within its answer would never let go.
    timer = setTimeout(() => pending.abort(), timeoutMs);
    const response = await pending;
    return { kind: "answer", status: response.statusCode ?? 0, body: response.body };
  } catch (error) {
    if (error instanceof errors.ResponseError) return { kind: "answer", status: error.statusCode, body: error.body };
    if (error instanceof errors.OpenSearchClientError)
      return { kind: "no-answer", detail: `${error.name}: ${error.message}` };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
