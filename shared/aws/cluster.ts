import type { Client } from "@opensearch-project/opensearch";
import { choiceVariable, secretVariable, textVariable, type Values } from "../core/env.ts";
import { openSearchClient, type OpenSearchAuth } from "./opensearch.ts";

/** Variables that name the cluster and how to speak to it. */
export const CLUSTER_VARIABLES = {
  AWS_REGION: textVariable("Region of the function; Lambda sets it", "an AWS region"),
  OPENSEARCH_ENDPOINT: textVariable(
    "URL of the OpenSearch domain or Serverless collection",
    "https://…, without user or path",
    undefined,
    /^https?:\/\/[^/@\s]+\/?$/,
  ),
  OPENSEARCH_AUTH: choiceVariable(
    "How requests are signed: managed domain, Serverless collection, user and password, not at all",
    ["es", "aoss", "basic", "none"],
    "es",
  ),
  OPENSEARCH_USERNAME: textVariable("User, with OPENSEARCH_AUTH=basic", "a user name", ""),
  OPENSEARCH_PASSWORD: secretVariable("Password, with OPENSEARCH_AUTH=basic", "a password"),
} as const;

/** A client for the cluster that an environment names; connects to nothing until the first request. */
export function clusterClient(env: Values<typeof CLUSTER_VARIABLES>, gzip: boolean): Client {
  return openSearchClient({ endpoint: env.OPENSEARCH_ENDPOINT, auth: authOf(env), gzip });
}

function authOf(env: Values<typeof CLUSTER_VARIABLES>): OpenSearchAuth {
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
