import { parseCloudInitLine, parseCloudInitStage } from "../../formats/cloud-init.ts";
import { readSyslogClock, syslogClock } from "../../formats/clock.ts";
import { emailDate } from "../../formats/email-date.ts";
import { severityOfName, WARN, type Severity } from "../../formats/severity.ts";
import { keyword } from "../../schema/field.ts";
import type { Draft } from "../../schema/draft.ts";
import { continuesApplication } from "../application-line.ts";
import { fillFromApplicationText, fillFromMessage } from "../application-text.ts";
import { hostOfStream } from "../ec2-host.ts";
import { claimByName, nameClaim } from "../named-origin.ts";
import { defineSource } from "../source.ts";

const FIELDS = {
  "cloud_init.event": keyword("start or finish", "finish"),
  "cloud_init.stage": keyword("Stage, or a step of one", "init-local/check-cache"),
} as const;

type CloudInitDraft = Draft<keyof typeof FIELDS>;

/** Both logs are files of this name, or streams and groups called after them. */
const NAME = /(?:^|[/._-])cloud-init(?:-output)?(?:\.log)?$/i;

export default defineSource({
  name: "ec2.cloud-init",
  platform: "ec2",
  description:
    "cloud-init: cloud-init.log by shape, cloud-init-output.log (what the scripts of the user data print) by the name of group or stream.",
  detect: (origin) => claimByName(nameClaim(origin, NAME), 0.85, ({ text }) => shapeClaim(text)),
  resource: (origin) => ({ ...hostOfStream(origin), "service.name": "cloud-init" }),
  continues: (text, begun, last) => {
    if (parseCloudInitLine(text) !== undefined || parseCloudInitStage(text) !== undefined) return false;
    return (parseCloudInitLine(begun) !== undefined && CONTINUED.test(text)) || continuesApplication(text, begun, last);
  },
  fields: FIELDS,
  normalize: (line, record) => {
    const parsed = parseCloudInitLine(line.text);
    if (parsed === undefined) {
      fillFromOutput(line.text, record);
      return;
    }
    record.time = parsed.time;
    record.attributes["code.file.path"] = parsed.file;
    record.attributes["logger.name"] = parsed.tag;
    fillPrefix(parsed.prefix, line.carrierTime, record);
    record.severity = severityOf(parsed.level);
    fillFromMessage(parsed.message, record);
    fillStage(parsed.message, record);
  },
});

function shapeClaim(text: string): number {
  if (parseCloudInitLine(text) !== undefined) return 0.85;
  return text.startsWith("Cloud-init v. ") || text.startsWith("ci-info: ") ? 0.8 : 0;
}

/** Lines of an error behind its head (cloudinit/subp.py, ProcessExecutionError; cloudinit/cmd/main.py). */
const CONTINUED =
  /^(?:[ \t]|$|Traceback \(|Command: |Exit code: |Reason: |Stdout: |Stderr: |During handling |The above exception|failed run of stage|-{20}|[\w.]{1,200}(?:Error|Exception)(?:: |$))/;

/** What syslog puts in front: a time without year, and the host. */
function fillPrefix(prefix: string, carrierTime: number, record: CloudInitDraft): void {
  const clock = readSyslogClock(prefix, 0);
  if (clock === undefined) return;
  const written = prefix.slice(0, clock.end);
  record.time = syslogClock(written, carrierTime);
  record.yearAssumed = record.time !== undefined;
  if (record.time === undefined) record.payload["time"] = written;
  record.resource["host.name"] = prefix.slice(clock.end).trim() || undefined;
}

/** Python's names; DEPRECATED is cloud-init's own, between WARNING and ERROR (cloudinit/log). */
function severityOf(level: string): Severity | undefined {
  return level === "DEPRECATED" ? WARN : severityOfName(level);
}

/** The output of anything that runs at boot: cloud-init's own banners among it. */
function fillFromOutput(text: string, record: CloudInitDraft): void {
  if (text.startsWith("ci-info: ") || text.startsWith("Cloud-init v. ")) fillStage(text, record);
  else fillFromApplicationText(text, record);
}

function fillStage(message: string, record: CloudInitDraft): void {
  const said = parseCloudInitStage(message);
  if (said === undefined) return;
  const { attributes, resource } = record;
  attributes["cloud_init.event"] = said.event;
  attributes["cloud_init.stage"] = said.stage;
  attributes["event.outcome"] = said.outcome;
  if (said.version !== undefined) resource["service.version"] = said.version;
  if (said.date !== undefined) record.time ??= emailDate(said.date);
}
