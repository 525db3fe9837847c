import { cp } from "node:fs/promises";
import { runCommand } from "./command.ts";

/** The user that owns nothing: number 65534 on Linux, whether or not the system has a name for it. */
const NOBODY = { uid: 65_534, gid: 65_534 } as const;

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Who a server that refuses root (as in most containers) should run as; undefined when this process is not root. */
export function unprivilegedUser(): User | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

/** The folder itself if that user can read it, else a copy of it: root's home is closed to everybody else. */
export async function readableBy(user: User | undefined, folder: string, copy: string): Promise<string> {
  if (user === undefined) return folder;
  const { ok } = await runCommand("/bin/sh", ["-c", 'test -r "$0" && test -x "$0"', folder], { ...user, cwd: "/" });
  if (ok) return folder;
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** Makes everything in the folder that user's own. */
export async function giveTo(user: User | undefined, folder: string): Promise<void> {
  if (user === undefined) return;
  const given = await runCommand("chown", ["-R", `${user.uid}:${user.gid}`, folder]);
  if (!given.ok) throw new Error(`${folder} cannot be given to user ${user.uid}: ${given.output}`);
}
