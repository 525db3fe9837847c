import type { Draft, ResourceValues } from "../../schema/draft.ts";
import { fillFromCni } from "../cni-record.ts";
import { insightsGroup } from "../container-insights.ts";
import { containerStreamResource, parseContainerStream } from "../container-stream.ts";
import { asText, take } from "../json-rest.ts";
import { continuesNodeMessage, fillFromNodeMessage } from "../node-message.ts";
import { continuesNodeRecord, keepNodeMembers, unwrapNodeRecord, type NodeRecord } from "../node-record.ts";
import { defineSource, jsonOf, newLine, upTo, type Line, type Origin } from "../source.ts";

/** Fluent Bit: `<node>-dataplane.systemd.<unit>`. */
const JOURNAL_STREAM = /^(?:(.{1,400}?)[-.])?dataplane\.systemd\.(.{1,200})$/;
/** Fluentd and the "compatible" configuration: `kubelet.service-<host>`. */
const UNIT_STREAM = /^((?:kubelet|kube-?proxy|docker|containerd)\.service)-(.{1,400})$/;

export default defineSource({
  name: "eks.dataplane",
  platform: "eks",
  description:
    "Container Insights' dataplane log group: journald records of kubelet, kube-proxy, containerd and docker, and the container logs of aws-node and kube-proxy.",
  detect: (origin) => {
    const inGroup = insightsGroup(origin.logGroup)?.kind === "dataplane";
    if (isDataplaneStream(origin.logStream)) return inGroup ? 1 : 0.9;
    return upTo(0.85, (line) => (isJournalRecord(line) ? 0.85 : inGroup ? 0.5 : 0));
  },
  resource: resourceOf,
  continues: (text, begun, last) =>
    text.startsWith("{") ? continuesNodeRecord(text, begun, last) : continuesNodeMessage(text, begun),
  fields: {},
  normalize: (line, record, origin) => {
    const wrapped = unwrapNodeRecord(line);
    if (wrapped === undefined) {
      fillFromNodeMessage(line.text, line.carrierTime, record);
      return;
    }
    fillSpeaker(wrapped, record);
    fillMessage(wrapped.message, line.carrierTime, record, parseContainerStream(origin.logStream)?.container ?? "");
    if (wrapped.time !== undefined) {
      if (record.time === undefined) record.time = wrapped.time;
      else record.attributes["log.record.time"] = wrapped.time;
    }
    keepNodeMembers(wrapped, record);
  },
});

function isDataplaneStream(logStream: string): boolean {
  if (JOURNAL_STREAM.test(logStream) || UNIT_STREAM.test(logStream)) return true;
  return parseContainerStream(logStream)?.tag === "dataplane.tail";
}

/** Names that Container Insights' own configuration gives to journald's fields, and nobody else. */
function isJournalRecord(line: Line): boolean {
  if (!line.text.startsWith("{") || !line.text.includes('"systemd_unit"')) return false;
  const { systemd_unit: unit, message, hostname } = jsonOf(line) ?? {};
  return typeof unit === "string" && typeof message === "string" && typeof hostname === "string";
}

function resourceOf({ logGroup, logStream }: Origin): ResourceValues {
  const container = parseContainerStream(logStream);
  const journal = JOURNAL_STREAM.exec(logStream);
  const [, unit, host] = UNIT_STREAM.exec(logStream) ?? [];
  return {
    "k8s.cluster.name": insightsGroup(logGroup)?.cluster,
    "k8s.node.name": journal?.[1] ?? host,
    "k8s.component": container?.container ?? componentOf(journal?.[2] ?? unit),
    ...(container === undefined ? {} : containerStreamResource(container)),
  };
}

/** `kubelet.service` is kubelet. */
function componentOf(unit: string | undefined): string | undefined {
  const name = unit?.replace(/\.service$/, "");
  return name === "kubeproxy" ? "kube-proxy" : name;
}

function fillSpeaker({ rest }: NodeRecord, record: Draft): void {
  const unit = asText(rest["systemd_unit"]);
  if (unit !== undefined) {
    take(rest, "systemd_unit");
    record.attributes["systemd.unit"] = unit;
    record.resource["k8s.component"] = componentOf(unit);
  }
  // The journal's host name is the node's name: EKS names nodes after their private DNS name.
  const hostname = asText(rest["hostname"]);
  if (hostname !== undefined) record.resource["k8s.node.name"] = hostname;
}

function fillMessage(message: string, carrierTime: number, record: Draft, container: string): void {
  if (!container.startsWith("aws-")) {
    fillFromNodeMessage(message, carrierTime, record);
    return;
  }
  const inner = newLine(message, carrierTime);
  record.body = message;
  fillFromCni(inner, record);
  record.notes.push(...inner.jsonNotes);
}
