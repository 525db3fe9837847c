/** One request to the cluster, past the proxy. */
async function ask(url: string, body: unknown, method: "POST" | "PUT" | "DELETE" = "POST"): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

interface Page {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly _source: { readonly body: string } }[] };
}

const PAGE = 5_000;

/** Reads the id and the body of every document of some indices. */
export async function readDocuments(
  cluster: string,
  indices: string,
  onDocument: (id: string, body: string) => void,
): Promise<void> {
  await ask(`${cluster}/${indices}/_refresh`, {});
  const query = { size: PAGE, sort: ["_doc"], _source: ["body"] };
  let page = (await ask(`${cluster}/${indices}/_search?scroll=5m`, query)) as Page;
  while (page.hits.hits.length > 0) {
    for (const { _id, _source } of page.hits.hits) onDocument(_id, _source.body);
    page = (await ask(`${cluster}/_search/scroll`, { scroll: "5m", scroll_id: page._scroll_id })) as Page;
  }
  await ask(`${cluster}/_search/scroll`, { scroll_id: page._scroll_id }, "DELETE");
}

/** Installs the shipped index template, as strict as the tests have it, for the indices of a prefix. */
export async function installTemplate(cluster: string, prefix: string, shipped: object): Promise<void> {
  const template = { ...shipped, index_patterns: [`${prefix}-*`], priority: 900 };
  await ask(`${cluster}/_index_template/${prefix}`, template, "PUT");
}
