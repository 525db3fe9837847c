import { openSearchClient } from "../../shared/aws/opensearch.ts";
import type { SearchRequest } from "../../shared/opensearch/question-dsl.ts";
import { Problem } from "../cli/problem.ts";

/** Sends a search and gives the answer's body. */
export type Search = (request: SearchRequest) => Promise<object>;

const TIMEOUT_MS = 30_000;

/**
 * A cluster to ask.
 *
 * @param text `http(s)://[user:password@]host[:port]`; user and password are shown nowhere.
 * @throws Problem when that is no such URL; the searches throw one when the cluster does not answer or refuses.
 */
export function openCluster(text: string): Search {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Problem("--to: not a URL of a cluster; wanted is http(s)://[user:password@]host[:port]");
  }
  const { origin, pathname, protocol, username, password } = url;
  const endpoint = origin + (pathname === "/" ? "" : pathname);
  const client = openSearchClient({
    endpoint,
    auth:
      username === ""
        ? { kind: "none" }
        : { kind: "basic", username: decodeURIComponent(username), password: decodeURIComponent(password) },
    gzip: protocol === "https:",
  });
  return async ({ index, body }) => {
    const request = {
      method: "POST",
      path: `/${index}/_search`,
      querystring: { ignore_unavailable: "true", allow_no_indices: "true" },
      body,
    };
    const answer = await client.transport
      .request(request, { requestTimeout: TIMEOUT_MS, maxRetries: 0 })
      .catch((error: unknown) => {
        throw new Problem(`--to ${endpoint}: ${refusal(error)}`);
      });
    const said: unknown = answer.body;
    if (typeof said !== "object" || said === null || !("hits" in said)) {
      throw new Problem(`--to ${endpoint}: what answers there is no OpenSearch`);
    }
    const incomplete = whyIncomplete(said);
    if (incomplete !== undefined) throw new Problem(`--to ${endpoint}: ${incomplete}`);
    return said;
  };
}

/** A search that some shards could not take part in answers 200 all the same, and counts too little. */
function whyIncomplete(answer: object): string | undefined {
  const { timed_out: timedOut, _shards: shards } = answer as { timed_out?: boolean; _shards?: { failed?: number } };
  if (timedOut === true) return "OpenSearch ran out of time, its answer is not complete";
  const failed = shards?.failed ?? 0;
  return failed === 0 ? undefined : `${failed} shard(s) did not answer, so the answer is not complete`;
}

function refusal(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return status === undefined
    ? `OpenSearch does not answer: ${error.message}`
    : `refuses the search: ${status} ${error.message}`;
}
