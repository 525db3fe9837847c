import { jsonShape } from "../../formats/json-shape.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft } from "../../schema/draft.ts";
import { bodyOf, msBetween, severityOf } from "./event.ts";
import type { AuditName } from "./fields.ts";
import { isSensitive } from "./redact.ts";

/** Audit events as the API server writes them. What is typed is looked for; the rest stays together. */
const EVENT = jsonShape({
  level: "text",
  auditID: "text",
  stage: "text",
  requestURI: "text",
  verb: "text",
  user: {
    username: "text",
    uid: "text",
    groups: "texts",
    extra: {
      arn: "only-text",
      canonicalArn: "only-text",
      sessionName: "only-text",
      accessKeyId: "only-text",
      principalId: "only-text",
    },
  },
  impersonatedUser: { username: "text", groups: "texts" },
  sourceIPs: "texts",
  userAgent: "text",
  objectRef: {
    resource: "text",
    subresource: "text",
    namespace: "text",
    name: "text",
    uid: "text",
    apiGroup: "text",
    apiVersion: "text",
    resourceVersion: "text",
  },
  responseStatus: { code: "whole", status: "text", reason: "text", message: "text" },
  requestObject: "value",
  responseObject: "value",
  requestReceivedTimestamp: "text",
  stageTimestamp: "text",
  annotations: {
    "authorization.k8s.io/decision": "text",
    "authorization.k8s.io/reason": "text",
    "audit.k8s.io/truncated": "text",
  },
});

/** A field and the member that it is, in the order of the record. */
function fields(...pairs: readonly (readonly [AuditName | keyof Draft["attributes"], string])[]) {
  return pairs.map(([name, path]) => ({ first: `"${name}":`, next: `,"${name}":`, slot: EVENT.slot(path) }));
}

const BEFORE_URI = fields(
  ["k8s.audit.id", "auditID"],
  ["k8s.audit.level", "level"],
  ["k8s.audit.stage", "stage"],
  ["k8s.audit.verb", "verb"],
  ["user_agent.original", "userAgent"],
);
const OF_USER = fields(
  ["user.name", "user.username"],
  ["user.id", "user.uid"],
  ["user.groups", "user.groups"],
  ["aws.iam.arn", "user.extra.arn"],
  ["aws.iam.canonical_arn", "user.extra.canonicalArn"],
  ["aws.iam.session_name", "user.extra.sessionName"],
  ["aws.iam.access_key_id", "user.extra.accessKeyId"],
  ["aws.iam.principal_id", "user.extra.principalId"],
  ["k8s.audit.impersonated_user.name", "impersonatedUser.username"],
  ["k8s.audit.impersonated_user.groups", "impersonatedUser.groups"],
  ["k8s.audit.source_ips", "sourceIPs"],
);
const BEHIND_CLIENT = fields(
  ["k8s.object.resource", "objectRef.resource"],
  ["k8s.object.subresource", "objectRef.subresource"],
  ["k8s.object.namespace", "objectRef.namespace"],
  ["k8s.object.name", "objectRef.name"],
  ["k8s.object.uid", "objectRef.uid"],
  ["k8s.object.api_group", "objectRef.apiGroup"],
  ["k8s.object.api_version", "objectRef.apiVersion"],
  ["k8s.object.resource_version", "objectRef.resourceVersion"],
  ["http.response.status_code", "responseStatus.code"],
  ["k8s.audit.response.status", "responseStatus.status"],
  ["k8s.audit.response.reason", "responseStatus.reason"],
  ["k8s.audit.response.message", "responseStatus.message"],
  ["k8s.audit.authorization.decision", "annotations.authorization.k8s.io/decision"],
  ["k8s.audit.authorization.reason", "annotations.authorization.k8s.io/reason"],
);
const STAGE = EVENT.slot("stage");
const URI = EVENT.slot("requestURI");
const USER = EVENT.slot("user");
const USER_NAME = EVENT.slot("user.username");
const EXTRA = EVENT.slot("user.extra");
const IMPERSONATED = EVENT.slot("impersonatedUser");
const SOURCE_IPS = EVENT.slot("sourceIPs");
const VERB = EVENT.slot("verb");
const OBJECT = EVENT.slot("objectRef");
const RESOURCE = EVENT.slot("objectRef.resource");
const SUBRESOURCE = EVENT.slot("objectRef.subresource");
const NAMESPACE = EVENT.slot("objectRef.namespace");
const NAME = EVENT.slot("objectRef.name");
const RESPONSE = EVENT.slot("responseStatus");
const CODE = EVENT.slot("responseStatus.code");
const REQUEST_BODY = EVENT.slot("requestObject");
const RESPONSE_BODY = EVENT.slot("responseObject");
const RECEIVED = EVENT.slot("requestReceivedTimestamp");
const STAGED = EVENT.slot("stageTimestamp");
const ANNOTATIONS = EVENT.slot("annotations");
const DECISION = EVENT.slot("annotations.authorization.k8s.io/decision");
const TRUNCATED = EVENT.slot("annotations.audit.k8s.io/truncated");

