import { isKlogHeader } from "../formats/klog.ts";
import { openMap, type Draft, type JsonObject } from "../schema/draft.ts";
import { fillFromApplicationLine } from "./application-line.ts";
import { saidInteger, saidText, type MemberFiller, type MemberFillers } from "./application-member.ts";
import { fillFromGoDump } from "./go-dump-record.ts";
import { asText } from "./json-rest.ts";
import type { Line } from "./source.ts";

/**
 * Fills a draft from a line of the VPC CNI (amazon-vpc-cni-k8s: ipamd, plugin, entrypoint of aws-node) or of its network policy
 * agent: zap JSON, the text of releases before 1.6, klog and Go dumps between them, policy events of one flow.
 */
export function fillFromCni(line: Line, record: Draft): void {
  if (fillFromFlowAudit(line.text, record) || fillFromGoDump(line.text, record)) return;
  fillFromApplicationLine(line, record, CNI_MEMBERS);
  const message = record.body;
  // client-go's lines name the API server's address, not one that the CNI hands out.
  if (!fillFromFlowText(message, record) && !isKlogHeader(line.text)) fillFromMessage(message, record);
}

/** Packages of which every file is the CNI's, and single files where the package's name is anybody's. */
const CALLER =
  /^(?:ipamd|awsutils|awssession|eniconfig|networkutils|ec2wrapper|ec2metadatawrapper|routed-eni-cni-plugin|egress-cni-plugin|egress-v4-cni-plugin|aws-k8s-agent|aws-vpc-cni|aws-vpc-cni-init)\/|^(?:datastore\/data_store\.go|ebpf\/bpf_client\.go|conntrack\/conntrack_client\.go|controllers\/(?:cluster)?policyendpoints_controller\.go|entrypoint\.sh)(?::|$)/;
const LOGGER = /^(?:ebpf-client|controllers\.(?:cluster)?policyEndpoints)$/i;
/** Words of its messages, for callers that inlining has replaced by some package of the Go runtime. */
const WORDS =
  /\b(?:L-)?IPAM-?D\b|\bipamd\b|\beni-[0-9a-f]{8}|\bENIs?\b|\b(?:Add|Del)Network|\bCNI (?:add|del|request|plugin|binar)|K8S_POD_NAME|\bassign an IP address to (?:pod|container)\b|\bIP pool\b|\bnetwork policy agent\b|\bPolicyEndpoint|^Flow Info: |^Testing communication with server|^Successful communication with the Cluster!/i;
/** seelog's header in releases before 1.6. */
const OLD_HEADER = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z \[(?:TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL)\] /;

/** Whether JSON of zap's production encoder is the CNI's: by its caller, its logger, or the words of its message. */
export function isCniJson({ level, ts, timestamp, msg, caller, logger }: JsonObject): boolean {
  if (typeof level !== "string" || typeof msg !== "string" || typeof (ts ?? timestamp) !== "string") return false;
  if (CALLER.test(asText(caller) ?? "") || LOGGER.test(asText(logger) ?? "")) return true;
  return WORDS.test(msg.slice(0, LONGEST_LOOK));
}

/** Whether text is the CNI's: the header of its old logger and its words, or a policy event. */
export function isCniText(text: string): boolean {
  return isFlowAudit(text) || (OLD_HEADER.test(text) && WORDS.test(text.slice(0, LONGEST_LOOK)));
}

/** What tells the CNI stands at the beginning of a message. */
const LONGEST_LOOK = 400;

type Attribute = keyof Draft["attributes"];

const words =
  (name: Attribute): MemberFiller =>
  (value, record) => {
    const said = saidText(value);
    if (said === undefined || record.attributes[name] !== undefined) return false;
    record.attributes[name] = said;
    return true;
  };

const small =
  (name: Attribute): MemberFiller =>
  (value, record) =>
    words(name)(typeof value === "string" ? value.toLowerCase() : value, record);

const port =
  (name: Attribute): MemberFiller =>
  (value, record) => {
    const number = saidInteger(value);
    if (number !== undefined) record.attributes[name] = number;
    return number !== undefined;
  };

/** Keys as the agent writes them, with the blanks and colons that belong to its messages. */
const CNI_MEMBERS: MemberFillers = new Map<string, MemberFiller>([
  ["Src IP", words("source.address")],
  ["Src Port", port("source.port")],
  ["Dest IP", words("destination.address")],
  ["Dest Port", port("destination.port")],
  ["Proto", small("network.transport")],
  ["Verdict", small("k8s.network_policy.verdict")],
  ["Direction", small("k8s.network_policy.direction")],
  ...["pod", "pod:", "Pod", "podName"].map((key): [string, MemberFiller] => [key, words("k8s.pod.name")]),
  ...["namespace", "in namespace", " in namespace", "Namespace", "Namespace ", "Namespace: ", "podNamespace"].map(
    (key): [string, MemberFiller] => [key, words("k8s.namespace.name")],
  ),
]);

