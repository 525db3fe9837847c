import { readFile } from "node:fs/promises";
import { openSearchClient, sendBulk } from "../../../shared/aws/opensearch.ts";
import { Problem } from "../problem.ts";
import type { Destination } from "./destination.ts";
import { failuresFolder } from "./failures-folder.ts";

const TEMPLATE = new URL("../../../shared/opensearch/index-template.gen.json", import.meta.url);
const TEMPLATE_NAME = "tributary-logs";
/** One attempt, and not a long one: a wrong address should be said at once. */
const QUICKLY = { requestTimeout: 10_000, maxRetries: 0 };

type Client = ReturnType<typeof openSearchClient>;

/**
 * Indexes into a cluster, after its index template has been installed.
 *
 * @param url with user and password, if the cluster wants them; they are shown nowhere.
 * @throws Problem when the cluster does not answer or refuses the template.
 */
export async function openSearchDestination(url: URL, failures: string): Promise<Destination> {
  const { origin, pathname, protocol, username, password } = url;
  const endpoint = origin + (pathname === "/" ? "" : pathname);
  const client = openSearchClient({
    endpoint,
    auth:
      username === ""
        ? { kind: "none" }
        : { kind: "basic", username: decodeURIComponent(username), password: decodeURIComponent(password) },
    gzip: protocol === "https:",
  });
  await installTemplate(client, endpoint);
  return {
    bulk: (body, timeoutMs) => sendBulk(client, body, timeoutMs),
    putFailure: failuresFolder(failures),
    close: () => refresh(client),
    records: `${endpoint}/logs-*`,
    failures,
  };
}

async function installTemplate(client: Client, endpoint: string): Promise<void> {
  const template = await readFile(TEMPLATE, "utf8");
  const request = { method: "PUT", path: `/_index_template/${TEMPLATE_NAME}`, body: template };
  const answer: { readonly body: unknown } = await client.transport
    .request(request, QUICKLY)
    .catch((error: unknown) => {
      throw new Problem(`--to ${endpoint}: ${refusal(error)}`);
    });
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("acknowledged" in body)) {
    throw new Problem(`--to ${endpoint}: what answers there is no OpenSearch`);
  }
}

function refusal(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const answered = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
  return answered === undefined
    ? `OpenSearch does not answer: ${error.message}`
    : `refuses the index template: ${answered} ${error.message}`;
}

/** Makes the records searchable now. A user without the right to do so sees them when the indices refresh by themselves. */
async function refresh(client: Client): Promise<void> {
  await client.transport.request({ method: "POST", path: "/logs-*/_refresh" }, QUICKLY).catch(() => undefined);
}
