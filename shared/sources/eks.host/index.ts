import { saidInteger } from "../application-member.ts";
import { insightsGroup } from "../container-insights.ts";
import { asText, take } from "../json-rest.ts";
import { continuesNodeMessage, fillFromNodeMessage } from "../node-message.ts";
import { continuesNodeRecord, keepNodeMembers, unwrapNodeRecord, type NodeRecord } from "../node-record.ts";
import { fillFromSecureMessage } from "../secure-message.ts";
import { defineSource, jsonOf, upTo, type Line, type Origin } from "../source.ts";
import type { Draft } from "../../schema/draft.ts";

/** Fluent Bit: `<node>.host.messages`. */
const FLUENT_BIT = /^(?:(.{1,400})\.)?host\.(dmesg|messages|secure)$/;
/** Fluentd: `host.messages-<host>`. */
const FLUENTD = /^host\.(dmesg|messages|secure)-(.{1,400})$/;

/** Daemons that are components of the node, by what syslog calls them. */
const COMPONENTS: ReadonlyMap<string, string> = new Map([
  ["kubelet", "kubelet"],
  ["kube-proxy", "kube-proxy"],
  ["containerd", "containerd"],
  ["dockerd", "docker"],
  ["docker", "docker"],
]);

export default defineSource({
  name: "eks.host",
  platform: "eks",
  description:
    "Container Insights' host log group: the node's messages, secure and dmesg, with the lines of kubelet and containerd among them.",
  detect: (origin) => {
    const inGroup = insightsGroup(origin.logGroup)?.kind === "host";
    if (parseHostStream(origin.logStream) !== undefined) return inGroup ? 1 : 0.92;
    return inGroup ? upTo(0.9, (line) => (isHostRecord(line) ? 0.9 : 0.5)) : 0;
  },
  resource: ({ logGroup, logStream }: Origin) => ({
    "k8s.cluster.name": insightsGroup(logGroup)?.cluster,
    "k8s.node.name": parseHostStream(logStream)?.node,
  }),
  continues: (text, begun, last) =>
    text.startsWith("{") ? continuesNodeRecord(text, begun, last) : continuesNodeMessage(text, begun),
  fields: {},
  normalize: (line, record, origin) => {
    const wrapped = unwrapNodeRecord(line);
    const stream = parseHostStream(origin.logStream);
    if (wrapped === undefined) {
      fillMessage(line.text, "", line.carrierTime, stream?.file, record);
      return;
    }
    const program = fillSpeaker(wrapped, stream?.node, record);
    fillMessage(wrapped.message, program, line.carrierTime, stream?.file, record);
    keepNodeMembers(wrapped, record);
  },
});

interface HostStream {
  readonly file: string;
  readonly node: string | undefined;
}

/** Which of the host's files a stream is of, and of which node. */
function parseHostStream(logStream: string): HostStream | undefined {
  const [, node, file] = FLUENT_BIT.exec(logStream) ?? [];
  if (file !== undefined) return { file, node };
  const [, fluentdFile, host] = FLUENTD.exec(logStream) ?? [];
  return fluentdFile === undefined ? undefined : { file: fluentdFile, node: host };
}

function isHostRecord(line: Line): boolean {
  const { host, ident, message } = jsonOf(line) ?? {};
  return typeof message === "string" && (typeof host === "string" || typeof ident === "string");
}

/** Host, program and process; what journald's own names were is gone. Returns the program, empty where there is none. */
function fillSpeaker({ rest }: NodeRecord, node: string | undefined, record: Draft): string {
  const { attributes, resource } = record;
  const host = asText(rest["host"]);
  if (host !== undefined) {
    take(rest, "host");
    resource["host.name"] = host;
    // The stream's prefix is the node's name; the journal's is the short host name.
    if (node === undefined) resource["k8s.node.name"] = host;
  }
  const pid = saidInteger(rest["pid"]);
  if (pid !== undefined) {
    take(rest, "pid");
    attributes["process.pid"] = pid;
  }
  const program = asText(rest["ident"]);
  if (program === undefined) return "";
  take(rest, "ident");
  attributes["syslog.app_name"] = program;
  resource["k8s.component"] = COMPONENTS.get(program);
  return program;
}

/** The kernel and what handles logins write words, never a format of a logger. */
function fillMessage(
  message: string,
  program: string,
  carrierTime: number,
  file: string | undefined,
  record: Draft,
): void {
  record.body = message;
  if (file === "dmesg" || program === "kernel") return;
  if (file === "secure") {
    fillFromSecureMessage(program, message, record);
    return;
  }
  const { attributes } = record;
  const pid = attributes["process.pid"];
  fillFromNodeMessage(message, carrierTime, record);
  if (pid !== undefined) attributes["process.pid"] = pid;
  if (COMPONENTS.get(program) === undefined) fillFromSecureMessage(program, message, record);
}
