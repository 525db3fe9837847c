import { readFile } from "node:fs/promises";
import { openSearchClient, sendBulk } from "../../../shared/aws/opensearch.ts";
import { Problem } from "../problem.ts";
import type { Destination } from "./destination.ts";
import { failuresFolder } from "./failures-folder.ts";

const TEMPLATE = new URL("../../../shared/opensearch/index-template.gen.json", import.meta.url);
const TEMPLATE_NAME = "tributary-logs";
/** Longest wait for the first answer, ms: a wrong address should be said at once. */
const CONNECT_TIMEOUT_MS = 10_000;

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
  const body = await readFile(TEMPLATE, "utf8");
  try {
    await client.transport.request(
      { method: "PUT", path: `/_index_template/${TEMPLATE_NAME}`, body },
      { requestTimeout: CONNECT_TIMEOUT_MS, maxRetries: 0 },
    );
  } catch (error) {
    const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
    const said = error instanceof Error ? error.message : String(error);
    if (typeof status === "number")
      throw new Problem(`--to ${endpoint}: refuses the index template: ${status} ${said}`);
    throw new Problem(`--to ${endpoint}: OpenSearch does not answer: ${said}`);
  }
}

/** Makes the records searchable now. A user without the right to do so sees them when the indices refresh by themselves. */
async function refresh(client: Client): Promise<void> {
  await client.transport
    .request({ method: "POST", path: "/logs-*/_refresh" }, { requestTimeout: CONNECT_TIMEOUT_MS, maxRetries: 0 })
    .catch(() => undefined);
}
