import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { runCommand } from "./command.ts";
import { say } from "./progress.ts";
import { guardFolder, type Watchdog } from "./watchdog.ts";

const STILL_FETCHING_MS = 15_000;

/** What was asked for, or one sentence that says why it cannot be had here. */
export type Available<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Fills the empty folder by commands that the watchdog watches; says what went wrong, or nothing. */
export type Fetch = (folder: string, watchdog: Watchdog) => Promise<string | undefined>;

/** Where fetched servers are kept: outside the work tree, so that `git clean` and a second clone cost no download. */
export function cacheRoot(env: Readonly<Record<string, string | undefined>>): string {
  const own = env["TRIBUTARY_CACHE"];
  if (own) return resolve(own);
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "tributary");
}

/**
 * The folder `<root>/<name>-<version>`, fetched if it is not there yet. Fetching goes to a temporary sibling that is
 * renamed when complete: a folder of the final name is always whole, and of two processes that fetch at once the
 * first one wins while the other uses its folder. An interrupted fetch leaves nothing.
 */
export async function cachedFolder(
  name: string,
  version: string,
  fetch: Fetch,
  root: string = cacheRoot(process.env),
): Promise<Available<string>> {
  const folder = join(root, `${name}-${version}`);
  if (existsSync(folder)) return { ok: true, value: folder };

  await mkdir(root, { recursive: true });
  const unfinished = await mkdtemp(join(root, `.${name}-${version}-`));
  const watchdog = guardFolder(unfinished);
  const began = Date.now();
  const patience = setInterval(() => {
    say(`still fetching ${name} ${version} (${Math.round((Date.now() - began) / 1000)} s)`);
  }, STILL_FETCHING_MS);
  try {
    const problem = await fetch(unfinished, watchdog);
    // Two fetches at once may disturb each other in a tool's own cache; one whole folder is enough for both.
    if (problem !== undefined) return existsSync(folder) ? { ok: true, value: folder } : { ok: false, reason: problem };
    // mkdtemp and archives make private files; a server may run as another user, and a cache may be shared.
    await chmod(unfinished, 0o755);
    await runCommand("chmod", ["-R", "a+rX", unfinished]);
    await renameUnlessThere(unfinished, folder);
    return { ok: true, value: folder };
  } finally {
    clearInterval(patience);
    await watchdog.release();
  }
}

async function renameUnlessThere(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}