/**
 * Fills a draft from an audit event without parsing it: typed fields and payload are pieces of the line, put together as
 * `fillFromAudit` and the writer of records would. A property test holds both to the same bytes.
 *
 * @returns false for an event that is not written as API servers write them: the draft is as it was, and `fillFromAudit` has to
 *   look at it.
 */
export function spliceAudit(text: string, record: Draft<AuditName>): boolean {
  if (!EVENT.find(text)) return false;
  const received = timeAt(RECEIVED);
  const staged = timeAt(STAGED);
  const sensitive = isSensitive(said(RESOURCE), said(SUBRESOURCE));
  if (received === undefined || staged === undefined || !EVENT.has(URI)) return false;
  // A date beyond what date_nanos holds is no date of the record.
  if (received < "1970" || received >= "2262") return false;
  if (sensitive && (EVENT.has(REQUEST_BODY) || EVENT.has(RESPONSE_BODY))) return false;
  if (EVENT.has(TRUNCATED) && EVENT.text(TRUNCATED) !== "true") return false;
  if (EVENT.has(SOURCE_IPS) && EVENT.json(SOURCE_IPS).includes("\\")) return false;

  const uri = EVENT.text(URI);
  const mark = uri.indexOf("?");
  const path = mark < 0 ? uri : uri.slice(0, mark);
  let attributes = withFields("", BEFORE_URI);
  attributes += `${attributes === "" ? "" : ","}"url.path":${JSON.stringify(path)}`;
  if (mark >= 0) attributes += `,"url.query":${JSON.stringify(uri.slice(mark + 1))}`;
  attributes += `,"k8s.audit.received_at":"${received}","k8s.audit.latency_ms":${msBetween(received, staged)}`;
  attributes = withFields(attributes, OF_USER) + clientAddress();
  attributes = withFields(attributes, BEHIND_CLIENT);
  if (EVENT.has(TRUNCATED)) attributes += ',"k8s.audit.truncated":true';

  record.spliced = { attributes, payload: payloadOf() };
  record.time = staged;
  const code = EVENT.has(CODE) ? Number(EVENT.json(CODE)) : undefined;
  record.severity = severityOf(said(STAGE), code, said(DECISION));
  record.body = bodyOf({
    user: said(USER_NAME),
    verb: said(VERB),
    resource: said(RESOURCE),
    subresource: said(SUBRESOURCE),
    namespace: said(NAMESPACE),
    name: said(NAME),
    path,
    code,
  });
  return true;
}

function said(slot: number): string {
  return EVENT.has(slot) ? EVENT.text(slot) : "";
}

function timeAt(slot: number): string | undefined {
  return EVENT.has(slot) ? isoTime(EVENT.text(slot)) : undefined;
}

function withFields(before: string, list: ReturnType<typeof fields>): string {
  let text = before;
  for (const { first, next, slot } of list)
    if (EVENT.has(slot)) text += (text === "" ? first : next) + EVENT.json(slot);
  return text;
}

/** The first of the addresses, which is the caller's. */
function clientAddress(): string {
  const addresses = EVENT.has(SOURCE_IPS) ? EVENT.json(SOURCE_IPS) : "[]";
  if (addresses === "[]") return "";
  const end = addresses.indexOf('"', 2) + 1;
  return `,"client.address":${addresses.slice(1, end)}`;
}

/** What is not typed, in the order in which `fillFromAudit` leaves it. */
function payloadOf(): string {
  let text = EVENT.rest(0);
  const extra = EVENT.rest(EXTRA);
  const user = EVENT.rest(USER) + (extra === "" ? "" : `${EVENT.rest(USER) === "" ? "" : ","}"extra":{${extra}}`);
  text = withObject(text, "user", user);
  text = withObject(text, "impersonatedUser", EVENT.rest(IMPERSONATED));
  text = withObject(text, "objectRef", EVENT.rest(OBJECT));
  text = withObject(text, "responseStatus", EVENT.rest(RESPONSE));
  text = withObject(text, "annotations", EVENT.rest(ANNOTATIONS));
  if (EVENT.has(REQUEST_BODY)) text = withMember(text, "requestObject", EVENT.json(REQUEST_BODY));
  if (EVENT.has(RESPONSE_BODY)) text = withMember(text, "responseObject", EVENT.json(RESPONSE_BODY));
  return text === "" ? "" : `{${text}}`;
}

function withObject(before: string, name: string, members: string): string {
  return members === "" ? before : withMember(before, name, `{${members}}`);
}

function withMember(before: string, name: string, json: string): string {
  return `${before}${before === "" ? "" : ","}"${name}":${json}`;
}
