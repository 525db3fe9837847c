import { join } from "node:path";
import type { Available } from "./cache.ts";
import type { ServerPlan } from "./process.ts";
import { pythonPackage } from "./python-package.ts";

const VERSION = "1.5.33";
const READY_MS = 60_000;

/** PyPI's ministack with nothing but S3, in memory, any credentials: what it takes to start it, or what is missing. */
export async function ministackPlan(): Promise<Available<ServerPlan>> {
  const environment = await pythonPackage("ministack", VERSION);
  if (!environment.ok) return environment;
  return {
    ok: true,
    value: {
      name: "ministack",
      readyWithinMs: READY_MS,
      isReady: async (port, signal) => (await fetch(`http://127.0.0.1:${port}/_ministack/health`, { signal })).ok,
      prepare: async (folder) => (port) => ({
        file: join(environment.value, "bin", "python"),
        args: ["-m", "ministack"],
        cwd: folder,
        // By default it listens on every interface.
        env: { BIND_HOST: "127.0.0.1", GATEWAY_PORT: String(port), SERVICES: "s3", TMPDIR: folder },
      }),
    },
  };
}