/** Since release 1.2.2 of the agent; the colons are there in IPv6 clusters only (pkg/ebpf/events/events.go). */
const FLOW =
  /^Flow Info: +Src IP: (\S{1,64}) Src Port: (\d{1,5}) Dest IP: (\S{1,64}) Dest Port: (\d{1,5}) Proto:? (\S{1,32}) Verdict:? (\S{1,32})(?: Direction:? (\S{1,32}))?/;

function fillFromFlowText(message: string, { attributes }: Draft): boolean {
  const flow = FLOW.exec(message);
  if (flow === null) return false;
  const [, source, sourcePort, destination, destinationPort, transport = "", verdict = "", direction] = flow;
  attributes["source.address"] = source;
  attributes["source.port"] = Number(sourcePort);
  attributes["destination.address"] = destination;
  attributes["destination.port"] = Number(destinationPort);
  attributes["network.transport"] = transport.toLowerCase();
  attributes["k8s.network_policy.verdict"] = verdict.toLowerCase();
  attributes["k8s.network_policy.direction"] = direction?.toLowerCase();
  return true;
}

/** Policy events that the agent itself sends to CloudWatch: `Node: …;SIP: …;SPORT: …;DIP: …;DPORT: …;PROTOCOL: …;PolicyVerdict: …`. */
function isFlowAudit(text: string): boolean {
  return text.startsWith("Node: ") && text.startsWith(";SIP:", text.indexOf(";"));
}

const AUDIT_KEYS: ReadonlyMap<string, MemberFiller> = new Map<string, MemberFiller>([
  ["SIP", words("source.address")],
  ["SPORT", port("source.port")],
  ["DIP", words("destination.address")],
  ["DPORT", port("destination.port")],
  ["PROTOCOL", small("network.transport")],
  ["PolicyVerdict", small("k8s.network_policy.verdict")],
  ["Direction", small("k8s.network_policy.direction")],
]);

function fillFromFlowAudit(line: string, record: Draft): boolean {
  if (!isFlowAudit(line)) return false;
  const loose = openMap();
  for (const part of line.split(";", 32)) {
    const colon = part.indexOf(":");
    const key = part.slice(0, Math.max(colon, 0)).trim();
    const value = part.slice(colon + 1).trim();
    if (key === "Node" && value !== "") record.resource["k8s.node.name"] = value;
    else if (AUDIT_KEYS.get(key)?.(value, record) !== true) loose[key] = value;
  }
  Object.assign(record.payload, loose);
  return true;
}

/** CNI_ARGS as a list, `K8S_POD_NAME=…;`, and as ipamd's request prints them, `K8S_POD_NAME:"…"`. */
const ARGUMENT_POD = /\bK8S_POD_NAME(?:=|:")([^;"\s)]{1,253})/;
const ARGUMENT_NAMESPACE = /\bK8S_POD_NAMESPACE(?:=|:")([^;"\s)]{1,63})/;
/** `Pod web-1, NameSpace default, …` of older releases. */
const POD_AND_NAMESPACE = /\b[Pp]od ([a-z0-9][a-z0-9.-]{0,252}),? (?:in )?[Nn]ame[Ss]pace ([a-z0-9][a-z0-9-]{0,62})/;
const ENI = /(?<![\w-])eni-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/;
const INSTANCE = /(?<![\w-])i-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])/;
/** A host's address: `/32` may follow, another length makes it a network. */
const IPV4 = /(?<![\d.])((?!127\.|169\.254\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3})(?![\d.]|\/(?!32\b))/;
const IPV6 = /\b(?:IPv6Addr:? ?"?|v6Addr=)([0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})/;
const ERROR_TEXT = /(?:^|[ ,])err: (?!<nil>)(\S[^]*)$/;

/** What ipamd and the plugin speak about: pod, network interface, instance, address, and what went wrong. */
function fillFromMessage(message: string, { attributes }: Draft): void {
  const both = POD_AND_NAMESPACE.exec(message);
  attributes["k8s.pod.name"] ??= ARGUMENT_POD.exec(message)?.[1] ?? both?.[1];
  attributes["k8s.namespace.name"] ??= ARGUMENT_NAMESPACE.exec(message)?.[1] ?? both?.[2];
  attributes["aws.ec2.eni_id"] = ENI.exec(message)?.[0];
  attributes["aws.ec2.instance_id"] = INSTANCE.exec(message)?.[0];
  attributes["network.ip.address"] = IPV4.exec(message)?.[1] ?? IPV6.exec(message)?.[1];
  attributes["error.message"] ??= ERROR_TEXT.exec(message)?.[1]?.trimEnd();
}
