import { readFile } from "node:fs/promises";
import { sendBulk } from "../../../shared/aws/opensearch.ts";
import { judgeBulk } from "../../../shared/core/delivery/judge.ts";
import type { Env } from "../aws-domain.ts";
import { openCluster, requestOnce, type NamedCluster } from "../cluster.ts";
import { Problem } from "../problem.ts";
import type { Destination } from "./destination.ts";
import { failuresFolder } from "./failures-folder.ts";

const TEMPLATE = new URL("../../../shared/opensearch/index-template.gen.json", import.meta.url);
const TEMPLATE_NAME = "tributary-logs";
/** One attempt, and not a long one: a wrong address should be said at once. */
const QUICKLY_MS = 10_000;

/**
 * Indexes into a cluster. One of AWS is taken as it is, because its index template comes with the deployment and a writer's role may
 * not install it; into any other the template goes first.
 *
 * @param url with user and password, if the cluster wants them; they are shown nowhere.
 * @throws Problem when the cluster does not answer or refuses.
 */
export async function openSearchDestination(url: URL, failures: string, env: Env): Promise<Destination> {
  const cluster = openCluster({ url, env });
  const { client, endpoint } = cluster;
  await (cluster.ofAws ? askWhetherItTakesRecords(cluster) : installTemplate(cluster));
  return {
    bulk: (body, timeoutMs) => sendBulk(client, body, timeoutMs),
    putFailure: failuresFolder(failures),
    close: () => refresh(cluster),
    records: `${endpoint}/logs-*`,
    failures,
  };
}

/** An empty `_bulk` is refused with 400 by a cluster that would take a full one. */
async function askWhetherItTakesRecords({ client, endpoint }: NamedCluster): Promise<void> {
  const judgement = judgeBulk(await sendBulk(client, "", QUICKLY_MS), 0);
  const refused = judgement.kind === "failed" && judgement.failure.reason === "access_denied";
  if (judgement.kind === "retry" || refused) throw new Problem(`--to ${endpoint}: ${judgement.failure.detail}`);
}

async function installTemplate(cluster: NamedCluster): Promise<void> {
  const { endpoint } = cluster;
  const template = await readFile(TEMPLATE, "utf8");
  const request = { method: "PUT", path: `/_index_template/${TEMPLATE_NAME}`, body: template };
  const body = await requestOnce(cluster, "the index template", request, QUICKLY_MS);
  if (typeof body !== "object" || body === null || !("acknowledged" in body)) {
    throw new Problem(`--to ${endpoint}: what answers there is no OpenSearch`);
  }
}

/** Makes the records searchable now. A user without the right to do so sees them when the indices refresh by themselves. */
async function refresh({ client }: NamedCluster): Promise<void> {
  await client({ method: "POST", path: "/logs-*/_refresh" }, QUICKLY_MS);
}
