import { join } from "node:path";
import type { Available } from "./cache.ts";
import type { ServerPlan } from "./process.ts";
import { pythonPackage } from "./python-package.ts";

const VERSION = "1.5.33";
const READY_MS = 60_000;

/** What of ministack is to run, and how. */
export interface MinistackChoice {
  /** All services without it. */
  readonly services?: string;
  /** Variables of the server, and of the functions that it runs. */
  readonly env?: (folder: string) => Promise<Readonly<Record<string, string>>>;
}

/** PyPI's ministack, in memory, any credentials: what it takes to start it, or what is missing. */
export async function ministackPlan({ services, env }: MinistackChoice): Promise<Available<ServerPlan>> {
  const environment = await pythonPackage("ministack", VERSION);
  if (!environment.ok) return environment;
  return {
    ok: true,
    value: {
      name: "ministack",
      readyWithinMs: READY_MS,
      isReady: async (port, signal) => (await fetch(`http://127.0.0.1:${port}/_ministack/health`, { signal })).ok,
      prepare: async (folder) => {
        const more = { ...(services === undefined ? {} : { SERVICES: services }), ...(await env?.(folder)) };
        return (port) => ({
          file: join(environment.value, "bin", "python"),
          args: ["-m", "ministack"],
          cwd: folder,
          // By default it listens on every interface.
          env: { BIND_HOST: "127.0.0.1", GATEWAY_PORT: String(port), TMPDIR: folder, ...more },
        });
      },
    },
  };
}
