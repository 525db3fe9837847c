import type { ResourceValues } from "../../schema/draft.ts";
import { fillFromCni, isCniJson, isCniText } from "../cni-record.ts";
import { parseContainerStream } from "../container-stream.ts";
import { hostOfStream } from "../ec2-host.ts";
import { continuesNodeMessage } from "../node-message.ts";
import { defineSource, jsonOf, upTo, type Line, type Origin } from "../source.ts";

/** Files under /var/log/aws-routed-eni, as the names of groups and streams have them: `/aws/eks/dev/ipamd`, `ipamd.log`. */
const NAMED = /aws-routed-eni|(?:^|[^a-z])(?:ipamd|network-policy-agent|ebpf-sdk|aws-node|aws-cni|vpc-cni)(?![a-z])/i;
/** The network policy agent writes policy events to the control plane's group (pkg/ebpf/events/events.go). */
const AUDIT_STREAM = /^aws-network-policy-agent-audit-/;
const CLUSTER_GROUP = /^\/aws\/eks\/([^/]+)\//i;
const POLICY_AGENT = /network-policy/i;

export default defineSource({
  name: "eks.cni",
  platform: "eks",
  description:
    "VPC CNI: ipamd.log, plugin.log and network-policy-agent.log, the output of aws-node, and policy events of the network policy agent, by names of group and stream or by their zap JSON.",
  detect: (origin) => {
    const { logGroup, logStream } = origin;
    if (AUDIT_STREAM.test(logStream)) return CLUSTER_GROUP.test(logGroup) ? 1 : 0.9;
    const byGroup = NAMED.test(logGroup);
    // The container logs of aws-node come wrapped, and belong to the sources that unwrap them.
    if (NAMED.test(logStream) && parseContainerStream(logStream) === undefined) return byGroup ? 1 : 0.9;
    const [mine, other] = byGroup ? [0.95, 0.5] : [0.8, 0];
    return upTo(mine, (line) => (isCni(line) ? mine : other));
  },
  resource: resourceOf,
  continues: continuesNodeMessage,
  fields: {},
  normalize: fillFromCni,
});

function isCni(line: Line): boolean {
  if (!line.text.startsWith("{")) return isCniText(line.text);
  // Each line of its zap encoder begins with the level; the parse is spared for all other JSON.
  if (!line.text.includes('"level"') || !line.text.includes('"msg"')) return false;
  const json = jsonOf(line);
  return json !== undefined && isCniJson(json);
}

function resourceOf(origin: Origin): ResourceValues {
  const { logGroup, logStream } = origin;
  const isPolicyAgent = POLICY_AGENT.test(logStream) || POLICY_AGENT.test(logGroup);
  return {
    ...hostOfStream(origin),
    "k8s.cluster.name": CLUSTER_GROUP.exec(logGroup)?.[1],
    "k8s.component": isPolicyAgent ? "aws-network-policy-agent" : "aws-node",
  };
}
