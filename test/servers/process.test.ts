import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { freePort } from "../../tools/servers/port.ts";
import { type ServerPlan, startServer } from "../../tools/servers/process.ts";

const LISTEN = `
  require("node:http").createServer((_, answer) => answer.end("here")).listen(Number(process.argv[1]), "127.0.0.1");
`;

/** A program that starts a server and never stops it. */
const STARTER = `
  import { startServer } from ${JSON.stringify(new URL("../../tools/servers/process.ts", import.meta.url).href)};
  const server = await startServer({
    name: "river",
    readyWithinMs: 60_000,
    isReady: async (port, signal) => (await fetch("http://127.0.0.1:" + port, { signal })).ok,
    prepare: async () => (port) => ({ file: process.execPath, args: ["-e", ${JSON.stringify(LISTEN)}, String(port)] }),
  });
  process.stdout.write(server.pid + " " + server.folder);
`;

/** A server that Node runs from a few lines. */
function plan(script: string, changes: Partial<ServerPlan> = {}): ServerPlan {
  return {
    name: "river",
    readyWithinMs: 60_000,
    isReady: async (port, signal) => (await fetch(`http://127.0.0.1:${port}`, { signal })).ok,
    prepare: async (folder) => {
      await writeFile(join(folder, "data"), "kept");
      return (port) => ({ file: process.execPath, args: ["-e", script, String(port)] });
    },
    ...changes,
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function failure(started: Promise<unknown>): Promise<string> {
  const outcome = await started.then(
    () => "it started",
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error("the server was not expected to start");
  return outcome.message;
}

describe("startServer", () => {
  it("answers when it resolves, and leaves neither process nor folder after stop", async () => {
    const server = await startServer(plan(LISTEN));
    const { pid, folder, port } = server;
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe("here");
    expect(existsSync(folder)).toBe(true);
    await Promise.all([server.stop(), server.stop()]);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it("stops a server that ignores SIGTERM", async () => {
    const server = await startServer(plan(`process.on("SIGTERM", () => {}); ${LISTEN}`, { stopWithinMs: 300 }));
    const { pid } = server;
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it("fails at once with the end of the log when the process dies, without stack frames", async () => {
    const script = `console.log("reading config"); throw new Error("no such disk")`;
    const folders: string[] = [];
    const prepare: ServerPlan["prepare"] = (folder) => {
      folders.push(folder);
      return plan(script).prepare(folder);
    };
    const message = await failure(startServer(plan(script, { prepare })));
    expect(message).toMatch(/^river ended while starting \(exit code 1\); the end of its log:\n/);
    expect(message).toContain("reading config\n");
    expect(message).toContain("Error: no such disk\n");
    expect(message).not.toContain("    at ");
    expect(folders).toHaveLength(1);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it("names the signal that ended it", async () => {
    expect(await failure(startServer(plan(`process.kill(process.pid, "SIGKILL")`)))).toContain("(SIGKILL)");
  });

  it("says when the command is not there", async () => {
    const prepare: ServerPlan["prepare"] = () => Promise.resolve(() => ({ file: "/nowhere/river", args: [] }));
    expect(await failure(startServer(plan("", { prepare })))).toContain("/nowhere/river could not be started");
  });

  it("gives up a server that runs but does not answer, and ends it", async () => {
    const script = `console.log("pid " + process.pid); setInterval(() => {}, 1000)`;
    const isReady = (): Promise<boolean> => Promise.resolve(false);
    const message = await failure(startServer(plan(script, { isReady, readyWithinMs: 1_000 })));
    expect(message).toMatch(/^river did not answer on 127\.0\.0\.1:\d+ within 1 s/);
    const pid = Number(/pid (\d+)/.exec(message)?.[1]);
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  });

  it("takes another port if the chosen one was taken meanwhile", async () => {
    const taken = await freePort();
    const holder = createServer((socket) => socket.destroy()).listen(taken, "127.0.0.1");
    await once(holder, "listening");
    const choices = [taken, taken];
    const server = await startServer(plan(LISTEN), async () => choices.shift() ?? freePort());
    holder.close();
    expect(choices).toEqual([]);
    expect(server.port).not.toBe(taken);
    await server.stop();
  });

  it("does not try another port for any other death", async () => {
    let chosen = 0;
    const choosePort = (): Promise<number> => {
      chosen++;
      return freePort();
    };
    await failure(startServer(plan("process.exit(3)"), choosePort));
    expect(chosen).toBe(1);
  });

  it("keeps port and data over kill and restart", async () => {
    const server = await startServer(plan(LISTEN));
    const { pid, folder, port } = server;
    await server.kill();
    expect(isAlive(pid)).toBe(false);
    await server.restart();
    expect(server.pid).not.toBe(pid);
    expect(await readFile(join(folder, "data"), "utf8")).toBe("kept");
    expect((await fetch(`http://127.0.0.1:${port}`)).ok).toBe(true);
    await server.stop();
    expect(existsSync(folder)).toBe(false);
  });

  it("tells of a death that nobody asked for", async () => {
    const server = await startServer(plan(LISTEN));
    process.kill(server.pid, "SIGKILL");
    expect(await server.died).toMatch(/^river ended \(SIGKILL\)/);
    await server.stop();
  });

  it.each(["SIGKILL", "SIGINT"] as const)(
    "leaves nothing when its starter ends by %s",
    { timeout: 60_000 },
    async (signal) => {
      const starter = spawn(process.execPath, ["--input-type=module", "-e", STARTER], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = (await once(starter.stdout, "data")) as [Buffer];
      const [pid = "", folder = ""] = line.toString().trim().split(" ");
      expect(isAlive(Number(pid))).toBe(true);
      starter.kill(signal);
      await vi.waitUntil(() => !isAlive(Number(pid)) && !existsSync(folder), { timeout: 45_000 });
    },
  );
});
