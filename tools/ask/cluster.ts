import type { SearchRequest } from "../../shared/opensearch/question-dsl.ts";
import type { Env } from "../cli/aws-domain.ts";
import { openCluster, readUrl, requestOnce } from "../cli/cluster.ts";
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
export function searchOf(text: string, env: Env): Search {
  const cluster = openCluster({ url: readUrl("--to", text), env });
  const { endpoint } = cluster;
  return async ({ index, body }) => {
    const path = `/${index}/_search?ignore_unavailable=true&allow_no_indices=true`;
    const request = { method: "POST", path, body: JSON.stringify(body) };
    const said = await requestOnce(cluster, "the search", request, TIMEOUT_MS);
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
