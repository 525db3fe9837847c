import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** Lines of a cluster's control plane, by log stream. */
export interface Capture {
  readonly audit: readonly string[];
  readonly authenticator: readonly string[];
  readonly scheduler: readonly string[];
}

/** The stream of each kind of line, in the cluster `varied`. */
export const STREAMS = {
  audit: "kube-apiserver-audit-0123456789abcdef0123456789abcdef",
  authenticator: "authenticator-0123456789abcdef0123456789abcdef",
  scheduler: "kube-scheduler-0123456789abcdef0123456789abcdef",
} as const;

const LINES = path.join(import.meta.dirname, "../../events/lines");

function linesOf(file: string): string[] {
  const text = gunzipSync(readFileSync(path.join(LINES, file))).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}

/** The captured lines as they are. */
export function capturedLines(): Capture {
  return {
    audit: linesOf("audit.ndjson.gz"),
    authenticator: linesOf("authenticator.log.gz"),
    scheduler: linesOf("scheduler.log.gz"),
  };
}

const USERS = [
  "kubernetes-admin",
  "kubernetes-admin",
  "kubernetes-admin2",
  "Kubernetes-Admin",
  "dev:bob o'brien",
  'dev:"quoted" \\ name',
  "運用担当",
  "system:anonymous",
  "system:serviceaccount:kube-system:cronjob-controller",
  "system:serviceaccount:kube-system:replicaset-controller",
  "system:serviceaccount:default:replicaset-controller",
  "system:node:ip-10-0-1-11.us-west-2.compute.internal",
  undefined,
];
const VERBS = ["get", "create", "delete", "patch", "update", "list", "watch", "deletecollection", "GET", "", undefined];
const CODES = [0, 101, 200, 201, 304, 401, 403, 404, 409, 422, 429, 499, 500, 501, 503, 504, 599, undefined];
const AGENTS = [
  "kubectl/v1.29.0 (darwin/arm64) kubernetes/3f7a50f",
  "kubectl/v1.33.4-eks-1234567 (linux/amd64) kubernetes/74cdb42",
  "kubectl",
  "Kubectl/v1.20",
  "helm/v3 kubectl/v1.29",
  "kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/system:serviceaccount:kube-system:cronjob-controller",
  "",
  undefined,
];
const STAGES = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];
const LEVELS = ["Metadata", "Request", "RequestResponse"];
const PATHS = [
  "/api/v1/namespaces/default/pods/my-app",
  "/api/v1/namespaces/default/pods/my-app?timeout=1s&dryRun=All",
  "/api/v1/namespaces/default/pods/my-app/status",
  "/api/v1/namespaces/default/pods/my-app-v4",
  "/api/v1/namespaces/other/pods/my-app",
  "/apis/apps/v1/namespaces/kube-system/daemonsets",
  "/apis/apps/v1/namespaces/kube-system/daemonsets?fieldManager=kubectl-create",
  "/apis/apps/v1/namespaces/kube-system/daemonsets/aws-node",
  "/apis/apps/v1/namespaces/kube-system/daemonsets/aws-node/status",
  "/apis/apps/v1/namespaces/default/daemonsets/aws-node",
  "/apis/apps/v1/daemonsets?watch=true",
  "/readyz?verbose",
];
const OBJECTS = [
  { resource: "configmaps", namespace: "kube-system", name: "aws-auth", apiVersion: "v1" },
  { resource: "configmaps", namespace: "kube-system", name: "aws-auth", apiVersion: "v1", uid: "u", subresource: "" },
  { resource: "configmaps", namespace: "default", name: "aws-auth", apiVersion: "v1" },
  { resource: "configmaps", namespace: "kube-system", name: "aws-auth-2", apiVersion: "v1" },
  { resource: "secrets", namespace: "kube-system", name: "aws-auth", apiVersion: "v1" },
  undefined,
];

/** Draws one of several. */
type Draw = <T>(from: readonly T[]) => T;

/**
 * Another cluster's lines: so many captured ones, drawn and changed in what differs between clusters, their versions, settings and
 * times. JSON is written anew, text is put together as its writer does. The same seed gives the same lines.
 */
export function variedCapture(seed: number, lines: number): Capture {
  const captured = capturedLines();
  const random = newRandom(seed);
  const draw: Draw = (from) => from[Math.floor(random() * from.length)] as (typeof from)[number];
  const chance = (oneIn: number): boolean => random() * oneIn < 1;
  const some = (count: number, make: () => string): string[] => Array.from({ length: count }, make);
  return {
    audit: some(lines, () => variedAudit(draw(captured.audit), draw, chance)),
    authenticator: some(Math.ceil(lines / 8), () => variedAuthenticator(draw(captured.authenticator), draw, chance)),
    scheduler: some(Math.ceil(lines / 8), () => variedScheduler(draw(captured.scheduler), draw, chance)),
  };
}

