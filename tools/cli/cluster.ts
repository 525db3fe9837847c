import {
  openSearchClient,
  type OpenSearchAuth,
  type OpenSearchClient,
  type OpenSearchRequest,
} from "../../shared/aws/opensearch.ts";
import { reasonIn } from "../../shared/core/bootstrap/admin-request.ts";
import { awsServiceOf, credentialChain, type AwsService, type Env } from "./aws-domain.ts";
import { Problem } from "./problem.ts";

/** An OpenSearch that somebody named on a command line. */
export interface NamedCluster {
  readonly client: OpenSearchClient;
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

/**
 * Sends a request, once.
 *
 * @param what is asked for, for the message of a refusal.
 * @returns the answer's body.
 * @throws Problem when the cluster does not answer or refuses.
 */
export async function requestOnce(
  { client, endpoint }: NamedCluster,
  what: string,
  request: OpenSearchRequest,
  timeoutMs: number,
): Promise<unknown> {
  const answer = await client(request, timeoutMs).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem(`--to ${endpoint}: ${error.message}`) : error;
  });
  if (answer.kind === "no-answer") throw new Problem(`--to ${endpoint}: OpenSearch does not answer: ${answer.detail}`);
  const { status, body } = answer;
  if (status >= 300) throw new Problem(`--to ${endpoint}: refuses ${what}: ${status} ${reasonIn(body)}`);
  return body;
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
