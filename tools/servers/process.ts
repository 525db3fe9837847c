import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { lastLines } from "./command.ts";
import { killNow, launch, type Launched, type ServerCommand, terminate } from "./launch.ts";
import { freePort, saysPortTaken } from "./port.ts";
import { guardFolder } from "./watchdog.ts";

const START_ATTEMPTS = 5;
const POLL_MS = 100;
const PROBE_MS = 5_000;
const STOP_MS = 10_000;
const LOG_LINES = 20;

/** How to run one kind of server; the same plan may be started again on another port. */
export interface ServerPlan {
  readonly name: string;
  /** Fills the fresh run folder with what the server needs, and says how to start it there. */
  readonly prepare: (folder: string) => Promise<(port: number) => ServerCommand>;
  /** True once the server on this port answers, and is this very one. May reject: that is "not yet". */
  readonly isReady: (port: number, signal: AbortSignal) => Promise<boolean>;
  readonly readyWithinMs: number;
  /** How long it may take to end after SIGTERM; 10 s unless given. */
  readonly stopWithinMs?: number;
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
  /** SIGTERM, SIGKILL if that does not end it, then the folder is removed. A second call does nothing more. */
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
    const { server, up } = await openRun(plan, await choosePort());
    const problem = await up();
    if (problem === undefined) return server;
    await server.stop();
    if (attempt === START_ATTEMPTS || !problem.portTaken) throw new Error(problem.message);
  }
}

interface Problem {
  readonly message: string;
  readonly portTaken: boolean;
}

interface Run {
  readonly server: RunningServer;
  /** Waits until the process that was launched last answers. */
  readonly up: () => Promise<Problem | undefined>;
}

async function openRun(plan: ServerPlan, port: number): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), `tributary-${plan.name}-`));
  const log = join(folder, "server.log");
  const watchdog = guardFolder(folder, plan.outside?.clear);
  let command: ServerCommand;
  let launched: Launched;
  try {
    command = (await plan.prepare(folder))(port);
    launched = launch(command, log, watchdog);
  } catch (error) {
    await watchdog.release();
    throw error;
  }

  const { promise: died, resolve: tellDeath } = Promise.withResolvers<string>();
  const problem = (what: string): Problem => {
    const text = readFileSync(log, "utf8");
    const message = `${plan.name} ${what}; the end of its log:\n${lastLines(text, LOG_LINES)}`;
    return { message, portTaken: saysPortTaken(text) };
  };
  const up = async (): Promise<Problem | undefined> => {
    const current = launched;
    const dead = current.ended.then((how) => `ended while starting (${how})`);
    const what = await Promise.race([dead, answer(plan, port, current)]);
    if (what !== undefined) return problem(what);
    void current.ended.then((how) => {
      if (!current.told) tellDeath(problem(`ended (${how})`).message);
    });
    return undefined;
  };

  let stopped: Promise<void> | undefined;
  const server: RunningServer = {
    port,
    folder,
    died,
    get pid() {
      return launched.child.pid ?? 0;
    },
    stop: () => (stopped ??= terminate(launched, plan.stopWithinMs ?? STOP_MS).then(() => watchdog.release())),
    kill: async () => {
      launched.told = true;
      await plan.outside?.kill();
      await killNow(launched);
    },
    restart: async () => {
      await terminate(launched, plan.stopWithinMs ?? STOP_MS);
      launched = launch(plan.outside?.again ?? command, log, watchdog);
      const failed = await up();
      if (failed !== undefined) throw new Error(failed.message);
    },
  };
  return { server, up };
}

/** Resolves with nothing once the server is ready, else with what it failed to do. */
async function answer(plan: ServerPlan, port: number, launched: Launched): Promise<string | undefined> {
  const deadline = AbortSignal.timeout(plan.readyWithinMs);
  while (launched.isRunning() && !deadline.aborted) {
    const probe = AbortSignal.any([deadline, AbortSignal.timeout(PROBE_MS)]);
    const ready = await plan.isReady(port, probe).catch(() => false);
    if (ready && launched.isRunning()) return undefined;
    await wait(POLL_MS);
  }
  return `did not answer on 127.0.0.1:${port} within ${plan.readyWithinMs / 1000} s`;
}
