import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createHandler as createBootstrap } from "../../functions/bootstrap/handler.ts";
import { createHandler as createIndex } from "../../functions/index/handler.ts";
import { VARIABLES } from "../../functions/index/env.ts";
import { clusterBulk, clusterClient } from "../../shared/aws/cluster.ts";
import { pipelineOf } from "../../shared/aws/environment.ts";
import { adminRequest } from "../../shared/aws/opensearch-admin.ts";
import type { Account } from "../../shared/core/accounting.ts";
import type { CustomResourceOutcome } from "../../shared/core/bootstrap/custom-resource.ts";
import { readEnv } from "../../shared/core/env.ts";
import { startSecuredOpenSearch } from "../../tools/servers/opensearch-secured.ts";
import { contextWith, newTold } from "../functions/invocation.ts";

export interface User {
  readonly username: string;
  readonly password: string;
}

/** A cluster with TLS, users and roles, for the one suite that imports this file; it must stop it. */
export const secured = await startSecuredOpenSearch();
const { url, authority } = secured.ok ? secured.value : { url: "", authority: "" };
export const admin: User = secured.ok ? secured.value.admin : { username: "", password: "" };

/** In AWS, the security plugin sees a function's role as a backend role; here, users have it. */
export const FUNCTION_ROLE = "arn:aws:iam::111122223333:role/tributary-dev-index";
const EVENT = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../events/cloudwatch/eks.scheduler.bindings.json"), "utf8"),
) as unknown;

/** What NODE_EXTRA_CA_CERTS does when Node starts. */
export function trustItsAuthority(): void {
  setDefaultCACertificates([...getCACertificates("bundled"), authority]);
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function ask(user: User, method: string, path: string, body?: unknown): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${user.username}:${user.password}`).toString("base64")}`;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export async function administer(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(admin, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** The part of a function's environment that names the cluster. */
function clusterAs({ username, password }: User) {
  return {
    AWS_REGION: "eu-west-1",
    OPENSEARCH_ENDPOINT: url,
    OPENSEARCH_AUTH: "basic",
    OPENSEARCH_USERNAME: username,
    OPENSEARCH_PASSWORD: password,
  } as const;
}

/** What an invocation of `index` made of the event, and the failure objects that it wrote. */
export interface Delivery {
  readonly account: Account;
  readonly kept: readonly string[];
}

/** `index` over the environment that an operator would give it. */
export async function index(user: User, indexPrefix = "logs"): Promise<Delivery> {
  const env = readEnv(VARIABLES, { ...clusterAs(user), FAILURES_BUCKET: "failures", INDEX_PREFIX: indexPrefix });
  if (!env.ok) throw new Error(env.problems.join("; "));
  const kept: string[] = [];
  const putFailure = async (key: string): Promise<void> => void kept.push(key);
  const told = newTold();
  const pipeline = { ...pipelineOf(env.values, clusterBulk(env.values)), putFailure };
  await createIndex(() => ({ pipeline, region: "eu-west-1", telemetry: told.telemetry }))(EVENT, contextWith(60_000));
  const [account] = told.accounts;
  if (account === undefined) throw new Error("the handler told nothing");
  return { account, kept };
}

/** `bootstrap` over the environment of an administrator, as CloudFormation would invoke it. */
export async function bootstrap(user: User): Promise<CustomResourceOutcome[]> {
  const outcomes: CustomResourceOutcome[] = [];
  const handler = createBootstrap({
    telemetry: newTold().telemetry,
    log: (outcome) => void outcomes.push(outcome),
    admin: () => ({
      request: adminRequest(clusterClient(clusterAs(user), false)),
      now: Date.now,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    }),
    respond: async () => {},
  });
  const request = {
    RequestType: "Create",
    ResponseURL: "https://answers.invalid/",
    StackId: "arn:aws:cloudformation:eu-west-1:111122223333:stack/tributary-dev/1",
    RequestId: "r",
    LogicalResourceId: "Bootstrap",
    ResourceProperties: { ServiceToken: "arn", Revision: "1", WriterRoles: [FUNCTION_ROLE] },
  };
  await handler(request, contextWith(60_000));
  return outcomes;
}
