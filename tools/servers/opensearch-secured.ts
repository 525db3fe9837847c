import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { type Available, cachedFolder } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { JAVA_FOR_OPENSEARCH_2, javaHome } from "./java.ts";
import { fetchDistribution, nodePlan } from "./opensearch-distribution.ts";
import { nodeSettings } from "./opensearch-node.ts";
import { type RunningServer, startServer } from "./process.ts";
import { say } from "./progress.ts";
import type { Watchdog } from "./watchdog.ts";

/** The last version whose security plugin and distribution Maven Central has both. */
const VERSION = "2.19.4";
const PLUGIN = `org.opensearch.plugin:opensearch-security:${VERSION}.0:zip`;
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
const REMEDY =
  "Install Maven and a JDK from 17 to 23 (OPENSEARCH_JAVA_HOME or JAVA_HOME may point to it), or Python 3 with venv.";

/** Known to everybody: the node listens on 127.0.0.1 and holds what tests put into it. */
const ADMIN = { username: "admin", password: "Loopback-only-4711!" } as const;

/** Who may do what: the plugin's demo lets every user do something, and a test of least privilege could not see it. */
const ROLES_MAPPING = `_meta: { type: rolesmapping, config_version: 2 }
all_access: { reserved: true, backend_roles: [admin] }
`;

/** A cluster that wants TLS and a user for everything. */
export interface SecuredOpenSearch extends Pick<RunningServer, "pid" | "died" | "kill" | "restart" | "stop"> {
  /** Without a slash at the end, e.g. https://127.0.0.1:9200 */
  readonly url: string;
  /** The certificate of the authority that vouches for the cluster's, PEM. No other authority does. */
  readonly authority: string;
  /** Who may do everything; nobody else is known or may do anything. */
  readonly admin: { readonly username: string; readonly password: string };
}

/**
 * Starts OpenSearch 2.19 with its security plugin on 127.0.0.1: certificates of the plugin's demo (for localhost and 127.0.0.1),
 * users and roles. Both are fetched by Maven on first use (100 MB); ready after 10 to 20 s.
 *
 * @throws Error with the end of its log when it does not come up; with CI set, also when it cannot be had
 */
export async function startSecuredOpenSearch(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Available<SecuredOpenSearch>> {
  const had = await securedHome();
  if (!had.ok) {
    const reason = `No secured OpenSearch here: ${had.reason}. ${REMEDY}`;
    if (env["CI"]) throw new Error(reason);
    say(`Not run: ${reason}`);
    return { ok: false, reason };
  }
  const { home, java } = had.value;
  const authority = await readFile(join(home, "config", "root-ca.pem"), "utf8");
  const clusterName = `tributary-${randomUUID()}`;
  const settings = {
    ...nodeSettings(clusterName),
    // The audit log would be one more index, and one more thing that a permission can be missing for.
    "plugins.security.audit.type": "noop",
  };
  const server = await startServer(
    nodePlan({
      home,
      java,
      settings,
      isReady: (port, signal) => answersSecurely(clusterName, authority, port, signal),
    }),
  );
  return {
    ok: true,
    value: {
      url: `https://127.0.0.1:${server.port}`,
      authority,
      admin: ADMIN,
      get pid() {
        return server.pid;
      },
      died: server.died,
      kill: server.kill,
      restart: server.restart,
      stop: server.stop,
    },
  };
}

async function securedHome(): Promise<Available<{ home: string; java: string }>> {
  if (process.platform === "win32") return { ok: false, reason: "Windows needs WSL for it" };
  const java = await javaHome(JAVA_FOR_OPENSEARCH_2);
  if (!java.ok) return java;
  const cached = await cachedFolder("opensearch-secured", VERSION, async (folder, watchdog) => {
    const home = join(folder, `opensearch-${VERSION}`);
    return (
      (await fetchDistribution(VERSION, "56 MB", folder, watchdog)) ??
      (await addPlugin(home, java.value, watchdog)) ??
      secure(home, java.value)
    );
  });
  if (!cached.ok) return cached;
  return { ok: true, value: { home: join(cached.value, `opensearch-${VERSION}`), java: java.value } };
}

async function addPlugin(home: string, java: string, watchdog: Watchdog): Promise<string | undefined> {
  say(`Fetching its security plugin from Maven Central (45 MB), once`);
  const args = ["-q", "-B", COPY, `-Dartifact=${PLUGIN}`, `-DoutputDirectory=${home}`];
  const copied = await runCommand("mvn", args, { cwd: home, watchdog });
  const archive = join(home, `opensearch-security-${VERSION}.0.zip`);
  if (!copied.ok || !existsSync(archive)) return `Maven could not fetch ${PLUGIN} (${lastLines(copied.output, 3)})`;
  const install = ["install", "--batch", pathToFileURL(archive).href];
  const env = { OPENSEARCH_JAVA_HOME: java };
  const installed = await runCommand(join(home, "bin", "opensearch-plugin"), install, { env, watchdog });
  await rm(archive);
  return installed.ok ? undefined : `the security plugin cannot be installed (${lastLines(installed.output, 3)})`;
}

/** The plugin's own demo makes certificates, the administrator and the settings; who may do what is ours. */
async function secure(home: string, java: string): Promise<string | undefined> {
  const script = join(home, "plugins", "opensearch-security", "tools", "install_demo_configuration.sh");
  const env = { OPENSEARCH_JAVA_HOME: java, OPENSEARCH_INITIAL_ADMIN_PASSWORD: ADMIN.password };
  const done = await runCommand("bash", [script, "-y", "-i", "-s"], { env });
  if (!done.ok) return `the security plugin cannot be configured (${lastLines(done.output, 3)})`;
  await writeFile(join(home, "config", "opensearch-security", "roles_mapping.yml"), ROLES_MAPPING);
  return undefined;
}

/** Whether the node on this port is this cluster's, knows the administrator already, and takes requests. */
async function answersSecurely(clusterName: string, ca: string, port: number, signal: AbortSignal): Promise<boolean> {
  const auth = `${ADMIN.username}:${ADMIN.password}`;
  const path = "/_cluster/health?wait_for_status=yellow&timeout=1s";
  const health = await new Promise<unknown>((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, ca, auth, signal, agent: false }, (response) => {
      json(response).then(resolve, reject);
    }).on("error", reject);
  });
  return typeof health === "object" && health !== null && Reflect.get(health, "cluster_name") === clusterName;
}
