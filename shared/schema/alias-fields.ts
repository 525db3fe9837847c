/**
 * Names of Simple Schema for Observability (ss4o, opensearch-catalog `schema/observability`) that its dashboards look for, each
 * an OpenSearch alias of a declared field: nothing is stored twice.
 */
export const ALIAS_FIELDS = {
  "@message": "body",
  observedTime: "observedTimestamp",
  "cloud.provider": "resource.attributes.cloud.provider",
  "cloud.platform": "resource.attributes.cloud.platform",
  "cloud.account.id": "resource.attributes.cloud.account.id",
  "cloud.region": "resource.attributes.cloud.region",
  "cloud.availability_zone": "resource.attributes.cloud.availability_zone",
  "cloud.resource_id": "resource.attributes.cloud.resource_id",
  "container.id": "resource.attributes.container.id",
  "container.name": "resource.attributes.container.name",
  "container.image.name": "resource.attributes.container.image.name",
  "kubernetes.namespace_name": "resource.attributes.k8s.namespace.name",
  "kubernetes.pod_name": "resource.attributes.k8s.pod.name",
  "kubernetes.container_name": "resource.attributes.k8s.container.name",
  "kubernetes.node.name": "resource.attributes.k8s.node.name",
  "http.request.method": "attributes.http.request.method",
  "http.response.status_code": "attributes.http.response.status_code",
  "http.route": "attributes.http.route",
  "http.url": "attributes.url.full",
  "http.user_agent.original": "attributes.user_agent.original",
} as const;
