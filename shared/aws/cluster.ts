import type { Pipeline } from "../core/pipeline/pipeline.ts";
import type { BulkEnvironment, ClusterEnvironment } from "./cluster-variables.ts";
import { openSearchClient, sendBulk, type OpenSearchAuth, type OpenSearchClient } from "./opensearch.ts";

/** A client for the cluster that an environment names; connects to nothing until the first request. */
export function clusterClient(env: ClusterEnvironment, gzip: boolean): OpenSearchClient {
  return openSearchClient({ endpoint: env.OPENSEARCH_ENDPOINT, auth: authOf(env), gzip });
}

/** How `_bulk` requests reach that cluster. */
export function clusterBulk(env: BulkEnvironment): Pipeline["bulk"] {
  const client = clusterClient(env, env.OPENSEARCH_GZIP);
  return (body, timeoutMs) => sendBulk(client, body, timeoutMs);
}

function authOf(env: ClusterEnvironment): OpenSearchAuth {
  if (env.OPENSEARCH_AUTH === "none") return { kind: "none" };
  if (env.OPENSEARCH_AUTH === "basic") {
    return { kind: "basic", username: env.OPENSEARCH_USERNAME, password: env.OPENSEARCH_PASSWORD };
  }
  return { kind: "sigv4", region: env.AWS_REGION, service: env.OPENSEARCH_AUTH, credentials: lambdaCredentials };
}

/** Lambda's role, which Lambda itself puts into the environment. */
function lambdaCredentials() {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = process.env;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
}
