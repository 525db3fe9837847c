import { choiceVariable, secretVariable, textVariable, type Values } from "../core/env.ts";

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

export type ClusterEnvironment = Values<typeof CLUSTER_VARIABLES>;

/** That, and how bodies of `_bulk` are sent. */
export type BulkEnvironment = ClusterEnvironment & { readonly OPENSEARCH_GZIP: boolean };
