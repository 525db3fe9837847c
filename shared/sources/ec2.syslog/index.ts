import { syslogClock } from "../../formats/clock.ts";
import { isKlogHeader } from "../../formats/klog.ts";
import { parseSyslog, syslogFacilityName, type Syslog } from "../../formats/syslog.ts";
import { severityOfSyslog } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft } from "../../schema/draft.ts";
import { hostOfStream } from "../ec2-host.ts";
import { fillFromNodeMessage } from "../node-message.ts";
import { fillFromSecureMessage } from "../secure-message.ts";
import { defineSource, upTo, type Line, type Origin, type Score } from "../source.ts";

/** Files that syslog daemons write, as groups are named after them with the CloudWatch agent. */
const FILE =
  /(?:^|[/._-])(?:messages|secure|syslog|auth(?:\.log)?|authlog|cron(?:\.log)?|maillog|mail\.log|kern(?:\.log)?|daemon\.log|user\.log|boot\.log)$/i;

export default defineSource({
  name: "ec2.syslog",
  platform: "ec2",
  description:
    "Syslog files of EC2 instances (messages, secure, cron, maillog, auth.log…), RFC 3164, RFC 5424 or rsyslog's ISO form, through the CloudWatch agent; elsewhere by shape.",
  detect: (origin) => {
    const score = scoreOf(origin);
    return upTo(score, (line) => (looksLikeSyslog(line) ? score : 0));
  },
  resource: hostOfStream,
  fields: {},
  normalize: (line, record) => {
    const syslog = parseSyslog(line.text);
    if (syslog !== undefined) fillFromSyslog(syslog, line.carrierTime, record);
  },
});

function scoreOf({ logGroup, logStream, platform }: Origin): Score {
  if (FILE.test(logGroup) || FILE.test(logStream)) return 0.9;
  if (
    platform === "ec2" ||
    logGroup.startsWith("/aws/ec2/") ||
    hostOfStream({ logStream } as Origin)["host.id"] !== undefined
  )
    return 0.8;
  return 0.3;
}

/** A digit, a month or `<PRI>` begins such a line: that spares the parse of most others. */
function looksLikeSyslog({ text }: Line): boolean {
  const first = text.charCodeAt(0);
  const possible = first === 0x3c || (first >= 0x41 && first <= 0x53) || (first >= 0x30 && first <= 0x39);
  return possible && parseSyslog(text) !== undefined;
}

function fillFromSyslog(syslog: Syslog, carrierTime: number, record: Draft): void {
  const { attributes, payload, resource } = record;
  record.body = syslog.message;
  // kubelet, containerd and dockerd hand whole log lines to syslog, and those have a level.
  if (isKlogHeader(syslog.message) || syslog.message.startsWith('time="'))
    fillFromNodeMessage(syslog.message, carrierTime, record);
  record.time ??= isoTime(syslog.timestamp) ?? syslogClock(syslog.timestamp, carrierTime);
  record.yearAssumed = !syslog.hasYear && record.time !== undefined;
  if (record.time === undefined && syslog.timestamp !== "-") payload["timestamp"] = syslog.timestamp;
  // Files have no priority, and then nothing tells how severe a message is.
  if (syslog.severity !== undefined) record.severity ??= severityOfSyslog(syslog.severity);
  attributes["syslog.severity"] = syslog.severity;
  attributes["syslog.priority"] = syslog.priority;
  attributes["syslog.facility"] = syslog.facility === undefined ? undefined : syslogFacilityName(syslog.facility);
  attributes["syslog.app_name"] = syslog.appName;
  attributes["syslog.msgid"] = syslog.msgId;
  if (syslog.host !== undefined) resource["host.name"] = syslog.host;
  if (syslog.procId !== undefined) fillProcess(syslog.procId, record);
  if (syslog.module !== undefined) payload["module"] = syslog.module;
  if (syslog.structuredData !== undefined) payload["structured_data"] = syslog.structuredData;
  fillFromSecureMessage(syslog.module ?? syslog.appName ?? "", syslog.message, record);
}

/** RFC 5424 allows any word for a process. */
function fillProcess(id: string, { attributes, payload }: Draft): void {
  if (/^\d{1,10}$/.test(id)) attributes["process.pid"] = Number(id);
  else payload["procid"] = id;
}