/** Numbers from 0 to 1 (mulberry32). */
function newRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function variedAudit(line: string, draw: Draw, chance: (oneIn: number) => boolean): string {
  const event = JSON.parse(line) as Record<string, unknown>;
  if (chance(2)) event["user"] = withUser(event["user"], draw(USERS));
  if (chance(2)) event["verb"] = draw(VERBS);
  if (chance(2)) event["userAgent"] = draw(AGENTS);
  if (chance(3)) event["requestURI"] = draw(PATHS);
  if (chance(3)) event["objectRef"] = draw(OBJECTS);
  if (chance(4)) event["level"] = draw(LEVELS);
  if (chance(4)) event["stage"] = draw(STAGES);
  if (chance(2)) {
    const code = draw(CODES);
    event["responseStatus"] = draw([{ metadata: {}, code }, { code, status: "Failure", reason: "Other" }, undefined]);
  }
  if (event["stage"] === "RequestReceived") delete event["responseStatus"];
  if (chance(8)) event["impersonatedUser"] = { username: "kubernetes-admin", groups: ["system:masters"] };
  if (chance(8)) event["annotations"] = { "authorization.k8s.io/decision": "forbid", other: "x" };
  if (event["level"] === "Metadata") {
    delete event["requestObject"];
    delete event["responseObject"];
  }
  // A key order of its own: nothing promises one.
  const entries = Object.entries(event);
  return JSON.stringify(Object.fromEntries(chance(4) ? entries.toReversed() : entries));
}

function withUser(user: unknown, username: string | undefined): unknown {
  return username === undefined ? {} : { ...(user as object), username };
}

/** As logrus writes a value: in quotes when it holds more than letters, digits and some signs. */
function logrus(value: string): string {
  return /^[\w.\-/@^+]+$/.test(value) ? value : JSON.stringify(value);
}

function variedAuthenticator(line: string, draw: Draw, chance: (oneIn: number) => boolean): string {
  if (chance(3)) return line;
  const time = `time="2026-11-23T09:${draw(["01", "02", "13"])}:55Z"`;
  const user = logrus(
    draw(["kubernetes-admin", "kubernetes-admin", "dev:bob o'brien", "system:node:ip-10-0-1-11", "運用"]),
  );
  const arn = 'arn="arn:aws:iam::111122223333:user/platform-admin" client="10.0.0.9:49816"';
  return draw([
    `${time} level=info msg="access granted" ${arn} groups="[system:masters]" method=POST path=/authenticate uid="aws-iam-authenticator:1:A" username=${user}`,
    `${time} level=warning msg="access denied" client="10.0.0.9:49816" error="sts getCallerIdentity failed: error from AWS (expected 200, got 403)" method=POST path=/authenticate`,
    `${time} level=warning msg="access denied" ${arn} error="ARN is not mapped" method=POST path=/authenticate`,
    `${time} level=error msg="access denied by nobody" ${arn}`,
    `${time} level=info msg="mapping IAM user" groups="[]" user="arn:aws:iam::111122223333:user/x" username=${user}`,
    `${time} level=info msg="STS response" accountid=111122223333 arn="arn:aws:iam::111122223333:user/x" client="10.0.0.9:1" session= userid=A`,
  ]);
}

function variedScheduler(line: string, draw: Draw, chance: (oneIn: number) => boolean): string {
  if (chance(3)) return line;
  const [namespace, name] = draw([
    ["default", "my-app"],
    ["default", "my-app-v4"],
    ["kube-system", "coredns-5d78c9869d-abcde"],
    ["other", "my-app"],
  ] as const);
  const node = draw(["ip-10-0-1-11.eu-west-1.compute.internal", "fargate-ip-10-0-2-22.eu-west-1.compute.internal"]);
  const place = draw(["schedule_one.go:314", "schedule_one.go:252", "scheduler.go:610"]);
  const header = `I1123 09:0${draw(["1", "2", "5"])}:02.906080   10691 ${place}]`;
  return draw([
    `${header} "Successfully bound pod to node" pod="${namespace}/${name}" node="${node}" evaluatedNodes=3 feasibleNodes=1`,
    `${header} "Successfully bound pod to node" pod="${namespace}/${name}" node="${node}"`,
    `{"ts":1795425016831.306,"caller":"${place}","msg":"Successfully bound pod to node","v":0,"pod":{"name":"${name}","namespace":"${namespace}"},"node":"${node}","evaluatedNodes":3}`,
    `${header} "Unable to schedule pod; no fit; waiting" pod="${namespace}/${name}" err="0/3 nodes are available"`,
    `${header} "Attempting to schedule pod" pod="${namespace}/${name}"`,
  ]);
}
