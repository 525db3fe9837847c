import { spawn } from "node:child_process";
import type { Watchdog } from "./watchdog.ts";

const OUTPUT_LIMIT = 64 * 1024;
const LINE_LIMIT = 400;

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** User and group to become first; only root can. */
  readonly uid?: number;
  readonly gid?: number;
  /** The command is killed after this many milliseconds. */
  readonly timeout?: number;
}

export interface WatchedCommandOptions extends CommandOptions {
  /** Ends the command if this process should vanish meanwhile. */
  readonly watchdog?: Watchdog;
}

export interface FinishedCommand {
  /** True when the command could be started and answered with exit code 0. */
  readonly ok: boolean;
  /** The end of stdout and stderr, at most 64 KiB, or why the command could not be started. */
  readonly output: string;
}

/** Runs a command to its end, without a shell. Never rejects: a missing command is a result like any other. */
export function runCommand(
  file: string,
  args: readonly string[],
  { env, watchdog, ...options }: WatchedCommandOptions = {},
): Promise<FinishedCommand> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...options,
      env: { ...process.env, ...env },
      // The watchdog ends process groups; in the group of this process it would end more than the command.
      detached: watchdog !== undefined,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) watchdog?.watch(child.pid);
    let output = "";
    const keepTheEnd = (chunk: string): void => {
      output = (output + chunk).slice(-OUTPUT_LIMIT);
    };
    child.stdout.setEncoding("utf8").on("data", keepTheEnd);
    child.stderr.setEncoding("utf8").on("data", keepTheEnd);
    child.on("error", (cause) => {
      resolve({ ok: false, output: `${file} could not be started: ${cause.message}` });
    });
    child.on("close", (code) => {
      watchdog?.unwatch();
      resolve({ ok: code === 0, output });
    });
  });
}

/** The last `count` lines that say something, for a message: stack frames would crowd out what they belong to. */
export function lastLines(text: string, count: number): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd().slice(0, LINE_LIMIT))
    .filter((line) => line !== "" && !/^\s+at /.test(line))
    .slice(-count)
    .join("\n");
}
