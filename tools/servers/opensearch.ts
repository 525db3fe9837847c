import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type MissingRuntime, missingRuntime } from "./missing-runtime.ts";
import { containerPlan } from "./opensearch-container.ts";
import { distributionPlan } from "./opensearch-distribution.ts";
import { freePort } from "./port.ts";
import { type RunningServer, type ServerPlan, startServer } from "./process.ts";

const REMEDY =
  "Install Maven and a JDK of 21 or newer (OPENSEARCH_JAVA_HOME may point to it), or start Docker, " +
  "or set OPENSEARCH_URL to an OpenSearch 3 that may be written to.";

/** A node to talk to, ours or not. */
export interface OpenSearch {
  /** Without a slash at the end, e.g. http://127.0.0.1:9200 */
  readonly url: string;
  /** Does nothing to a node that is not ours. */
  readonly stop: () => Promise<void>;
}

/** A node of our own, with what a test needs in order to mistreat it. */
export interface RunningOpenSearch extends OpenSearch, Pick<RunningServer, "pid" | "died" | "kill" | "restart"> {
  /** Where it keeps its indices; with Docker, an empty folder. */
  readonly dataDir: string;
}

export interface OpenSearchOptions {
  /** The port to take if it is free. */
  readonly preferredPort?: number;
}

/** The OpenSearch that OPENSEARCH_URL names, else one of our own: see {@link startOwnOpenSearch}. */
export async function startOpenSearch(options: OpenSearchOptions = {}): Promise<OpenSearch | MissingRuntime> {
  const given = process.env["OPENSEARCH_URL"];
  if (given) return { url: given.replace(/\/$/, ""), stop: () => Promise.resolve() };
  return startOwnOpenSearch(options);
}

/**
 * Starts OpenSearch 3 on 127.0.0.1 with 512 MB heap, no security and an empty data folder: the official build, fetched on
 * first use, or Docker's image where Maven or Java are missing. Ready after 13 to 30 s.
 *
 * @throws Error with the end of its log when it does not come up
 */
export async function startOwnOpenSearch(options: OpenSearchOptions = {}): Promise<RunningOpenSearch | MissingRuntime> {
  if (process.platform === "win32") return missingRuntime("OpenSearch", ["Windows needs WSL for it"], REMEDY);
  const clusterName = `tributary-${randomUUID()}`;
  const distribution = await distributionPlan(clusterName);
  if (distribution.ok) return start(distribution.value, options);
  const container = await containerPlan(clusterName);
  if (container.ok) return start(container.value, options);
  return missingRuntime("OpenSearch", [distribution.reason, container.reason], REMEDY);
}

async function start(plan: ServerPlan, options: OpenSearchOptions): Promise<RunningOpenSearch> {
  const server = await startServer(plan, () => freePort(options.preferredPort));
  return {
    url: `http://127.0.0.1:${server.port}`,
    dataDir: join(server.folder, "data"),
    get pid() {
      return server.pid;
    },
    died: server.died,
    stop: server.stop,
    kill: server.kill,
    restart: server.restart,
  };
}
