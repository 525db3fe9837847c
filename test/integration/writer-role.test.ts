import { afterAll, beforeAll, describe, expect, it } from "vitest";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { firehoseRole, writerRole } from "../../shared/opensearch/writer-role.ts";
import {
  administer,
  admin,
  ask,
  bootstrap,
  type Delivery,
  FUNCTION_ROLE,
  index,
  secured,
  trustItsAuthority,
  type User,
} from "./secured-cluster.ts";

const PASSWORD = "What-nobody-would-guess-4711";
const WRITER: User = { username: "writer", password: PASSWORD };
const INDEX = "logs-eks-2026-11-23";

const security = (path: string): string => `/_plugins/_security/api/${path}`;

/** Everything that a writer of log events must not do, on its own indices and elsewhere. */
const FORBIDDEN: [what: string, method: string, path: string, body?: unknown][] = [
  ["search", "GET", `/${INDEX}/_search`],
  ["count", "GET", `/${INDEX}/_count`],
  ["read a document", "GET", `/${INDEX}/_doc/1`],
  ["read documents by _mget", "POST", "/_mget", { docs: [{ _index: INDEX, _id: "1" }] }],
  ["delete a document", "DELETE", `/${INDEX}/_doc/1`],
  ["update a document", "POST", `/${INDEX}/_update/1`, { doc: { body: "changed" } }],
  ["read the mapping", "GET", `/${INDEX}/_mapping`],
  ["change the mapping", "PUT", `/${INDEX}/_mapping`, { properties: { novelty: { type: "keyword" } } }],
  ["change settings", "PUT", `/${INDEX}/_settings`, { "index.refresh_interval": "7s" }],
  ["close an index", "POST", `/${INDEX}/_close`],
  ["delete an index", "DELETE", `/${INDEX}`],
  ["give an index another name", "PUT", `/${INDEX}/_alias/mine`],
  ["write into another index", "PUT", "/other/_doc/1", { body: "x" }],
  ["create another index", "PUT", "/other"],
  ["see which indices there are", "GET", "/_cat/indices"],
  ["see the cluster's health", "GET", "/_cluster/health"],
  ["change cluster settings", "PUT", "/_cluster/settings", { persistent: { "action.auto_create_index": "false" } }],
  ["change the index template", "PUT", `/_index_template/mine`, { index_patterns: ["logs-*"], priority: 999 }],
  ["change ingest pipelines", "PUT", "/_ingest/pipeline/mine", { processors: [] }],
  ["see roles", "GET", security("roles")],
  ["give itself a role", "PUT", security("rolesmapping/all_access"), { users: ["writer"] }],
  ["make users", "PUT", security("internalusers/more"), { password: PASSWORD }],
  ["write into the security plugin's index", "PUT", "/.opendistro_security/_doc/roles", { roles: "" }],
];

afterAll(() => (secured.ok ? secured.value.stop() : undefined));

