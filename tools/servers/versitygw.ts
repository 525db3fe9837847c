import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Available, cachedFolder } from "./cache.ts";
import { lastLines, runCommand } from "./command.ts";
import type { ServerPlan } from "./process.ts";
import { say } from "./progress.ts";

const VERSION = "1.8.0";
const MODULE = `github.com/versity/versitygw/cmd/versitygw@v${VERSION}`;
const READY_MS = 30_000;

export interface S3Account {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** versitygw over a folder, built by this machine's Go: what it takes to start it, or what is missing. */
export async function versitygwPlan(account: S3Account): Promise<Available<ServerPlan>> {
  const cached = await cachedFolder("versitygw", VERSION, async (folder, watchdog) => {
    const go = await runCommand("go", ["version"]);
    if (!go.ok) return `no Go (${lastLines(go.output, 1)})`;
    say(`Building versitygw ${VERSION} with Go (1 to 2 minutes), once`);
    const args = ["install", "-trimpath", "-ldflags", "-s -w", MODULE];
    const built = await runCommand("go", args, { cwd: folder, env: { GOBIN: folder, GOFLAGS: "" }, watchdog });
    return built.ok ? undefined : `Go could not build ${MODULE} (${lastLines(built.output, 3)})`;
  });
  return cached.ok ? { ok: true, value: planFor(join(cached.value, "versitygw"), account) } : cached;
}

function planFor(executable: string, account: S3Account): ServerPlan {
  // A path that no other server knows: an answer there comes from this one.
  const health = `/health-${randomUUID()}`;
  return {
    name: "versitygw",
    readyWithinMs: READY_MS,
    isReady: async (port, signal) => (await fetch(`http://127.0.0.1:${port}${health}`, { signal })).ok,
    prepare: async (folder) => {
      const at = { data: join(folder, "data"), versions: join(folder, "versions"), sidecar: join(folder, "sidecar") };
      for (const own of Object.values(at)) await mkdir(own);
      return (port) => ({
        file: executable,
        args: ["--quiet", "--port", `127.0.0.1:${port}`, "posix", at.data],
        env: {
          ROOT_ACCESS_KEY_ID: account.accessKeyId,
          ROOT_SECRET_ACCESS_KEY: account.secretAccessKey,
          VGW_REGION: account.region,
          VGW_HEALTH: health,
          VGW_VERSIONING_DIR: at.versions,
          // Metadata in files of its own: not every file system has extended attributes.
          VGW_META_SIDECAR: at.sidecar,
        },
        cwd: folder,
      });
    },
  };
}
