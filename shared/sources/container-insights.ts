/** A log group of Container Insights for EKS and Kubernetes. */
export interface InsightsGroup {
  readonly cluster: string;
  readonly kind: "application" | "dataplane" | "host" | "performance";
}

/** CloudWatch user guide, "Container Insights": the agents create these four groups for a cluster. */
const GROUP = /^\/aws\/containerinsights\/([^/]+)\/(application|dataplane|host|performance)$/i;

/** Which of Container Insights' log groups this is; undefined for any other. */
export function insightsGroup(logGroup: string): InsightsGroup | undefined {
  const [, cluster, kind] = GROUP.exec(logGroup) ?? [];
  if (cluster === undefined || kind === undefined) return undefined;
  return { cluster, kind: kind.toLowerCase() as InsightsGroup["kind"] };
}
