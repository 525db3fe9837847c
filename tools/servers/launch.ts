import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { CommandOptions } from "./command.ts";
import type { Watchdog } from "./watchdog.ts";

export interface ServerCommand extends Omit<CommandOptions, "timeout"> {
  readonly file: string;
  readonly args: readonly string[];
}

/** One process of a server, from its start to its end. */
export interface Launched {
  readonly child: ChildProcess;
  /** How it ended: "exit code 1", "SIGKILL", or why it could not be started. */
  readonly ended: Promise<string>;
  readonly isRunning: () => boolean;
  /** Its end was asked for. */
  told: boolean;
}

/** Starts the command in a process group of its own, watched by the watchdog, with its output at the end of the log. */
export function launch({ file, args, env, ...options }: ServerCommand, log: string, watchdog: Watchdog): Launched {
  const output = openSync(log, "a");
  // Detached, because Ctrl-C in the terminal must reach the starter only, which then stops the server in order.
  const child = spawn(file, args, {
    ...options,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let running = true;
  const end = (how: string): void => {
    running = false;
    watchdog.unwatch();
    resolve(how);
  };
  child.once("error", (cause) => end(`${file} could not be started: ${cause.message}`));
  child.once("exit", (code, signal) => end(signal ?? `exit code ${code}`));
  if (child.pid !== undefined) watchdog.watch(child.pid);
  return { child, ended, isRunning: () => running, told: false };
}

/** SIGTERM, and SIGKILL for a process that takes longer than that to end. Resolves when it is gone. */
export async function terminate(launched: Launched, withinMs: number): Promise<void> {
  launched.told = true;
  signalGroup(launched, "SIGTERM");
  await Promise.race([launched.ended, wait(withinMs, undefined, { ref: false })]);
  await killNow(launched);
}

/** SIGKILL, as if the machine had run out of memory. Resolves when the process is gone. */
export async function killNow(launched: Launched): Promise<void> {
  launched.told = true;
  signalGroup(launched, "SIGKILL");
  await launched.ended;
}

function signalGroup({ child, isRunning }: Launched, signal: NodeJS.Signals): void {
  if (!isRunning() || child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group ended a moment ago, and its exit event is on the way.
  }
}
