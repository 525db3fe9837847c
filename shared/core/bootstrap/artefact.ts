import { digest } from "../identity.ts";
import { type Ask, membersOf, type Problem } from "./admin-request.ts";

/** Something that a cluster is to have. */
export interface Artefact {
  /** For people: `index template tributary-logs`. */
  readonly name: string;
  /** Brings it about, by as little as has to be written. */
  readonly install: (ask: Ask) => Promise<Change | Problem>;
}

/** What an installation did with one artefact. */
export interface Change {
  readonly change: "created" | "updated" | "unchanged";
  /** What did not go as it should, and is no reason to take everything back. */
  readonly notes?: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;

/**
 * An index template. It is for indices that are made after it: existing ones keep their mapping and what is in them. Its hash is in
 * its `_meta`.
 */
export function templateArtefact(id: string, template: Body): Artefact {
  const hash = hashOf(template);
  const body = { ...template, _meta: { ...membersOf(template["_meta"]), hash } };
  const path = `/_index_template/${id}`;
  return artefact(`index template ${id}`, async (ask) => {
    const got = await ask("GET", path);
    if ("problem" in got) return got;
    const [installed] = (membersOf(got.body)["index_templates"] ?? []) as readonly unknown[];
    const meta = membersOf(membersOf(membersOf(installed)["index_template"])["_meta"]);
    return write(ask, path, body, got.found && installed !== undefined, meta["hash"] === hash);
  });
}

/** A role of the security plugin. Its hash is in its description. */
export function roleArtefact(id: string, role: Body & { readonly description: string }): Artefact {
  const body = { ...role, description: describe(role.description, role) };
  const path = `/_plugins/_security/api/roles/${id}`;
  return artefact(`role ${id}`, async (ask) => {
    const got = await ask("GET", path);
    if ("problem" in got) return got;
    const { description } = membersOf(membersOf(got.body)[id]);
    return write(ask, path, body, got.found, description === body.description);
  });
}

/** Who has a role. Those who have it already keep it. */
export function roleMappingArtefact(id: string, backendRoles: readonly string[]): Artefact {
  const path = `/_plugins/_security/api/rolesmapping/${id}`;
  return artefact(`role mapping ${id}`, async (ask) => {
    const got = await ask("GET", path);
    if ("problem" in got) return got;
    const { hosts, users, backend_roles: mapped, and_backend_roles: all } = membersOf(membersOf(got.body)[id]);
    const known = textsOf(mapped);
    const body = {
      backend_roles: [...new Set([...known, ...backendRoles])],
      hosts: textsOf(hosts),
      users: textsOf(users),
      and_backend_roles: textsOf(all),
    };
    return write(
      ask,
      path,
      body,
      got.found,
      backendRoles.every((role) => known.includes(role)),
    );
  });
}

/** Puts a body where it is missing or another one. */
export async function write(
  ask: Ask,
  path: string,
  body: unknown,
  exists: boolean,
  isSame: boolean,
): Promise<Change | Problem> {
  if (exists && isSame) return { change: "unchanged" };
  const put = await ask("PUT", path, body);
  if ("problem" in put) return put;
  return put.found ? { change: exists ? "updated" : "created" } : { problem: `PUT ${path}: 404` };
}

/** The problems of an artefact begin with its name. */
export function artefact(name: string, install: Artefact["install"]): Artefact {
  return {
    name,
    install: async (ask) => {
      const outcome = await install(ask);
      return "problem" in outcome ? { problem: `${name}: ${outcome.problem}` } : outcome;
    },
  };
}

/** A description that tells its version from others. */
export function describe(description: string, body: unknown): string {
  return `${description} (tributary ${hashOf(body)})`;
}

function hashOf(body: unknown): string {
  return digest(JSON.stringify(body)).slice(0, 16);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
