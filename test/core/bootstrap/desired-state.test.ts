import type { API } from "@opensearch-project/opensearch";
import { describe, expect, it } from "vitest";
import {
  desiredState,
  readBootstrapProperties,
  type BootstrapSettings,
  type ShippedData,
} from "../../../shared/core/bootstrap/desired-state.ts";
import { applyProperties } from "../../../shared/core/bootstrap/apply.ts";
import { install, type InstallOutcome } from "../../../shared/core/bootstrap/install.ts";
import template from "../../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { savedObjects } from "../../../shared/opensearch/saved-objects/all-objects.ts";
import { retentionPolicy } from "../../../shared/opensearch/ism-policies.ts";
import { writerRole } from "../../../shared/opensearch/writer-role.ts";
import { newFakeCluster, type FakeCluster } from "./fake-cluster.ts";

const SHIPPED: ShippedData = { template, retentionPolicy, writerRole, savedObjects };
const WRITER = "arn:aws:iam::111122223333:role/tributary-dev-index";
const SETTINGS: BootstrapSettings = {
  indexPrefix: "logs",
  retentionDays: 30,
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

describe("readBootstrapProperties", () => {
  it.each([
    [{}, { indexPrefix: "logs", retentionDays: 0, writerRoles: [], dashboards: undefined }],
    [
      { ServiceToken: "arn", Revision: "1", IndexPrefix: "shop", RetentionDays: "30", WriterRoles: [WRITER] },
      { indexPrefix: "shop", retentionDays: 30, writerRoles: [WRITER], dashboards: undefined },
    ],
    [{ Dashboards: "ja" }, { indexPrefix: "logs", retentionDays: 0, writerRoles: [], dashboards: "ja" }],
    [{ Dashboards: "none" }, { indexPrefix: "logs", retentionDays: 0, writerRoles: [], dashboards: undefined }],
  ])("%j", (properties, settings) => {
    expect(readBootstrapProperties(properties)).toEqual({ ok: true, settings });
  });

  it("says all problems at once", () => {
    const read = readBootstrapProperties({
      IndexPrefix: "Logs",
      RetentionDays: "30d",
      WriterRoles: ["*"],
      Dashboards: "yes",
      Retention: "1",
    });
    expect(read.ok ? [] : read.problems.map((problem) => problem.split(" ")[0])).toEqual([
      "IndexPrefix",
      "RetentionDays",
      "WriterRoles",
      "Dashboards",
      "Retention",
    ]);
  });
});

describe("the shipped data", () => {
  it("is a policy as the client declares it, whose every state can be reached", () => {
    const policy = retentionPolicy(["logs-eks-*"], 14);
    const body: API.Ism_PutPolicy_Request["body"] = { policy };
    expect(body.policy?.default_state).toBe(policy.states[0]?.name);
    const targets = policy.states.flatMap(({ transitions }) => transitions.map(({ state_name: name }) => name));
    expect([policy.default_state, ...targets].toSorted()).toEqual(policy.states.map(({ name }) => name).toSorted());
    expect(policy.states.at(-1)).toEqual({ name: "delete", actions: [{ delete: {} }], transitions: [] });
  });

  it("is a role as the client declares it, that can neither read nor delete", () => {
    const body: API.Security_CreateRole_Request["body"] = writerRole(["logs-eks-*"]);
    const actions = [
      ...(body.cluster_permissions ?? []),
      ...(body.index_permissions ?? []).flatMap((one) => one.allowed_actions ?? []),
    ];
    expect(actions.filter((action) => /read|delete|\*(?!$)|^\*|admin\/(?!create$)/.test(action))).toEqual([]);
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
