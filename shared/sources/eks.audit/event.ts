import { ERROR, INFO, WARN, type Severity } from "../../formats/severity.ts";
import { epochMs, isoTime } from "../../formats/time.ts";
import type { Draft, Json, JsonObject } from "../../schema/draft.ts";
import { asObject, asText, putRest } from "../json-rest.ts";
import { fillUri } from "../klog-record.ts";
import type { AuditName } from "./fields.ts";
import { isSensitive, redactBody } from "./redact.ts";

type AuditDraft = Draft<AuditName>;
type Member = Json | undefined;

/**
 * Fills a draft from an audit event (audit.k8s.io/v1, staging/src/k8s.io/apiserver/pkg/apis/audit/v1/types.go). What is typed
 * is taken out of the event; the rest of it is the payload.
 */
export function fillFromAudit(event: JsonObject, record: AuditDraft): void {
  const { auditID, level, stage, verb, userAgent, requestURI, requestReceivedTimestamp, stageTimestamp, ...other } =
    event;
  const {
    user,
    impersonatedUser,
    sourceIPs,
    objectRef,
    responseStatus,
    annotations,
    requestObject,
    responseObject,
    ...rest
  } = other;
  const { attributes, payload } = record;
  Object.assign(payload, rest);
  attributes["k8s.audit.id"] = auditID;
  attributes["k8s.audit.level"] = level;
  attributes["k8s.audit.stage"] = stage;
  attributes["k8s.audit.verb"] = verb;
  attributes["user_agent.original"] = userAgent;
  if (typeof requestURI === "string") fillUri(requestURI, record);
  else put(payload, "requestURI", requestURI);
  fillTimes(requestReceivedTimestamp, stageTimestamp, record);
  fillUser(user, record);
  fillImpersonated(impersonatedUser, record);
  fillSourceIps(sourceIPs, record);
  const object = fillObject(objectRef, record);
  fillResponse(responseStatus, record);
  fillAnnotations(annotations, record);
  const sensitive = isSensitive(object.resource, object.subresource);
  fillBody("requestObject", requestObject, sensitive, record);
  fillBody("responseObject", responseObject, sensitive, record);
  record.severity = severityOf(
    stage,
    attributes["http.response.status_code"],
    attributes["k8s.audit.authorization.decision"],
  );
  record.body = bodyOf({
    ...object,
    user: attributes["user.name"],
    verb,
    path: attributes["url.path"],
    code: attributes["http.response.status_code"],
  });
}

function put(payload: Record<string, unknown>, key: string, value: Member): void {
  if (value !== undefined) payload[key] = value;
}

function fillTimes(requestReceived: Member, stage: Member, record: AuditDraft): void {
  const received = isoTime(requestReceived);
  const staged = isoTime(stage);
  record.time = staged ?? received;
  if (staged === undefined) put(record.payload, "stageTimestamp", stage);
  if (received === undefined) put(record.payload, "requestReceivedTimestamp", requestReceived);
  else record.attributes["k8s.audit.received_at"] = received;
  if (received !== undefined && staged !== undefined)
    record.attributes["k8s.audit.latency_ms"] = msBetween(received, staged);
}

/** Milliseconds with microseconds as fraction: audit times are MicroTime. */
export function msBetween(from: string, to: string): number {
  return Math.round((epochMs(to) - epochMs(from)) * 1000 + microsBelowMs(to) - microsBelowMs(from)) / 1000;
}

function microsBelowMs(iso: string): number {
  return Number(iso.slice(23, 26).replace("Z", "").padEnd(3, "0"));
}

function fillUser(user: Member, record: AuditDraft): void {
  const members = asObject(user);
  if (members === undefined) {
    put(record.payload, "user", user);
    return;
  }
  const { username, uid, groups, extra, ...rest } = members;
  record.attributes["user.name"] = username;
  record.attributes["user.id"] = uid;
  record.attributes["user.groups"] = groups;
  fillExtra(extra, rest, record);
  putRest(record.payload, "user", rest);
}

/** What aws-iam-authenticator says of the caller, each a list of one; other keys of `extra` are anybody's. */
function fillExtra(extra: Member, rest: JsonObject, { attributes }: AuditDraft): void {
  const members = asObject(extra);
  if (members === undefined) {
    if (extra !== undefined) rest["extra"] = extra;
    return;
  }
  const { arn, canonicalArn, sessionName, accessKeyId, principalId, ...others } = members;
  const left: JsonObject = others;
  attributes["aws.iam.arn"] = onlyItem("arn", arn, left);
  attributes["aws.iam.canonical_arn"] = onlyItem("canonicalArn", canonicalArn, left);
  attributes["aws.iam.session_name"] = onlyItem("sessionName", sessionName, left);
  attributes["aws.iam.access_key_id"] = onlyItem("accessKeyId", accessKeyId, left);
  attributes["aws.iam.principal_id"] = onlyItem("principalId", principalId, left);
  putRest(rest, "extra", left);
}

