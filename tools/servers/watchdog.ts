import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { Socket } from "node:net";

/**
 * Reads process ids from stdin, the last one counts, an empty line means none. The end of stdin means that the guarding
 * process has let go, or is gone in whatever way: then the process group is stopped and the folder removed.
 */
const SCRIPT = `
trap '' INT TERM HUP
folder=$1; shift
group=
while read -r line; do group=$line; done
if [ -n "$group" ]; then
  kill -s TERM -- "-$group" 2>/dev/null
  tries=0
  while [ $tries -lt 100 ] && kill -s 0 -- "-$group" 2>/dev/null; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$group" 2>/dev/null
fi
[ $# -gt 0 ] && "$@"
rm -rf -- "$folder"
`;

export interface Watchdog {
  /** Stop this process group, too, if the guarding process should vanish. */
  watch(group: number): void;
  /** The watched process is gone: its number may soon be another's. */
  unwatch(): void;
  /** Removes the folder now, and runs the closing command. */
  release(): Promise<void>;
}

/**
 * Guards a temporary folder, and a process that works in it, with a small shell process of its own session. No signal
 * handler can do that: they do not run after SIGKILL or a crash, and they change how the host program reacts to Ctrl-C.
 *
 * @param closing a command that is run after the process was stopped
 */
export function guardFolder(folder: string, closing: readonly string[] = []): Watchdog {
  const child = spawn("/bin/sh", ["-c", SCRIPT, "tributary-watchdog", folder, ...closing], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const closed = once(child, "close");
  // Writing to a watchdog that somebody killed fails; release() does not depend on it.
  child.stdin.on("error", () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();

  return {
    watch: (group) => void child.stdin.write(`${group}\n`),
    unwatch: () => void child.stdin.write("\n"),
    release: async () => {
      child.ref();
      child.stdin.end();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
