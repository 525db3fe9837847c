import type { Draft, JsonObject, ResourceValues } from "../schema/draft.ts";
import { asObject, asText, copyOf, putRest, take } from "./json-rest.ts";

/** Keys of the object that Fluent Bit's and Fluentd's Kubernetes filters add (plugins/filter_kubernetes/kube_meta.c). */
const KEYS: readonly (readonly [string, keyof ResourceValues])[] = [
  ["pod_name", "k8s.pod.name"],
  ["namespace_name", "k8s.namespace.name"],
  ["pod_id", "k8s.pod.uid"],
  ["pod_ip", "k8s.pod.ip"],
  ["host", "k8s.node.name"],
  ["container_name", "k8s.container.name"],
  ["docker_id", "container.id"],
  ["container_id", "container.id"],
];

/** Kinds of `ownerReferences` that have a name of their own in the resource. */
const OWNERS: ReadonlyMap<string, keyof ResourceValues> = new Map([
  ["ReplicaSet", "k8s.replicaset.name"],
  ["DaemonSet", "k8s.daemonset.name"],
  ["StatefulSet", "k8s.statefulset.name"],
  ["Job", "k8s.job.name"],
  ["Deployment", "k8s.deployment.name"],
]);

/**
 * Fills resource and labels from the `kubernetes` object of a record. Labels and annotations are names that users choose, so
 * both go to `labels`; what is not known goes to `payload.kubernetes`.
 */
export function fillFromKubernetes(kubernetes: JsonObject, record: Draft): void {
  const rest = copyOf(kubernetes);
  const { resource, labels, payload } = record;
  for (const [key, name] of KEYS) {
    if (typeof rest[key] === "string" && rest[key] !== "") resource[name] = take(rest, key);
  }
  const image = asText(rest["container_image"]);
  if (image !== undefined) {
    fillImage(image, resource);
    take(rest, "container_image");
  }
  const digest = take(rest, "container_hash");
  if (typeof digest === "string" && digest.includes("@")) resource["container.image.repo_digests"] = [digest];
  else if (digest !== undefined) rest["container_hash"] = digest;
  for (const key of ["labels", "annotations"]) {
    const map = asObject(rest[key]);
    if (map === undefined) continue;
    const left = copyOf(map);
    for (const name of Object.keys(map)) if (!(name in labels)) labels[name] = take(left, name);
    take(rest, key);
    // A label and an annotation of one name are two things.
    putRest(rest, key, left);
  }
  fillOwner(rest, resource);
  putRest(payload, "kubernetes", rest);
}

function fillOwner(rest: JsonObject, resource: ResourceValues): void {
  const owners = rest["ownerReferences"] ?? rest["pod_owners"];
  if (!Array.isArray(owners)) return;
  for (const owner of owners) {
    const members = asObject(owner);
    const kind = asText(members?.["kind"]) ?? asText(members?.["owner_kind"]) ?? "";
    const name = asText(members?.["name"]) ?? asText(members?.["owner_name"]);
    const key = OWNERS.get(kind);
    // The owner stays in the payload, too: it has more than a name.
    if (key !== undefined && name !== undefined) resource[key] = name;
  }
}

/** `repo/name:tag`, where a port may stand in the registry's name. */
export function fillImage(image: string, resource: ResourceValues): void {
  const at = image.indexOf("@");
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  resource["container.image.name"] = hasTag ? name.slice(0, colon) : name;
  if (hasTag) resource["container.image.tags"] = [name.slice(colon + 1)];
  if (at >= 0) resource["container.image.repo_digests"] = [image];
}
