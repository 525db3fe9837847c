import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Run } from "../cli/run-cli.ts";

const root = path.resolve(import.meta.dirname, "../../..");

/** Starts the command as npm does. */
export function startRedrive(args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}) {
  // Nothing that the outer npm, terminal or AWS profile says may reach the command.
  const env = {
    PATH: process.env["PATH"],
    NO_COLOR: "1",
    NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/cli"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: path.join(root, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: path.join(root, "no-credentials"),
    ...more,
  };
  return spawn(process.execPath, [path.join(root, "tools/redrive/redrive.ts"), ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export async function runRedrive(
  args: readonly string[],
  cwd: string,
  env?: Readonly<Record<string, string>>,
): Promise<Run> {
  const child = startRedrive(args, cwd, env);
  const code = new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