/** The item of a list of one; any other value stays where it was. */
function onlyItem(key: string, value: Member, left: JsonObject): Member {
  if (Array.isArray(value) && value.length === 1) return value[0];
  if (value !== undefined) left[key] = value;
  return undefined;
}

function fillImpersonated(user: Member, { attributes, payload }: AuditDraft): void {
  const members = asObject(user);
  if (members === undefined) {
    put(payload, "impersonatedUser", user);
    return;
  }
  const { username, groups, ...rest } = members;
  attributes["k8s.audit.impersonated_user.name"] = username;
  attributes["k8s.audit.impersonated_user.groups"] = groups;
  putRest(payload, "impersonatedUser", rest);
}

function fillSourceIps(addresses: Member, { attributes, payload }: AuditDraft): void {
  if (!Array.isArray(addresses)) {
    put(payload, "sourceIPs", addresses);
    return;
  }
  attributes["k8s.audit.source_ips"] = addresses;
  attributes["client.address"] = addresses[0];
}

type ObjectNames = Pick<Said, "resource" | "subresource" | "namespace" | "name">;

function fillObject(objectRef: Member, { attributes, payload }: AuditDraft): ObjectNames {
  const members = asObject(objectRef);
  if (members === undefined) {
    put(payload, "objectRef", objectRef);
    return { resource: "", subresource: "", namespace: "", name: "" };
  }
  const { resource, subresource, namespace, name, uid, apiGroup, apiVersion, resourceVersion, ...rest } = members;
  attributes["k8s.object.resource"] = resource;
  attributes["k8s.object.subresource"] = subresource;
  attributes["k8s.object.namespace"] = namespace;
  attributes["k8s.object.name"] = name;
  attributes["k8s.object.uid"] = uid;
  attributes["k8s.object.api_group"] = apiGroup;
  attributes["k8s.object.api_version"] = apiVersion;
  attributes["k8s.object.resource_version"] = resourceVersion;
  putRest(payload, "objectRef", rest);
  return {
    resource: asText(resource) ?? "",
    subresource: asText(subresource) ?? "",
    namespace: asText(namespace) ?? "",
    name: asText(name) ?? "",
  };
}

function fillResponse(responseStatus: Member, { attributes, payload }: AuditDraft): void {
  const members = asObject(responseStatus);
  if (members === undefined) {
    put(payload, "responseStatus", responseStatus);
    return;
  }
  const { code, status, reason, message, ...rest } = members;
  attributes["http.response.status_code"] = code;
  attributes["k8s.audit.response.status"] = status;
  attributes["k8s.audit.response.reason"] = reason;
  attributes["k8s.audit.response.message"] = message;
  putRest(payload, "responseStatus", rest);
}

function fillAnnotations(annotations: Member, { attributes, payload }: AuditDraft): void {
  const members = asObject(annotations);
  if (members === undefined) {
    put(payload, "annotations", annotations);
    return;
  }
  const {
    "authorization.k8s.io/decision": decision,
    "authorization.k8s.io/reason": reason,
    "audit.k8s.io/truncated": truncated,
    ...rest
  } = members;
  attributes["k8s.audit.authorization.decision"] = decision;
  attributes["k8s.audit.authorization.reason"] = reason;
  // Annotations are text whatever they mean.
  attributes["k8s.audit.truncated"] = truncated === "true" ? true : truncated;
  putRest(payload, "annotations", rest);
}

function fillBody(key: "requestObject" | "responseObject", body: Member, sensitive: boolean, record: AuditDraft): void {
  if (body !== undefined) record.payload[key] = sensitive ? redactBody(body, `payload.${key}`, record) : body;
}

/**
 * Audit events have no severity; operators look for what failed and what was refused. Not found and conflict are the daily
 * bread of controllers, which create what they do not find and retry what changed under them.
 */
export function severityOf(stage: unknown, status: unknown, decision: unknown): Severity {
  const code = Number(status ?? 0);
  if (stage === "Panic" || code >= 500) return ERROR;
  if (decision === "forbid") return WARN;
  return code >= 400 && code !== 404 && code !== 409 ? WARN : INFO;
}

/** What the body of a record names; what the event does not say, or says in another form, is empty or undefined. */
interface Said {
  readonly user: unknown;
  readonly verb: unknown;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: unknown;
  readonly code: unknown;
}

/** `<user> <verb> <resource> <namespace/name> <code>`; the path where the request was for no object. */
export function bodyOf({ user, verb, resource, subresource, namespace, name, path, code }: Said): string {
  const kind = subresource === "" ? resource : `${resource}/${subresource}`;
  const place = joined("/", namespace, name);
  const object = joined(" ", kind, place);
  return joined(" ", user, verb, object === "" ? path : object, code);
}

/** Those that say anything, with a separator between them. */
function joined(separator: string, ...parts: readonly unknown[]): string {
  let text = "";
  for (const part of parts) if (isSaid(part)) text += text === "" ? part : `${separator}${part}`;
  return text;
}

function isSaid(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}
