import { describe, expect, it } from "vitest";
import {
  desiredState,
  type BootstrapSettings,
  type ShippedData,
} from "../../../shared/core/bootstrap/desired-state.ts";
import { applyProperties } from "../../../shared/core/bootstrap/apply.ts";
import { install, type InstallOutcome } from "../../../shared/core/bootstrap/install.ts";
import template from "../../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { savedObjects } from "../../../shared/opensearch/saved-objects/all-objects.ts";
import { lifePolicy } from "../../../shared/opensearch/ism-policies.ts";
import { firehoseRole, writerRole } from "../../../shared/opensearch/writer-role.ts";
import { newFakeCluster, type FakeCluster } from "./fake-cluster.ts";

const SHIPPED: ShippedData = { template, lifePolicy, writerRole, firehoseRole, savedObjects };
const WRITER = "arn:aws:iam::111122223333:role/tributary-dev-index";
const STORAGE = { shards: 1, replicas: 1, codec: "best_compression" };
const SETTINGS: BootstrapSettings = {
  indexPrefix: "logs",
  warmAfterDays: 0,
  retentionDays: 30,
  storage: STORAGE,
  writerRoles: [WRITER],
  dashboards: undefined,
};
const POLICY = "tributary-logs-retention";
const MAPPING = "/_plugins/_security/api/rolesmapping/tributary-logs-writer";

function bring(
  cluster: FakeCluster,
  settings: Partial<BootstrapSettings> = {},
  shipped = SHIPPED,
): Promise<InstallOutcome> {
  return install(desiredState({ ...SETTINGS, ...settings }, shipped), cluster.ports, cluster.clock() + 60_000);
}

/** What was done, by artefact. */
function done({ changes, problem }: InstallOutcome): Record<string, string> {
  if (problem !== undefined) throw new Error(problem);
  return Object.fromEntries([...changes].map(([name, { change }]) => [name, change]));
}

describe("the installation", () => {
  it("makes everything in an empty cluster, the policy before what it is for", async () => {
    const cluster = newFakeCluster();
    expect(Object.entries(done(await bring(cluster)))).toEqual([
      ["ISM policy tributary-logs-retention", "created"],
      ["index template tributary-logs", "created"],
      ["role tributary-logs-writer", "created"],
      ["role mapping tributary-logs-writer", "created"],
    ]);
    expect(cluster.stored.get(MAPPING)).toMatchObject({ backend_roles: [WRITER] });
    expect(cluster.writes).toHaveLength(4);
  });

  it("writes nothing the second time", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    const before = cluster.writes.length;
    expect(new Set(Object.values(done(await bring(cluster))))).toEqual(new Set(["unchanged"]));
    expect(cluster.writes).toHaveLength(before);
  });

  it("writes a changed template, and nothing else", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    const upgraded = { ...template, template: { ...template.template, mappings: { dynamic: false, properties: {} } } };
    const outcome = done(await bring(cluster, {}, { ...SHIPPED, template: upgraded }));
    expect(outcome).toMatchObject({
      "index template tributary-logs": "updated",
      [`ISM policy ${POLICY}`]: "unchanged",
    });
    expect(cluster.writes.slice(4)).toEqual(["PUT /_index_template/tributary-logs"]);
  });

  it("installs only the template where there is neither retention nor access control", async () => {
    const cluster = newFakeCluster();
    await bring(cluster, { retentionDays: 0, writerRoles: [] });
    expect(cluster.writes).toEqual(["PUT /_index_template/tributary-logs"]);
  });

  it("gives Firehose a role of its own, and administrators what the domain's master has", async () => {
    const cluster = newFakeCluster();
    const admin = "arn:aws:iam::111122223333:role/admins";
    const master = { backend_roles: ["arn:aws:iam::111122223333:role/tributary-dev-bootstrap"], users: ["master"] };
    cluster.stored.set("/_plugins/_security/api/rolesmapping/all_access", { ...master });
    const outcome = done(await bring(cluster, { firehoseRoles: [WRITER], adminRoles: [admin] }));
    expect(outcome).toMatchObject({
      "role tributary-logs-firehose": "created",
      "role mapping tributary-logs-firehose": "created",
      "role mapping all_access": "updated",
      "role mapping security_manager": "created",
    });
    expect(cluster.stored.get("/_plugins/_security/api/rolesmapping/all_access")).toMatchObject({
      backend_roles: [...master.backend_roles, admin],
      users: ["master"],
    });
    expect(cluster.stored.get("/_plugins/_security/api/roles/tributary-logs-firehose")).toMatchObject({
      cluster_permissions: ["indices:data/write/bulk", "cluster:monitor/*"],
    });
  });

  it("says nothing of shards and refresh where the service decides on them itself", async () => {
    const cluster = newFakeCluster();
    await bring(cluster, { retentionDays: 0, writerRoles: [], decidesItself: true });
    const made = cluster.stored.get("/_index_template/tributary-logs") as { template: object };
    expect(Object.keys(made.template)).toEqual(["mappings"]);
  });

  it("keeps stacks of other prefixes apart", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    expect(new Set(Object.values(done(await bring(cluster, { indexPrefix: "shop-logs" }))))).toEqual(
      new Set(["created"]),
    );
    const patterns = cluster.stored.get("/_index_template/tributary-shop-logs")?.["index_patterns"] as string[];
    expect(patterns.every((pattern) => pattern.startsWith("shop-logs-") && pattern.endsWith("-*"))).toBe(true);
    expect(patterns).toHaveLength(template.index_patterns.length);
  });

  it("has those who are in a mapping already stay in it", async () => {
    const cluster = newFakeCluster();
    cluster.stored.set(MAPPING, { backend_roles: ["arn:theirs"], hosts: ["h"], users: ["u"], and_backend_roles: [] });
    await bring(cluster);
    const both = { backend_roles: ["arn:theirs", WRITER], hosts: ["h"], users: ["u"], and_backend_roles: [] };
    expect(cluster.stored.get(MAPPING)).toEqual(both);
  });
});

