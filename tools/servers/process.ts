import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CommandOptions, lastLines } from "./command.ts";
import { freePort, saysPortTaken } from "./port.ts";
import { guardFolder, type Watchdog } from "./watchdog.ts";

const START_ATTEMPTS = 5;
const POLL_MS = 100;
const PROBE_MS = 5_000;
const STOP_MS = 10_000;
const LOG_LINES = 20;

export interface ServerCommand extends CommandOptions {
  readonly file: string;
  readonly args: readonly string[];
}

/** How to run one kind of server; the same plan may be started again on another port. */
export interface ServerPlan {
  readonly name: string;
  /** Fills the fresh run folder with what the server needs, and says how to start it there. */
  readonly prepare: (folder: string) => Promise<(port: number) => ServerCommand>;
  /** True once the server on this port answers, and is this very one. May reject: that is "not yet". */
  readonly isReady: (port: number, signal: AbortSignal) => Promise<boolean>;
  readonly readyWithinMs: number;
  /** Only for a server that lives outside the started process: how to start it again, kill it and clear it away. */
  readonly outside?: {
    readonly again: ServerCommand;
    readonly kill: () => Promise<unknown>;
    readonly clear: readonly string[];
  };
}

export interface RunningServer {
  readonly port: number;
  /** Changes with every restart. */
  readonly pid: number;
  /** Everything that this run has written; gone after stop(). */
  readonly folder: string;
  /** Resolves, with the end of the log, when the server ends without being told to. */
  readonly died: Promise<string>;
  /** SIGTERM, after 10 s SIGKILL, then the folder is removed. A second call does nothing more. */
  readonly stop: () => Promise<void>;
  /** SIGKILL, as a crash would be; the folder stays for restart(). */
  readonly kill: () => Promise<void>;
  /** Starts again on the same port with the same data, stopping first if it runs. Rejects when it does not come up. */
  readonly restart: () => Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1, with its data in a fresh temporary folder, and waits until it answers.
 * Whatever becomes of this process, server and folder are cleared away: a watchdog does it, even after SIGKILL.
 *
 * @throws Error with the last lines of the server's log when it dies or stays silent; nothing is left of it then
 */
export async function startServer(
  plan: ServerPlan,
  choosePort: () => Promise<number> = freePort,
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const run = await openRun(plan, await choosePort());
    const problem = await run.up();
    if (problem === undefined) return run.server;
    await run.server.stop();
    if (attempt === START_ATTEMPTS || !saysPortTaken(problem)) throw new Error(problem);
  }
}

async function openRun(
  plan: ServerPlan,
  port: number,
): Promise<{ up(): Promise<string | undefined>; server: RunningServer }> {
  const folder = await mkdtemp(join(tmpdir(), `tributary-${plan.name}-`));
  const log = join(folder, "server.log");
  const watchdog = guardFolder(folder, plan.outside?.clear);
  const { promise: died, resolve: tellDeath } = Promise.withResolvers<string>();
  const withLog = (what: string): string =>
    `${plan.name} ${what}; the end of its log:\n${lastLines(readLog(log), LOG_LINES)}`;

  let command: (port: number) => ServerCommand;
  let life: Life;
  try {
    command = await plan.prepare(folder);
    life = launch(command(port), log, watchdog);
  } catch (error) {
    await watchdog.release();
    throw error;
  }
  let stopped: Promise<void> | undefined;

  const up = async (): Promise<string | undefined> => {
    const current = life;
    const problem = await Promise.race([
      current.ended.then((how) => `ended while starting (${how})`),
      silence(plan, port, current),
    ]);
    if (problem !== undefined) return withLog(problem);
    void current.ended.then((how) => current.told || tellDeath(withLog(`ended (${how})`)));
    return undefined;
  };

  const server: RunningServer = {
    port,
    folder,
    died,
    get pid() {
      return life.child.pid ?? 0;
    },
    stop: () => (stopped ??= end(life).then(() => watchdog.release())),
    kill: async () => {
      life.told = true;
      await plan.outside?.kill();
      signalGroup(life, "SIGKILL");
      await life.ended;
    },
    restart: async () => {
      await end(life);
      life = launch(plan.outside?.again ?? command(port), log, watchdog);
      const problem = await up();
      if (problem !== undefined) throw new Error(problem);
    },
  };
  return { up, server };
}

interface Life {
  readonly child: ChildProcess;
  /** How it ended: "exit code 1", "SIGKILL", or why it could not be started. */
  readonly ended: Promise<string>;
  running: boolean;
  /** Its end was asked for. */
  told: boolean;
}

function launch({ file, args, env, ...options }: ServerCommand, log: string, watchdog: Watchdog): Life {
  const output = openSync(log, "a");
  // A process group of its own: Ctrl-C in the terminal must reach the starter, which then stops the server in order.
  const child = spawn(file, args, {
    ...options,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const life: Life = { child, ended, running: child.pid !== undefined, told: false };
  const end = (how: string): void => {
    life.running = false;
    watchdog.unwatch();
    resolve(how);
  };
  child.once("error", (cause) => end(`${file} could not be started: ${cause.message}`));
  child.once("exit", (code, signal) => end(signal ?? `exit code ${code}`));
  if (child.pid !== undefined) watchdog.watch(child.pid);
  return life;
}

/** Resolves with nothing when the server is ready, else with what it failed to do. */
async function silence(plan: ServerPlan, port: number, life: Life): Promise<string | undefined> {
  const deadline = AbortSignal.timeout(plan.readyWithinMs);
  while (life.running && !deadline.aborted) {
    const probe = AbortSignal.any([deadline, AbortSignal.timeout(PROBE_MS)]);
    const ready = await plan.isReady(port, probe).catch(() => false);
    if (ready && life.running) return undefined;
    await wait(POLL_MS);
  }
  return `did not answer on 127.0.0.1:${port} within ${plan.readyWithinMs / 1000} s`;
}

async function end(life: Life): Promise<void> {
  life.told = true;
  signalGroup(life, "SIGTERM");
  await Promise.race([life.ended, wait(STOP_MS, undefined, { ref: false })]);
  signalGroup(life, "SIGKILL");
  await life.ended;
}

function signalGroup({ child, running }: Life, signal: NodeJS.Signals): void {
  if (!running || child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group ended a moment ago, and its exit event is on the way.
  }
}

function readLog(path: string): string {
  return readFileSync(path, "utf8");
}