describe.skipIf(!secured.ok)("the writer's role, against a real cluster with TLS, users and roles", () => {
  let received = 0;
  let untrusted: Delivery | undefined;

  beforeAll(async () => {
    untrusted = await index(WRITER);
    trustItsAuthority();
    const backend_roles = [FUNCTION_ROLE];
    await administer("PUT", security("internalusers/writer"), { password: PASSWORD, backend_roles });
  });

  it("delivers nothing to a cluster whose certificate nobody vouches for, and says so", () => {
    const { account, kept } = untrusted ?? { account: undefined, kept: [] };
    expect([...(account?.failedByReason ?? [])]).toEqual([["certificate_untrusted", account?.received]]);
    expect(kept).toEqual([expect.stringContaining("/reason=certificate_untrusted/")]);
    expect(account?.retries).toBe(0);
  });

  it.each([
    ["a password that is wrong", { ...WRITER, password: "wrong" }],
    ["a user without a role", WRITER],
  ])("keeps everything, for %s", async (_, user) => {
    const { account, kept } = await index(user);
    expect([...account.failedByReason]).toEqual([["access_denied", account.received]]);
    expect(kept).toEqual([expect.stringContaining("/reason=access_denied/")]);
  });

  it("is not bootstrapped by somebody who is no administrator", async () => {
    expect(await bootstrap(WRITER)).toMatchObject([
      { ok: false, reason: expect.stringMatching(/403 security_exception/) },
    ]);
  });

  it("is made and mapped by bootstrap, which finds nothing to do the second time", async () => {
    const names = ["index template tributary-logs", "role tributary-logs-writer", "role mapping tributary-logs-writer"];
    const said = (change: string): string => names.map((name) => `${name} ${change}`).join("; ");
    expect(await bootstrap(admin)).toEqual([{ ok: true, data: { Changes: said("created") } }]);
    expect(await bootstrap(admin)).toEqual([{ ok: true, data: { Changes: said("unchanged") } }]);
    const { body } = await administer("GET", security("rolesmapping/tributary-logs-writer"));
    expect(body).toMatchObject({ "tributary-logs-writer": { backend_roles: [FUNCTION_ROLE] } });
  });

  it("is enough for index: it makes the day's index by the template, delivers, and sees duplicates", async () => {
    const first = await index(WRITER);
    received = first.account.received;
    expect(first.account).toMatchObject({ delivered: received, failed: 0, duplicate: 0 });
    expect((await index(WRITER)).account).toMatchObject({ delivered: 0, failed: 0, duplicate: received });
    const { body } = await administer("GET", `/${INDEX}/_mapping`);
    const mapped = (body as Record<string, { mappings: { dynamic: string; properties: object } }>)[INDEX]?.mappings;
    expect(mapped?.dynamic).toBe("false");
    expect(Object.keys(mapped?.properties ?? {}).toSorted()).toEqual(
      Object.keys(template.template.mappings.properties).toSorted(),
    );
  });

  it("keeps what is for an index beyond the role", async () => {
    const { account, kept } = await index(WRITER, "other");
    expect([...account.failedByReason]).toEqual([["access_denied", received]]);
    expect(kept).toEqual([expect.stringContaining("/reason=access_denied/")]);
    expect((await ask(admin, "GET", "/other-eks-2026-11-23")).status).toBe(404);
  });

  it.each(FORBIDDEN)("does not let its bearer %s", async (_, method, path, body) => {
    const answer = await ask(WRITER, method, path, body);
    expect(`${answer.status} ${JSON.stringify(answer.body)}`).toMatch(/^403 |security_exception/);
  });

  it.each(["update", "delete"])("does not let its bearer %s by _bulk", async (action) => {
    const lines = [
      { [action]: { _index: INDEX, _id: "1" } },
      ...(action === "update" ? [{ doc: { body: "changed" } }] : []),
    ];
    const { body } = await ask(WRITER, "POST", "/_bulk", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    expect(body).toMatchObject({
      errors: true,
      items: [{ [action]: { status: 403, error: { type: "security_exception" } } }],
    });
  });

  it("cannot keep its bearer from overwriting a document whose id it knows: the plugin has one permission for both", async () => {
    await ask(WRITER, "PUT", `/${INDEX}/_create/known`, { body: "one" });
    expect(await ask(WRITER, "PUT", `/${INDEX}/_doc/known`, { body: "two" })).toMatchObject({ body: { _version: 2 } });
  });

  describe("without one of its permissions", () => {
    const shipped = writerRole(["logs-eks-*"]);
    const [patterns] = shipped.index_permissions;
    const allowed = patterns?.allowed_actions ?? [];

    beforeAll(async () => {
      await administer("PUT", security("internalusers/lesser"), { password: PASSWORD });
      await administer("PUT", security("roles/lesser"), shipped);
      await administer("PUT", security("rolesmapping/lesser"), { users: ["lesser"] });
    });

    it.each([
      ...shipped.cluster_permissions.map((action) => ["of the cluster", action]),
      ...allowed.map((action) => ["of the index", action]),
    ])("%s, %s, index delivers nothing", async (where, action) => {
      await ask(admin, "DELETE", `/${INDEX}`);
      const without = (actions: readonly string[]): string[] => actions.filter((one) => one !== action);
      await administer("PUT", security("roles/lesser"), {
        ...shipped,
        ...(where === "of the cluster"
          ? { cluster_permissions: without(shipped.cluster_permissions) }
          : { index_permissions: [{ ...patterns, allowed_actions: without(allowed) }] }),
      });
      const { account } = await index({ username: "lesser", password: PASSWORD });
      expect([...account.failedByReason]).toEqual([["access_denied", account.received]]);
    });
  });

  describe("Firehose's role", () => {
    const firehose: User = { username: "firehose", password: PASSWORD };
    const lines = [{ create: { _index: INDEX, _id: "from-firehose" } }, { body: "x" }];

    beforeAll(async () => {
      await administer("PUT", security("internalusers/firehose"), { password: PASSWORD });
      await administer("PUT", security("roles/firehose"), firehoseRole(["logs-eks-*"]));
      await administer("PUT", security("rolesmapping/firehose"), { users: ["firehose"] });
    });

    it("writes", async () => {
      await ask(admin, "DELETE", `/${INDEX}`);
      const { body } = await ask(firehose, "POST", "/_bulk", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      expect(body).toMatchObject({ errors: false });
    });

    // What the developer guide asks es:ESHttpGet for.
    it.each(["/_cluster/stats", "/_nodes", `/${INDEX}/_stats`, `/${INDEX}/_mapping`, `/${INDEX}/_settings`])(
      "looks at %s",
      async (path) => {
        expect((await ask(firehose, "GET", path)).status).toBe(200);
      },
    );

    it.each([
      ["GET", `/${INDEX}/_search`],
      ["DELETE", `/${INDEX}`],
      ["PUT", "/other"],
      ["GET", security("roles")],
    ])("may not %s %s", async (method, path) => {
      expect((await ask(firehose, method, path)).status).toBe(403);
    });
  });
});
