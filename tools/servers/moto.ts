import { join } from "node:path";
import type { Available } from "./cache.ts";
import { startServer } from "./process.ts";
import { pythonPackage } from "./python-package.ts";

const VERSION = "5.2.5";
const READY_MS = 60_000;

/** What an AWS client needs; any credentials do. */
export interface Moto {
  readonly endpoint: string;
  readonly region: string;
  /** The account that everything belongs to. */
  readonly account: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts PyPI's moto on 127.0.0.1: an empty AWS account in memory, for CloudWatch Logs first of all. It knows nothing of log
 * classes and permissions, and runs no function.
 *
 * @throws Error with the end of its log when it does not come up; with CI set, also when it cannot be had
 */
export async function startMoto(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Available<Moto>> {
  const environment = await pythonPackage("moto[server]", VERSION);
  if (!environment.ok) {
    const reason = `No moto here: ${environment.reason}. Install Python 3 with venv.`;
    if (env["CI"]) throw new Error(reason);
    return { ok: false, reason };
  }
  const { port, stop } = await startServer({
    name: "moto",
    readyWithinMs: READY_MS,
    isReady: async (at, signal) => (await fetch(`http://127.0.0.1:${at}/moto-api/`, { signal })).ok,
    prepare: async (folder) => (at) => ({
      file: join(environment.value, "bin", "python"),
      args: ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(at)],
      cwd: folder,
      env: { TMPDIR: folder },
    }),
  });
  return {
    ok: true,
    value: { endpoint: `http://127.0.0.1:${port}`, region: "eu-west-1", account: "123456789012", stop },
  };
}
