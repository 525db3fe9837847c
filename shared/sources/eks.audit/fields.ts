import { boolean, date, double, keyword, keywords, text } from "../../schema/field.ts";

/** What only audit events say. */
export const AUDIT_FIELDS = {
  "k8s.audit.stage": keyword("RequestReceived, ResponseStarted, ResponseComplete or Panic", "ResponseComplete"),
  "k8s.audit.level": keyword("Metadata, Request or RequestResponse: how much was recorded, no severity", "Metadata"),
  "k8s.audit.verb": keyword("Kubernetes verb", "update"),
  "k8s.audit.latency_ms": double(
    "Time from the request to this stage, ms; for a watch that is how long it was open",
    6.541,
  ),
  "k8s.audit.received_at": date("When the API server received the request", "2022-10-10T15:57:05.710331Z"),
  "k8s.audit.source_ips": keywords("Caller and the proxies after it", ["10.0.54.108"]),
  "k8s.audit.impersonated_user.name": keyword("User that the caller acted as", "dev:alice"),
  "k8s.audit.impersonated_user.groups": keywords("Groups of that user", ["developers"]),
  "k8s.audit.authorization.decision": keyword("allow or forbid", "allow"),
  "k8s.audit.authorization.reason": keyword("Rule that decided", 'RBAC: allowed by ClusterRoleBinding "cluster-admin"'),
  "k8s.audit.response.status": keyword("status of the response, Success or Failure", "Failure"),
  "k8s.audit.response.reason": keyword("Reason of a failed request", "Forbidden"),
  "k8s.audit.response.message": text("Message of a failed request", 'pods "my-app" not found'),
  "k8s.audit.truncated": boolean("The API server or EKS left out bodies that were too long", true),
} as const;

export type AuditName = keyof typeof AUDIT_FIELDS;
