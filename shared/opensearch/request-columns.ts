/** What one wants to see of a request in the audit log. */
export const REQUEST_COLUMNS = {
  time: "@timestamp",
  user: "attributes.user.name",
  verb: "attributes.k8s.audit.verb",
  path: "attributes.url.path",
  code: "attributes.http.response.status_code",
  stage: "attributes.k8s.audit.stage",
} as const;
