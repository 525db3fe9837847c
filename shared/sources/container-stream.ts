import type { ResourceValues } from "../schema/draft.ts";

/** What the name of a container's log file says, which Fluent Bit and Fluentd make the name of the log stream. */
export interface ContainerStream {
  /** Fluent Bit's tag: `application`, `dataplane.tail`, `kube` (EKS Fargate); undefined for the bare file name and other tags. */
  readonly tag: string | undefined;
  /** What stands before the tag: the node in Container Insights, on Fargate what the user has chosen. */
  readonly prefix: string | undefined;
  readonly pod: string;
  readonly namespace: string;
  readonly container: string;
  readonly containerId: string;
}

/** The folder that kubelet links the files into, as a tag: `/` becomes `.`, and Windows puts its drive in front. */
const FOLDER = "var.log.containers.";
const TAG = /^(.*?)[-.]?(application|dataplane\.tail|kube)\.(?:C\.)?$/;
/** kubelet, pkg/kubelet/kuberuntime/legacy.go; a pod's name has no `_`. */
const FILE = /^([^_]+)_([^_]+)_(.+)-([0-9a-f]{64})\.log$/;

/**
 * Takes a log stream's name apart: `<node>-application.var.log.containers.<pod>_<namespace>_<container>-<64 hex>.log`, the same
 * with `dataplane.tail` or `kube`, or the file name alone (Fluentd and the "compatible" configuration).
 *
 * @returns undefined for the name of any other stream.
 */
export function parseContainerStream(logStream: string): ContainerStream | undefined {
  const folder = logStream.lastIndexOf(FOLDER);
  const file = FILE.exec(folder < 0 ? logStream : logStream.slice(folder + FOLDER.length));
  if (file === null) return undefined;
  const [, pod = "", namespace = "", container = "", containerId = ""] = file;
  const head = folder < 0 ? "" : logStream.slice(0, folder);
  const [, prefix = head.replace(/[-.]+$/, ""), tag] = TAG.exec(head) ?? [];
  return { tag, prefix: prefix === "" ? undefined : prefix, pod, namespace, container, containerId };
}

/** Pod, namespace, container and, where the prefix is one, node. */
export function containerStreamResource({
  tag,
  prefix,
  pod,
  namespace,
  container,
  containerId,
}: ContainerStream): ResourceValues {
  return {
    "k8s.pod.name": pod,
    "k8s.namespace.name": namespace,
    "k8s.container.name": container,
    "container.id": containerId,
    "k8s.node.name": tag === "application" || tag === "dataplane.tail" ? prefix : undefined,
  };
}
