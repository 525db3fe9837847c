import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = path.resolve(import.meta.dirname, "../../..");

/** Starts one of the commands as npm does. */
export function startCli(command: string, args: readonly string[], cwd: string) {
  // Nothing that the outer npm or terminal says may reach the command.
  const env = {
    PATH: process.env["PATH"],
    NO_COLOR: "1",
    NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/cli"),
  };
  return spawn(process.execPath, [path.join(root, "tools/cli", `${command}.ts`), ...args], { cwd, env });
}

export async function runCli(
  command: string,
  args: readonly string[],
  { cwd, input = "" }: { cwd: string; input?: string | Buffer },
): Promise<Run> {
  const child = startCli(command, args, cwd);
  const code = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  // A command that fails at once does not read its input.
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
