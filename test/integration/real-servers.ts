import { inject } from "vitest";
import { isMissing } from "../../tools/servers/missing-runtime.ts";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };

const servers = inject("servers");

/** URL of the real OpenSearch; undefined where none can run, which the setup has turned into an error under CI. */
export const openSearchUrl = isMissing(servers.opensearch) ? undefined : servers.opensearch.url;
/** The real S3 server, in the same way. */
export const s3Access = isMissing(servers.s3) ? undefined : servers.s3;
export interface SearchAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export type Ask = (method: string, path: string, body?: unknown) => Promise<SearchAnswer>;

/** What sends one request to an OpenSearch, without any client of ours between. */
export function asking(url: string): Ask {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
}

export const ask = asking(openSearchUrl ?? "");

/** Installs the shipped template for indices of a prefix of the test's own, so that suites do not meet. */
export async function installTemplate(prefix: string, dynamic: "strict" | false, request = ask): Promise<void> {
  const { template: body, ...rest } = template;
  const mappings = { ...body.mappings, dynamic };
  const answer = await request("PUT", `/_index_template/${prefix}`, {
    ...rest,
    index_patterns: [`${prefix}-*`],
    priority: 900,
    template: { ...body, mappings },
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** Documents per index of a prefix. */
export async function countByIndex(prefix: string): Promise<Record<string, number>> {
  await ask("POST", `/${prefix}-*/_refresh`);
  const answer = await ask("POST", `/${prefix}-*/_search`, {
    size: 0,
    track_total_hits: true,
    aggs: { index: { terms: { field: "_index", size: 1000 } } },
  });
  const { aggregations } = answer.body as {
    aggregations?: { index: { buckets: { key: string; doc_count: number }[] } };
  };
  return Object.fromEntries((aggregations?.index.buckets ?? []).map(({ key, doc_count: count }) => [key, count]));
}
