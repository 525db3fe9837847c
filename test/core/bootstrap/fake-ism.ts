import type { API } from "@opensearch-project/opensearch";
import type { AdminAnswer } from "../../../shared/core/bootstrap/admin-request.ts";

type Policy = NonNullable<API.Ism_PutPolicy_Request["body"]>;

/** The plugin Index State Management, which no build for tests has, with the answers that its documentation shows. */
export interface FakeIsm {
  readonly answer: (method: string, path: string, body: unknown) => AdminAnswer | undefined;
  readonly policies: Map<string, { body: Policy; version: number }>;
  /** Indices by name, and whose policy they follow, in which version. */
  readonly indices: Map<string, { policy: string | undefined; version: number }>;
  /** Indices that refuse to follow another version. */
  readonly stubborn: Set<string>;
}

const PRIMARY_TERM = 1;

export function newFakeIsm(): FakeIsm {
  const ism: FakeIsm = {
    policies: new Map(),
    indices: new Map(),
    stubborn: new Set(),
    answer: (method, path, body) => {
      const url = new URL(path, "http://ism");
      const [root, plugin, what, name = ""] = url.pathname.split("/").slice(1);
      if (root !== "_plugins" || plugin !== "_ism") return undefined;
      if (what === "policies" && method === "GET") return getPolicy(ism, name);
      if (what === "policies" && method === "PUT") return putPolicy(ism, name, url.searchParams, body as Policy);
      if (what === "explain" && method === "GET") return explain(ism);
      if (what === "change_policy" && method === "POST") return changePolicy(ism, name.split(","), body);
      return said(400, { error: `no handler found for uri [${path}] and method [${method}]` });
    },
  };
  return ism;
}

function said(status: number, body: unknown): AdminAnswer {
  return { kind: "answer", status, body };
}

function refusal(status: number, type: string, reason: string): AdminAnswer {
  return said(status, { error: { root_cause: [{ type, reason }], type, reason }, status });
}

function getPolicy({ policies }: FakeIsm, id: string): AdminAnswer {
  const found = policies.get(id);
  if (found === undefined) return refusal(404, "status_exception", "Policy not found");
  const { policy } = found.body;
  return said(200, { _id: id, _version: 1, _seq_no: found.version, _primary_term: PRIMARY_TERM, policy });
}

function putPolicy({ policies }: FakeIsm, id: string, query: URLSearchParams, body: Policy): AdminAnswer {
  const found = policies.get(id);
  const [number, term] = [query.get("if_seq_no"), query.get("if_primary_term")];
  const isCurrent = number === String(found?.version) && term === String(PRIMARY_TERM);
  if (found === undefined ? number !== null : !isCurrent) {
    return refusal(409, "version_conflict_engine_exception", `[${id}]: version conflict, document already exists`);
  }
  const version = (found?.version ?? 6) + 1;
  policies.set(id, { body, version });
  return said(found === undefined ? 201 : 200, {
    _id: id,
    _version: 1,
    _seq_no: version,
    _primary_term: PRIMARY_TERM,
    policy: body,
  });
}

function explain({ indices }: FakeIsm): AdminAnswer {
  const entries = [...indices].map(([name, { policy }]) => {
    const id = policy ?? null;
    const settings = {
      "index.plugins.index_state_management.policy_id": id,
      "index.opendistro.index_state_management.policy_id": id,
    };
    return [
      name,
      policy === undefined
        ? { ...settings, enabled: null }
        : { ...settings, index: name, policy_id: id, enabled: true },
    ];
  });
  const managed = [...indices.values()].filter(({ policy }) => policy !== undefined).length;
  return said(200, { ...Object.fromEntries(entries), total_managed_indices: managed });
}

function changePolicy({ indices, policies, stubborn }: FakeIsm, names: readonly string[], body: unknown): AdminAnswer {
  const { policy_id: policy } = body as API.Ism_ChangePolicy_Request["body"] & { policy_id: string };
  const refused = names.filter((name) => stubborn.has(name));
  const changed = names.filter((name) => !stubborn.has(name));
  for (const name of changed) indices.set(name, { policy, version: policies.get(policy)?.version ?? -1 });
  const failed = refused.map((name) => ({
    index_name: name,
    index_uuid: `uuid-${name}`,
    reason: "This index is not being managed",
  }));
  return said(200, { updated_indices: changed.length, failures: failed.length > 0, failed_indices: failed });
}