describe("a changed retention", () => {
  it("goes to the indices that follow the policy, in its new version, and to no other", async () => {
    const cluster = newFakeCluster();
    const { indices, policies } = cluster.ism;
    await bring(cluster);
    const old = policies.get(POLICY)?.version ?? -1;
    for (let day = 0; day < 120; day++) indices.set(`logs-eks-${day}`, { policy: POLICY, version: old });
    indices.set("logs-eks-theirs", { policy: "theirs", version: 1 });
    indices.set("logs-eks-unmanaged", { policy: undefined, version: 1 });
    await bring(cluster, { retentionDays: 90 });
    const now = policies.get(POLICY)?.version;
    expect(now).not.toBe(old);
    expect([...indices.values()].filter(({ policy, version }) => policy === POLICY && version === now)).toHaveLength(
      120,
    );
    expect(indices.get("logs-eks-theirs")).toEqual({ policy: "theirs", version: 1 });
    expect(indices.get("logs-eks-unmanaged")).toEqual({ policy: undefined, version: 1 });
    expect(policies.get(POLICY)?.body.policy?.states?.[0]?.transitions?.[0]?.conditions).toEqual({
      min_index_age: "90d",
    });
  });

  it("says which index does not follow", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    cluster.ism.indices.set("logs-eks-1", { policy: POLICY, version: 7 });
    cluster.ism.stubborn.add("logs-eks-1");
    const { changes, problem } = await bring(cluster, { retentionDays: 90 });
    expect(problem).toBeUndefined();
    expect(changes.get(`ISM policy ${POLICY}`)?.notes).toEqual([expect.stringContaining("logs-eks-1 keeps")]);
  });

  it("does not overwrite what somebody wrote meanwhile", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    cluster.breaks = (method) => {
      const policy = cluster.ism.policies.get(POLICY);
      if (method === "PUT" && policy !== undefined) policy.version++;
      return undefined;
    };
    expect((await bring(cluster, { retentionDays: 90 })).problem).toContain("409 version_conflict_engine_exception");
  });
});

