import { openSearchClient, type OpenSearchAuth } from "../../shared/aws/opensearch.ts";
import { awsServiceOf, credentialChain, type AwsService, type Env } from "./aws-domain.ts";
import { Problem } from "./problem.ts";

/** An OpenSearch that somebody named on a command line. */
export interface NamedCluster {
  readonly client: ReturnType<typeof openSearchClient>;
  /** The URL without user and password, for messages and for requests. */
  readonly endpoint: string;
  /** A domain or collection of AWS: its index template comes with the deployment, and a writer's role may not install one. */
  readonly ofAws: boolean;
}

/** A URL of http or https. The text may hold a password, so it is not repeated. */
export function readUrl(flag: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Problem(`${flag}: not a URL that can be used; wanted is http(s)://[user:password@]host[:port]`);
  }
  return url;
}

/**
 * A client for the cluster of a URL: with its user and password, else signed where it is one of AWS, else with neither. Connects to
 * nothing until the first request.
 *
 * @throws Problem when user or password cannot be read, or the region of an AWS domain is not known.
 */
export function openCluster({ url, env }: { readonly url: URL; readonly env: Env }): NamedCluster {
  const aws = awsServiceOf(url, env);
  const endpoint = url.origin + (url.pathname === "/" ? "" : url.pathname);
  const auth = authOf(url, aws);
  const client = openSearchClient({ endpoint, auth, gzip: url.protocol === "https:" });
  return { client, endpoint, ofAws: aws !== undefined };
}

/** What a failed request says to a person: the cluster does not answer, or it refuses `what`. */
export function refusal(error: unknown, what: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Problem) return error.message;
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return status === undefined
    ? `OpenSearch does not answer: ${error.message}`
    : `refuses ${what}: ${status} ${error.message}`;
}

function authOf({ username, password }: URL, aws: AwsService | undefined): OpenSearchAuth {
  if (username !== "") return { kind: "basic", username: decoded(username), password: decoded(password) };
  if (aws === undefined) return { kind: "none" };
  return { kind: "sigv4", ...aws, credentials: credentialChain(aws.region) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem("--to: a % in the user or the password is no escape; write it as %25");
  }
}
