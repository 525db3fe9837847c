import { splitAddress } from "../formats/address.ts";
import { resolveYear } from "../formats/clock.ts";
import { goDurationMs } from "../formats/go-duration.ts";
import { beginsGoDump } from "../formats/go-dump.ts";
import { isKlogHeader, parseKlog, type KlogPair } from "../formats/klog.ts";
import { ERROR, FATAL, INFO, WARN } from "../formats/severity.ts";
import { isoOfEpoch } from "../formats/time.ts";
import { openMap, type Draft, type JsonObject } from "../schema/draft.ts";
import type { Line } from "./source.ts";

const SEVERITY = { I: INFO, W: WARN, E: ERROR, F: FATAL } as const;

/** Whether a line of a klog stream continues the record before it: it has no header, and begins no dump and no JSON. */
export function continuesKlog(text: string): boolean {
  return !isKlogHeader(text) && !beginsGoDump(text) && !text.startsWith('{"');
}

/**
 * Fills a draft from a klog line (k8s.io/klog: `Lmmdd hh:mm:ss.uuuuuu pid file:line] msg`). Structured pairs with a meaning
 * known to all components become typed fields, the others go to `payload`.
 *
 * @returns false when the line has no klog header; the draft is untouched then.
 */
export function fillFromKlog(line: Line, record: Draft): boolean {
  const klog = parseKlog(line.text);
  if (klog === undefined) return false;
  record.severity = SEVERITY[klog.level];
  // klog writes neither year nor zone; EKS runs in UTC. Control-plane events carry whole seconds, so the line's time is the better one.
  record.time = resolveYear(klog.month, klog.day, klog.time, line.carrierTime);
  record.yearAssumed = true;
  record.body = klog.message;
  record.attributes["code.file.path"] = klog.file;
  record.attributes["code.line.number"] = klog.line;
  record.attributes["thread.id"] = klog.threadId;
  if (klog.structured) fillFromPairs(klog.pairs, record);
  else fillOldAccess(klog.message, record);
  if (klog.tail !== undefined) record.payload["tail"] = klog.tail;
  return true;
}

/** Fills a draft from klog's JSON (`--logging-format=json`): `{"ts":…,"caller":"file:line","msg":…,"v":…,…}`. */
export function fillFromKlogJson(json: JsonObject, record: Draft): boolean {
  const { ts, msg, caller, ...rest } = json;
  if (typeof msg !== "string" || typeof ts !== "number") return false;
  record.time = isoOfEpoch(ts);
  record.body = msg;
  record.severity = "err" in json ? ERROR : INFO;
  fillCaller(caller, record);
  const values: Values = openMap();
  for (const [key, value] of Object.entries(rest)) values[key] = value;
  fillValues(values, record);
  return true;
}

/** `file.go:123` as zap and klog write it. */
export function fillCaller(caller: unknown, record: Draft): void {
  if (typeof caller !== "string") return;
  const colon = caller.lastIndexOf(":");
  const line = colon > 0 && /^\d{1,9}$/.test(caller.slice(colon + 1)) ? Number(caller.slice(colon + 1)) : undefined;
  record.attributes["code.file.path"] = line === undefined ? caller : caller.slice(0, colon);
  record.attributes["code.line.number"] = line;
}

type Values = Record<string, unknown>;

