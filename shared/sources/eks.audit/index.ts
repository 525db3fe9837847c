import { isoTime } from "../../formats/time.ts";
import { parseJsonObject } from "../../formats/json.ts";
import type { JsonObject } from "../../schema/draft.ts";
import { controlPlaneClaim, controlPlaneResource } from "../control-plane.ts";
import { asObject, asText } from "../json-rest.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { fillFromAudit } from "./event.ts";
import { AUDIT_FIELDS } from "./fields.ts";
import { isSensitive, REDACTED } from "./redact.ts";
import { spliceAudit } from "./spliced-event.ts";
import { CUT_MARK, headOfCutEvent } from "./truncated.ts";

const STREAM = "kube-apiserver-audit";
/** API group of audit events; a core/v1 Event is of kind Event, too. */
const API_GROUP = "audit.k8s.io/";

export default defineSource({
  name: "eks.audit",
  platform: "eks",
  description:
    "Audit events of the API server of an EKS cluster: JSON from the control-plane stream `kube-apiserver-audit-…`, or anything of that shape.",
  detect: (origin) => controlPlaneClaim(origin, STREAM) || upTo(0.85, (line) => (isAuditEvent(line) ? 0.85 : 0)),
  resource: (origin) => controlPlaneResource(origin, "kube-apiserver"),
  fields: AUDIT_FIELDS,
  normalize: (line, record) => {
    if (line.spliceable && spliceAudit(line.text, record)) return;
    const json = jsonOf(line);
    if (json !== undefined) {
      fillFromAudit(json, record);
      return;
    }
    const head = line.text.startsWith("{") ? headOfCutEvent(line.text) : undefined;
    const parsed = head === undefined ? undefined : parseJsonObject(head.json);
    if (head === undefined || parsed === undefined) return;
    fillFromAudit(parsed.value, record);
    record.attributes["k8s.audit.truncated"] = true;
    record.notes.push("truncated_by_producer");
    const ref = asObject(parsed.value["objectRef"]);
    const sensitive = isSensitive(asText(ref?.["resource"]) ?? "", asText(ref?.["subresource"]) ?? "");
    record.payload["truncated"] = sensitive ? REDACTED : line.text.slice(head.end);
    if (sensitive) record.notes.push("redacted:payload.truncated");
  },
});

function isAuditEvent(line: Line): boolean {
  if (!line.text.startsWith("{") || !line.text.includes(API_GROUP)) return false;
  const json = jsonOf(line);
  if (json !== undefined) return isEvent(json);
  return line.text.endsWith(CUT_MARK) && line.text.includes('"kind":"Event"');
}

function isEvent({ kind, apiVersion, auditID, stageTimestamp }: JsonObject): boolean {
  if (kind !== "Event" || typeof apiVersion !== "string" || !apiVersion.startsWith(API_GROUP)) return false;
  return typeof auditID === "string" || isoTime(stageTimestamp) !== undefined;
}
