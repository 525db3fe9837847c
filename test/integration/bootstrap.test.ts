import { afterAll, describe, expect, it } from "vitest";
import { adminRequest } from "../../shared/aws/opensearch-admin.ts";
import { openSearchClient } from "../../shared/aws/opensearch.ts";
import type { AdminPorts } from "../../shared/core/bootstrap/admin-request.ts";
import { type BootstrapSettings, desiredState, type ShippedData } from "../../shared/core/bootstrap/desired-state.ts";
import { install, type InstallOutcome } from "../../shared/core/bootstrap/install.ts";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { savedObjects } from "../../shared/opensearch/saved-objects/all-objects.ts";
import { lifePolicy } from "../../shared/opensearch/ism-policies.ts";
import { firehoseRole, writerRole } from "../../shared/opensearch/writer-role.ts";
import { newFakeIsm } from "../core/bootstrap/fake-ism.ts";
import { ask, openSearchUrl } from "./real-servers.ts";

const PREFIX = "bootstrapped";
const SHIPPED: ShippedData = { template, lifePolicy, writerRole, firehoseRole, savedObjects };
const SETTINGS: BootstrapSettings = {
  indexPrefix: PREFIX,
  warmAfterDays: 0,
  retentionDays: 0,
  storage: { shards: 2, replicas: 0, codec: "best_compression" },
  writerRoles: [],
  dashboards: undefined,
};
const INDEX = `${PREFIX}-eks-2026-11-23`;
const PATIENCE_MS = 3_000;

/** The template with one field more. */
const UPGRADED: ShippedData = {
  ...SHIPPED,
  template: {
    ...template,
    template: {
      ...template.template,
      mappings: {
        ...template.template.mappings,
        properties: { ...template.template.mappings.properties, novelty: { type: "keyword" } },
      },
    },
  },
};

const ism = newFakeIsm();

/** The cluster: all of it real but for the plugin that no build for tests has. */
function cluster(writes: string[] = [], url = openSearchUrl ?? ""): AdminPorts {
  const request = adminRequest(openSearchClient({ endpoint: url, auth: { kind: "none" }, gzip: false }));
  return {
    now: Date.now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    request: async (method, path, body, timeoutMs) => {
      if (method !== "GET") writes.push(`${method} ${path}`);
      return ism.answer(method, path, body) ?? (await request(method, path, body, timeoutMs));
    },
  };
}

function bring(ports: AdminPorts, shipped = SHIPPED, retentionDays = 30, patienceMs = 30_000): Promise<InstallOutcome> {
  const settings = { ...SETTINGS, retentionDays };
  return install(desiredState(settings, shipped), ports, Date.now() + patienceMs);
}

const changes = (outcome: InstallOutcome): string[] => [...outcome.changes.values()].map(({ change }) => change);

/** The top-level fields that an index maps. */
async function fieldsOf(index: string): Promise<string[]> {
  const { body } = await ask("GET", `/${index}/_mapping`);
  const { mappings } = (body as Record<string, { mappings: { properties: Record<string, unknown> } }>)[index] ?? {};
  return Object.keys(mappings?.properties ?? {});
}

describe.skipIf(openSearchUrl === undefined)("bootstrap, against a real OpenSearch", () => {
  afterAll(async () => {
    await ask("DELETE", `/_index_template/tributary-${PREFIX}`);
  });

  it("installs what the next index is made by", async () => {
    const outcome = await bring(cluster());
    expect(outcome.problem).toBeUndefined();
    expect(changes(outcome)).toEqual(["created", "created"]);
    await ask("PUT", `/${INDEX}/_doc/1?refresh=true`, { "@timestamp": "2026-11-23T09:10:00.123456789Z", body: "one" });
    expect((await fieldsOf(INDEX)).toSorted()).toEqual(Object.keys(template.template.mappings.properties).toSorted());
    const { body } = await ask("GET", `/${INDEX}/_settings`);
    const { settings } = (body as Record<string, { settings: { index: object } }>)[INDEX] ?? {};
    const stored = { number_of_shards: "2", number_of_replicas: "0", codec: "best_compression" };
    expect(settings?.index).toMatchObject({ ...stored, refresh_interval: "10s" });
  });

  it("changes nothing the second time", async () => {
    const writes: string[] = [];
    expect(changes(await bring(cluster(writes)))).toEqual(["unchanged", "unchanged"]);
    expect(writes).toEqual([]);
  });

  it("upgrades: the next index has the new field, and the old one keeps its mapping and its data", async () => {
    const before = await ask("GET", `/${INDEX}`);
    expect(changes(await bring(cluster(), UPGRADED, 90))).toEqual(["updated", "updated"]);
    expect(await ask("GET", `/${INDEX}`)).toEqual(before);
    expect(await ask("GET", `/${INDEX}/_doc/1`)).toMatchObject({ body: { _version: 1, _source: { body: "one" } } });
    await ask("PUT", `/${PREFIX}-eks-2026-11-24/_doc/1?refresh=true`, { body: "two", novelty: "n" });
    expect(await fieldsOf(`${PREFIX}-eks-2026-11-24`)).toContain("novelty");
    expect(changes(await bring(cluster(), UPGRADED, 90))).toEqual(["unchanged", "unchanged"]);
  });

  it("gives the reason of a template that the cluster refuses, and leaves the one that is there", async () => {
    const installed = await ask("GET", `/_index_template/tributary-${PREFIX}`);
    const mappings = { properties: { body: { type: "no-such-type" } } };
    const broken = {
      ...template,
      template: { settings: template.template.settings, mappings } as unknown as typeof template.template,
    };
    const { problem } = await bring(cluster(), { ...SHIPPED, template: broken });
    expect(problem).toMatch(/^index template tributary-bootstrapped: PUT .*: 400 .*no-such-type/);
    expect(await ask("GET", `/_index_template/tributary-${PREFIX}`)).toEqual(installed);
  });

  it("gives the reason of a codec that the cluster does not have", async () => {
    const zstd = { ...SETTINGS, storage: { ...SETTINGS.storage, codec: "zstd" } };
    const { problem } = await install(desiredState(zstd, SHIPPED), cluster(), Date.now() + PATIENCE_MS);
    expect(problem).toMatch(/^index template tributary-bootstrapped: PUT .*: 400 .*index\.codec/);
  });

  it("gives the reason of a cluster that is blocked", async () => {
    const blocked = (value: boolean | null) =>
      ask("PUT", "/_cluster/settings", { persistent: { "cluster.blocks.read_only": value } });
    await blocked(true);
    try {
      const { problem } = await bring(cluster(), SHIPPED, 90, PATIENCE_MS);
      expect(problem).toMatch(/403 cluster_block_exception: .*read-only/);
    } finally {
      await blocked(null);
    }
  });

  it("gives the reason when nobody answers, in time", async () => {
    // The port of "discard", where nobody listens.
    const state = desiredState(SETTINGS, SHIPPED);
    const { problem } = await install(state, cluster([], "http://127.0.0.1:9"), Date.now() + PATIENCE_MS);
    expect(problem).toMatch(/no answer from OpenSearch: connect ECONNREFUSED/);
  });

  it("gives the reason where a plugin is not installed", async () => {
    const writers = { ...SETTINGS, writerRoles: ["arn:aws:iam::111122223333:role/writer"] };
    const { problem } = await install(desiredState(writers, SHIPPED), cluster(), Date.now() + PATIENCE_MS);
    expect(problem).toMatch(/^role tributary-bootstrapped-writer: GET .*: 400 no handler found/);
  });
});