/** The values by key, the last where a key repeats, as klog's readers expect; what the others were goes to `payload`. */
function fillFromPairs(pairs: readonly KlogPair[], record: Draft): void {
  const values: Values = openMap();
  const all = new Map<string, unknown[]>();
  for (const { key, value, kind } of pairs) {
    values[key] = kind === "json" ? jsonOr(value) : value;
    const earlier = all.get(key);
    if (earlier === undefined) all.set(key, [values[key]]);
    else earlier.push(values[key]);
  }
  fillValues(values, record);
  for (const [key, list] of all) if (list.length > 1) record.payload[key] = list;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a key of a structured line means, whichever component writes it; false when its value has another form. */
type Filler = (value: unknown, record: Draft) => boolean;

const attribute =
  (name: keyof Draft["attributes"]): Filler =>
  (value, record) => {
    if (typeof value !== "string") return false;
    record.attributes[name] = value;
    return true;
  };

const FILLERS: ReadonlyMap<string, Filler> = new Map<string, Filler>([
  ["pod", podOf],
  ["node", nodeOf],
  ["nodeName", nodeOf],
  ["namespace", attribute("k8s.namespace.name")],
  ["controller", attribute("k8s.controller")],
  ["plugin", attribute("k8s.plugin")],
  ["pluginName", attribute("k8s.plugin")],
  ["containerName", attribute("k8s.container.name")],
  ["logger", attribute("logger.name")],
  ["err", attribute("error.message")],
  ["error", attribute("error.message")],
  ["verb", methodOf],
  ["method", methodOf],
  ["URI", uriOf],
  ["resp", statusOf],
  ["latency", latencyOf],
  ["userAgent", attribute("user_agent.original")],
  ["srcIP", clientOf],
  ["audit-ID", attribute("k8s.audit.id")],
  ["auditID", attribute("k8s.audit.id")],
  ...["deployment", "replicaSet", "daemonSet", "statefulSet", "job", "cronJob", "service"].map(
    (key): [string, Filler] => [key, objectOf(`${key.toLowerCase()}s`)],
  ),
]);

function fillValues(values: Values, record: Draft): void {
  for (const key in values) {
    if (FILLERS.get(key)?.(values[key], record) !== true) record.payload[key] = values[key];
  }
}

/** `pod="ns/name"` in text, `"pod":{"name":…,"namespace":…}` in JSON. */
function podOf(value: unknown, record: Draft): boolean {
  const ref = objectRef(value);
  if (ref === undefined) return false;
  record.attributes["k8s.pod.name"] = ref.name;
  if (ref.namespace !== undefined) record.attributes["k8s.namespace.name"] = ref.namespace;
  return true;
}

function nodeOf(value: unknown, record: Draft): boolean {
  const ref = objectRef(value);
  if (ref === undefined || ref.namespace !== undefined) return false;
  record.attributes["k8s.node.name"] = ref.name;
  return true;
}

function objectOf(resource: string): Filler {
  return (value, record) => {
    const ref = objectRef(value);
    // A line may name several objects; the first is the one it is about.
    if (ref === undefined || record.attributes["k8s.object.resource"] !== undefined) return false;
    record.attributes["k8s.object.resource"] = resource;
    record.attributes["k8s.object.name"] = ref.name;
    record.attributes["k8s.object.namespace"] = ref.namespace;
    return true;
  };
}

function objectRef(value: unknown): { name: string; namespace: string | undefined } | undefined {
  if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string") {
    const keys = Object.keys(value);
    const namespace = "namespace" in value ? value.namespace : undefined;
    if (keys.some((key) => key !== "name" && key !== "namespace")) return undefined;
    return { name: value.name, namespace: typeof namespace === "string" && namespace !== "" ? namespace : undefined };
  }
  if (typeof value !== "string" || value === "") return undefined;
  const slash = value.indexOf("/");
  return slash < 0
    ? { name: value, namespace: undefined }
    : { name: value.slice(slash + 1), namespace: value.slice(0, slash) };
}

const METHOD = /^[A-Z]{3,10}$/;

/** The API server's access lines write the HTTP method as `verb`; other lines a Kubernetes verb in lower case. */
function methodOf(value: unknown, record: Draft): boolean {
  if (typeof value !== "string" || !METHOD.test(value)) return false;
  record.attributes["http.request.method"] = value;
  return true;
}

function uriOf(value: unknown, record: Draft): boolean {
  if (typeof value !== "string") return false;
  fillUri(value, record);
  return true;
}

/** Path and query of a request line. */
export function fillUri(uri: string, record: Draft): void {
  const mark = uri.indexOf("?");
  record.attributes["url.path"] = mark < 0 ? uri : uri.slice(0, mark);
  if (mark >= 0) record.attributes["url.query"] = uri.slice(mark + 1);
}

function statusOf(value: unknown, record: Draft): boolean {
  const code = Number(value);
  if (!Number.isInteger(code) || code < 0 || code > 999) return false;
  record.attributes["http.response.status_code"] = code;
  return true;
}

function latencyOf(value: unknown, record: Draft): boolean {
  const ms = typeof value === "string" ? goDurationMs(value) : undefined;
  if (ms === undefined) return false;
  record.attributes["http.server.request.duration_ms"] = ms;
  return true;
}

function clientOf(value: unknown, record: Draft): boolean {
  if (typeof value !== "string") return false;
  const { host, port } = splitAddress(value);
  record.attributes["client.address"] = host;
  record.attributes["client.port"] = port;
  return true;
}

/** Access lines before Kubernetes 1.19: `GET /api/v1/nodes: (1.5ms) 200 [kubelet/v1.14 (linux/amd64) 10.0.0.1:1234]`. */
const OLD_ACCESS = /^([A-Z]{3,10}) (\/[^ ]{0,4000}): \(([^)]{1,40})\) (\d{3}) \[([^\]\n]{0,1000}) ([^ \]\n]{1,100})\]/;

function fillOldAccess(message: string, record: Draft): void {
  const access = OLD_ACCESS.exec(message);
  if (access === null) return;
  const [, method = "", uri = "", latency = "", status = "", agent = "", client = ""] = access;
  record.attributes["http.request.method"] = method;
  fillUri(uri, record);
  latencyOf(latency, record);
  statusOf(status, record);
  record.attributes["user_agent.original"] = agent;
  clientOf(client, record);
}
