import { describe, expect, it } from "vitest";
import { documentsOf, readScenarios } from "../../tools/generate/scenarios.ts";
import { ask, countByIndex, installTemplate, openSearchUrl } from "./real-servers.ts";

const scenarios = await readScenarios();

/** Sends documents into one index, whatever their days, and gives the statuses of the items with their errors. */
async function bulk(prefix: string, documents: readonly { readonly json: string }[]) {
  const lines = documents.map(({ json }) => `{"create":{"_index":"${prefix}-all"}}\n${json}\n`);
  const response = await fetch(`${openSearchUrl ?? ""}/_bulk`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: lines.join(""),
  });
  const { items } = (await response.json()) as { items: { create: { status: number; error?: unknown } }[] };
  return items.map(({ create }) => ({ status: create.status, error: create.error }));
}

describe.skipIf(openSearchUrl === undefined)("the index template, in a real OpenSearch", () => {
  it.each([
    ["in order", 1],
    ["in reverse", -1],
  ])("takes every sample record under a strict mapping, %s", async (order, direction) => {
    const prefix = `strict${direction === 1 ? "a" : "z"}`;
    await installTemplate(prefix, "strict");
    const documents = scenarios.flatMap((scenario) => documentsOf(scenario));
    const results = await bulk(prefix, direction === 1 ? documents : documents.toReversed());
    expect(
      results.filter(({ status }) => status !== 201),
      order,
    ).toEqual([]);
    const counted = Object.values(await countByIndex(prefix)).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(documents.length);
  });

  it("maps declared fields only, whatever the documents hold", async () => {
    await installTemplate("declared", false);
    const documents = scenarios.flatMap((scenario) => documentsOf(scenario));
    await bulk("declared", documents);
    const { body } = await ask("GET", "/declared-*/_mapping");
    const template = await ask("GET", "/_index_template/declared");
    const [installed] = (
      template.body as { index_templates: { index_template: { template: { mappings: { properties: unknown } } } }[] }
    ).index_templates;
    const indices = Object.values(body as Record<string, { mappings: { properties: unknown } }>);
    expect(indices.length).toBeGreaterThan(0);
    for (const { mappings } of indices)
      expect(mappings.properties).toEqual(installed?.index_template.template.mappings.properties);
  });
});
