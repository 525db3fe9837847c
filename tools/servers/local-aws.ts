import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Available } from "./cache.ts";
import { ministackPlan } from "./ministack.ts";
import { startServer } from "./process.ts";

/** What an AWS client needs; any credentials do. */
export interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts PyPI's ministack on 127.0.0.1: an empty AWS account in memory, with CloudFormation, that runs functions by this very Node.
 * It asks nobody for permissions.
 *
 * @throws Error with the end of its log when it does not come up; with CI set, also when it cannot be had
 */
export async function startLocalAws(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Available<LocalAws>> {
  const plan = await ministackPlan({ env: functionsEnvironment });
  if (!plan.ok) {
    const reason = `No local AWS here: ${plan.reason}. Install Python 3 with venv.`;
    if (env["CI"]) throw new Error(reason);
    return { ok: false, reason };
  }
  const { port, stop } = await startServer(plan.value);
  return { ok: true, value: { endpoint: `http://127.0.0.1:${port}`, region: "eu-west-1", stop } };
}

/**
 * ministack starts functions by whatever `node` comes first in PATH, and asks it for `dist/index/index`, without the `.cjs` that Lambda
 * would try, too.
 */
async function functionsEnvironment(folder: string): Promise<Record<string, string>> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  const hook = join(bin, "lambda-extensions.cjs");
  await writeFile(hook, 'require.extensions[".cjs"] = require.extensions[".js"];\n');
  await writeFile(join(bin, "node"), `#!/bin/sh\nexec "${process.execPath}" --require "${hook}" "$@"\n`);
  await chmod(join(bin, "node"), 0o755);
  return { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
}
