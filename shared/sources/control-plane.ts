import type { ResourceValues } from "../schema/draft.ts";
import type { Claim, Origin } from "./source.ts";

/** EKS names the group after the cluster; one published fixture writes `Cluster`. */
const GROUP = /^\/aws\/eks\/([^/]+)\/cluster$/i;
/** EKS user guide, "Control plane logs": the suffix has 31 or 32 hex digits and changes with each instance. */
const SUFFIX = /^[0-9a-f]{31,32}$/;

/** Whether a stream is `<prefix>-<hex>`; `kube-apiserver-audit-…` is no stream of `kube-apiserver`. */
function isStreamOf(prefix: string, logStream: string): boolean {
  return logStream.startsWith(`${prefix}-`) && SUFFIX.test(logStream.slice(prefix.length + 1));
}

/**
 * The claim of a control-plane component: certain in the cluster's own log group, nearly so by the stream's name alone (groups
 * are copied and renamed by those who collect several clusters).
 */
export function controlPlaneClaim({ logGroup, logStream }: Origin, prefix: string): Claim {
  if (!isStreamOf(prefix, logStream)) return 0;
  return GROUP.test(logGroup) ? 1 : 0.9;
}

/** Cluster and component, as far as the log group tells. */
export function controlPlaneResource({ logGroup, account, region }: Origin, component: string): ResourceValues {
  const cluster = GROUP.exec(logGroup)?.[1];
  const known = cluster !== undefined && account !== "" && region !== "";
  return {
    "k8s.cluster.name": cluster,
    "k8s.component": component,
    "cloud.resource_id": known ? `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${cluster}` : undefined,
  };
}

/** AWS's partitions by region name. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
