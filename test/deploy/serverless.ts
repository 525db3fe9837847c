import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { LocalAws } from "../../tools/servers/local-aws.ts";

const root = path.resolve(import.meta.dirname, "../..");

export type Parameters = Readonly<Record<string, string>>;

/** What ministack knows nothing of, and stops at: left out before a deployment, and held to their contract in test/package. */
export function isUnknownToMinistack({ Type, Properties = {} }: Resource): boolean {
  return (Type === "AWS::CloudWatch::Alarm" && "Metrics" in Properties) || Type === "AWS::Logs::AccountPolicy";
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

interface Template {
  Resources: Record<string, Resource>;
}

/** What came out of a run of serverless. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** `serverless <args>` against the local account. Asynchronous, because functions call the cluster of this process meanwhile. */
export function serverless(
  args: readonly string[],
  home: string,
  aws: LocalAws,
  parameters: Parameters = {},
): Promise<Run> {
  const given = Object.entries(parameters).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
  const command = path.join(root, "node_modules/serverless/bin/serverless.js");
  const child = spawn(process.execPath, [command, ...args, ...given], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: path.dirname(process.execPath),
      HOME: home,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });
  let output = "";
  const keep = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * `serverless package` and `serverless deploy --package`, and between them what ministack cannot make is taken out.
 *
 * @returns the run of deploy, and the template that was deployed.
 * @throws Error with what serverless said, when packaging fails.
 */
export async function deploy(
  home: string,
  aws: LocalAws,
  parameters: Parameters,
): Promise<Run & { template: Template }> {
  const folder = path.join(home, "package");
  const region = ["--region", aws.region];
  const packaged = await serverless(["package", "--package", folder, ...region], home, aws, parameters);
  if (packaged.code !== 0) throw new Error(packaged.output);
  const state = path.join(folder, "serverless-state.json");
  const read = JSON.parse(readFileSync(state, "utf8")) as {
    service: { provider: { compiledCloudFormationTemplate: Template } };
  };
  const template = read.service.provider.compiledCloudFormationTemplate;
  const known = Object.entries(template.Resources).filter(([, resource]) => !isUnknownToMinistack(resource));
  template.Resources = Object.fromEntries(known);
  // The stack takes HTTPS only; the cluster here has no certificate.
  writeFileSync(state, JSON.stringify(read).replaceAll("https://127.0.0.1", "http://127.0.0.1"));
  return { ...(await serverless(["deploy", "--package", folder, ...region], home, aws, parameters)), template };
}
