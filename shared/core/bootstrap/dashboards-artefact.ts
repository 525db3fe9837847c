import { type Ask, membersOf, type Problem } from "./admin-request.ts";
import { artefact, type Artefact, describe } from "./artefact.ts";

/** An object of OpenSearch Dashboards, as far as installing has to know it. */
export interface SavedObjectBody {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where a managed domain serves OpenSearch Dashboards. */
const API = "/_dashboards/api/saved_objects";
/** Without the tenant, a domain with tenants puts objects where only this function's own role sees them. */
const TENANT = { securitytenant: "global" };

/**
 * The saved objects of OpenSearch Dashboards. Importing replaces objects of the same ids and leaves all others alone. The hash of all
 * is in the description of the last one, which is imported when the others are in: an import that broke off is made again.
 */
export function dashboardsArtefact(name: string, objects: readonly SavedObjectBody[]): Artefact {
  return artefact(`dashboards ${name}`, async (ask) => {
    const last = objects.at(-1);
    if (last === undefined) return { change: "unchanged" };
    const description = describe(String(last.attributes["description"]), objects);
    const got = await ask("GET", `${API}/${last.type}/${last.id}`, undefined, TENANT);
    if ("problem" in got) return got;
    const installed = membersOf(membersOf(got.body)["attributes"])["description"];
    if (got.found && installed === description) return { change: "unchanged" };
    const marked = { ...last, attributes: { ...last.attributes, description } };
    for (const some of [objects.slice(0, -1), [marked]]) {
      const problem = await importObjects(ask, some);
      if (problem !== undefined) return problem;
    }
    return { change: got.found ? "updated" : "created" };
  });
}

/** No line of NDJSON begins with a dash, so nothing in it ends the part. */
const BOUNDARY = "tributary-saved-objects";

/** `_import` takes a form with a file, whose name has to end with `.ndjson`. */
async function importObjects(ask: Ask, objects: readonly SavedObjectBody[]): Promise<Problem | undefined> {
  const file = objects.map((object) => `${JSON.stringify(object)}\n`).join("");
  const form = [
    `--${BOUNDARY}`,
    'Content-Disposition: form-data; name="file"; filename="tributary.ndjson"',
    "Content-Type: application/x-ndjson",
    "",
    file,
    `--${BOUNDARY}--`,
    "",
  ].join("\r\n");
  const path = `${API}/_import?overwrite=true`;
  const headers = {
    ...TENANT,
    // Requests that write are refused without it, whatever it says.
    "osd-xsrf": "true",
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
  };
  const said = await ask("POST", path, form, headers);
  if ("problem" in said) return said;
  if (!said.found) return { problem: `POST ${path}: 404: no OpenSearch Dashboards there` };
  const { success, errors } = membersOf(said.body);
  return success === true ? undefined : { problem: `POST ${path}: ${refusals(errors, objects.length)}` };
}

/** What `_import` did not take: it answers 200 all the same. */
function refusals(errors: unknown, of: number): string {
  if (!Array.isArray(errors) || errors.length === 0) return "the answer is not that of OpenSearch Dashboards";
  const [first] = errors as unknown[];
  const { type, id, error } = membersOf(first);
  const { type: kind, message } = membersOf(error);
  const why = [kind, message].filter((part) => typeof part === "string").join(": ");
  return `${errors.length} of ${of} objects refused, first ${String(type)} ${String(id)}: ${why}`;
}