describe("how indices are stored", () => {
  const TEMPLATE = "/_index_template/tributary-logs";
  const indexSettings = (cluster: FakeCluster): unknown =>
    (cluster.stored.get(TEMPLATE) as { template: { settings: { index: unknown } } }).template.settings.index;

  it("is what the settings say, and the rest is as shipped", async () => {
    const cluster = newFakeCluster();
    await bring(cluster, { storage: { shards: 3, replicas: 2, codec: "zstd" } });
    expect(indexSettings(cluster)).toEqual({
      ...template.template.settings.index,
      number_of_shards: 3,
      number_of_replicas: 2,
      codec: "zstd",
    });
  });

  it("changes with the next index when the settings change", async () => {
    const cluster = newFakeCluster();
    await bring(cluster);
    expect(done(await bring(cluster, { storage: { ...STORAGE, shards: 2 } }))).toMatchObject({
      "index template tributary-logs": "updated",
      [`ISM policy ${POLICY}`]: "unchanged",
    });
  });
});

describe("a broken cluster", () => {
  it.each([
    [
      {
        kind: "answer",
        status: 403,
        body: { error: { type: "security_exception", reason: "no permissions for [cluster:admin]" } },
      },
      "ISM policy tributary-logs-retention: GET /_plugins/_ism/policies/tributary-logs-retention: 403 security_exception: no permissions for [cluster:admin]",
    ],
    [
      { kind: "answer", status: 403, body: { Message: "User: anonymous is not authorized" } },
      "User: anonymous is not authorized",
    ],
    [
      {
        kind: "answer",
        status: 400,
        body: { error: { type: "a", reason: "b", caused_by: { type: "c", reason: "d", caused_by: { reason: "e" } } } },
      },
      "400 a: b; caused by c: d; caused by e",
    ],
    [{ kind: "answer", status: 400, body: { error: "no handler found for uri [/_plugins/_ism]" } }, "no handler found"],
    [{ kind: "answer", status: 503, body: "<html>503 Service Unavailable</html>" }, "503 Service Unavailable"],
    [{ kind: "answer", status: 500, body: null }, "500"],
    [{ kind: "no-answer", detail: "ConnectionError: connect ECONNREFUSED" }, "connect ECONNREFUSED"],
  ] as const)("gives the reason: %j", async (answer, reason) => {
    const cluster = newFakeCluster();
    cluster.breaks = () => answer;
    const { problem, changes } = await bring(cluster);
    expect(problem).toContain(reason);
    expect(changes.size).toBe(0);
    expect(cluster.clock()).toBeLessThanOrEqual(60_000);
  });

  it("is waited for while it starts, and left in time", async () => {
    const cluster = newFakeCluster();
    cluster.breaks = () => (cluster.clock() < 20_000 ? { kind: "answer", status: 503, body: "" } : undefined);
    expect(Object.keys(done(await bring(cluster)))).toHaveLength(4);
    expect(cluster.clock()).toBeGreaterThanOrEqual(20_000);
  });

  it("is gone on with where it broke", async () => {
    const cluster = newFakeCluster();
    cluster.breaks = (method, path) =>
      method === "PUT" && path.includes("/roles/") ? { kind: "answer", status: 400, body: {} } : undefined;
    const { problem, changes } = await bring(cluster);
    expect(problem).toContain("role tributary-logs-writer: PUT");
    expect([...changes.keys()]).toHaveLength(2);
    cluster.breaks = () => undefined;
    expect(Object.values(done(await bring(cluster)))).toEqual(["unchanged", "unchanged", "created", "created"]);
  });
});

describe("applyProperties", () => {
  const properties = { IndexPrefix: "logs", RetentionDays: "30" };

  it("says what was done", async () => {
    const cluster = newFakeCluster();
    const outcome = await applyProperties(properties, SHIPPED, cluster.ports, 60_000);
    const Changes = "ISM policy tributary-logs-retention created; index template tributary-logs created";
    expect(outcome).toEqual({ ok: true, data: { Changes } });
  });

  it("says what is wrong, in the properties and in the cluster", async () => {
    const cluster = newFakeCluster();
    cluster.breaks = () => ({ kind: "answer", status: 403, body: { Message: "not authorized" } });
    const wrong = { ...properties, IndexPrefix: "_" };
    expect(await applyProperties(wrong, SHIPPED, cluster.ports, 60_000)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("IndexPrefix"),
    });
    expect(await applyProperties(properties, SHIPPED, cluster.ports, 60_000)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("not authorized"),
    });
    expect(cluster.writes).toEqual([]);
  });
});
