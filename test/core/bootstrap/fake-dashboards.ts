import type { AdminAnswer, RequestHeaders } from "../../../shared/core/bootstrap/admin-request.ts";

/** An object as it lies in OpenSearch Dashboards. */
interface Stored {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly type: string; readonly id: string }[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

/**
 * The saved objects API of OpenSearch Dashboards behind a managed domain, as its source has it (`src/core/server/saved_objects`), with
 * the tenants of the security plugin: there is no OpenSearch Dashboards that tests could run.
 */
export interface FakeDashboards {
  readonly answer: (
    method: string,
    path: string,
    body: unknown,
    headers: RequestHeaders,
  ) => Promise<AdminAnswer | undefined>;
  /** Objects by tenant, then by type and id. */
  readonly tenants: Map<string, Map<string, Stored>>;
  /** Ids that an import refuses. */
  readonly refused: Set<string>;
}

const ROOT = "/_dashboards/api/saved_objects/";
/** References to these have to lead somewhere, or the import refuses the object. */
const CHECKED = new Set(["index-pattern", "search"]);

export function newFakeDashboards(): FakeDashboards {
  const fake: FakeDashboards = {
    tenants: new Map(),
    refused: new Set(),
    answer: async (method, path, body, headers) => {
      const url = new URL(path, "http://dashboards");
      if (!url.pathname.startsWith(ROOT)) return undefined;
      // A role that names no tenant gets one of its own.
      const tenant = headers["securitytenant"] ?? "private";
      const objects = fake.tenants.get(tenant) ?? new Map<string, Stored>();
      fake.tenants.set(tenant, objects);
      const rest = url.pathname.slice(ROOT.length);
      if (method === "GET") return getObject(objects, rest);
      if (headers["osd-xsrf"] === undefined) return said(400, "Request must contain a osd-xsrf header.");
      if (method === "POST" && rest === "_import") return importFile(fake, objects, url, body, headers);
      return said(404, "Not Found");
    },
  };
  return fake;
}

function said(status: number, message: string): AdminAnswer {
  return { kind: "answer", status, body: { statusCode: status, error: "Error", message } };
}

function getObject(objects: ReadonlyMap<string, Stored>, key: string): AdminAnswer {
  const found = objects.get(key);
  if (found === undefined) return said(404, `Saved object [${key}] not found`);
  return { kind: "answer", status: 200, body: { ...found, namespaces: ["default"], version: "WzEsMV0=" } };
}

async function importFile(
  { refused }: FakeDashboards,
  objects: Map<string, Stored>,
  url: URL,
  body: unknown,
  headers: RequestHeaders,
): Promise<AdminAnswer> {
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return said(415, "Unsupported Media Type");
  // oxlint-disable-next-line typescript/no-deprecated -- the platform's own reader of forms; what it reads here is a test's
  const form = await new Response(body as string, { headers: { "content-type": type } }).formData();
  const file = form.get("file");
  if (!(file instanceof File) || [...form.keys()].length !== 1)
    return said(400, "[request body.file]: expected a file");
  if (!file.name.endsWith(".ndjson")) return said(400, `Invalid file extension of ${file.name}`);
  const lines = (await file.text()).split("\n").filter((line) => line !== "");
  const imported = lines.map((line) => JSON.parse(line) as Stored);
  const errors = imported.flatMap((one) => errorOf(one, imported, objects, refused, url.searchParams));
  const bad = new Set(errors.map(({ id }) => id));
  for (const one of imported) if (!bad.has(one.id)) objects.set(`${one.type}/${one.id}`, one);
  const successCount = imported.length - bad.size;
  return {
    kind: "answer",
    status: 200,
    body: { success: errors.length === 0, successCount, ...(errors.length === 0 ? {} : { errors }) },
  };
}

function errorOf(
  { id, type, references }: Stored,
  imported: readonly Stored[],
  objects: ReadonlyMap<string, Stored>,
  refused: ReadonlySet<string>,
  query: URLSearchParams,
): { id: string; type: string; error: Record<string, unknown> }[] {
  if (objects.has(`${type}/${id}`) && query.get("overwrite") !== "true")
    return [{ id, type, error: { type: "conflict" } }];
  if (refused.has(id)) return [{ id, type, error: { type: "unknown", message: "said no" } }];
  const missing = references.filter(
    (to) =>
      CHECKED.has(to.type) &&
      !objects.has(`${to.type}/${to.id}`) &&
      !imported.some((one) => one.id === to.id && one.type === to.type),
  );
  return missing.length === 0 ? [] : [{ id, type, error: { type: "missing_references", references: missing } }];
}
