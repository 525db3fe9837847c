import type { Available } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import { answersAs, nodeSettings, OPENSEARCH_READY_MS } from "./opensearch-node.ts";
import type { ServerPlan } from "./process.ts";
import { say } from "./progress.ts";

const IMAGE = "opensearchproject/opensearch:3";

/** The official image, for a machine without Java or Maven: what it takes to start it, or what is missing. */
export async function containerPlan(clusterName: string): Promise<Available<ServerPlan>> {
  const docker = await runCommand("docker", ["info"], { timeout: 10_000 });
  if (!docker.ok) return { ok: false, reason: `no Docker (${lastLines(docker.output, 1)})` };
  const present = await runCommand("docker", ["image", "inspect", IMAGE]);
  if (!present.ok) {
    say(`Fetching the image ${IMAGE}, once`);
    const pulled = await runCommand("docker", ["pull", "--quiet", IMAGE]);
    if (!pulled.ok) return { ok: false, reason: `Docker could not pull ${IMAGE} (${lastLines(pulled.output, 2)})` };
  }
  return { ok: true, value: planFor(clusterName) };
}

/** The started process is Docker's client, which passes SIGTERM on; the container outlives a SIGKILL of it. */
function planFor(container: string): ServerPlan {
  const environment = {
    ...nodeSettings(container),
    DISABLE_SECURITY_PLUGIN: "true",
    DISABLE_INSTALL_DEMO_CONFIG: "true",
    OPENSEARCH_JAVA_OPTS: "-Xms512m -Xmx512m",
  };
  const settings = Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  return {
    name: "opensearch",
    readyWithinMs: OPENSEARCH_READY_MS,
    isReady: (port, signal) => answersAs(container, port, signal),
    prepare: async () => (port) => ({
      file: "docker",
      args: ["run", "--name", container, "--publish", `127.0.0.1:${port}:9200`, ...settings, IMAGE],
    }),
    outside: {
      again: { file: "docker", args: ["start", "--attach", container] },
      kill: () => runCommand("docker", ["kill", container]),
      clear: ["docker", "rm", "--force", "--volumes", container],
    },
  };
}
