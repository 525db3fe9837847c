import { readSyslogClock } from "./clock.ts";
import { readIsoTime } from "./time.ts";

/** A line of cloud-init's own log. */
export interface CloudInitLine {
  /** UTC; undefined where the line has none. */
  readonly time: string | undefined;
  /** What syslog put in front: `Feb  9 02:26:04 x1`. */
  readonly prefix: string;
  /** `CLOUDINIT`, where the line is tagged for syslog. */
  readonly tag: string | undefined;
  /** Python file that logged. */
  readonly file: string;
  /** DEBUG, INFO, WARNING, DEPRECATED, ERROR, CRITICAL, TRACE. */
  readonly level: string;
  readonly message: string;
}

const SOURCE = /(?:- |\[CLOUDINIT\] |\[CLOUDINIT\])?([\w.-]{1,100})\[([A-Z]{4,10})\]: ?/y;

/**
 * Parses `2020-01-01 00:00:00,123 - util.py[DEBUG]: message` and `[CLOUDINIT] util.py[DEBUG]: message`, which syslog or an ISO
 * time may precede (config/cloud.cfg.d/05_logging.cfg). cloud-init formats its times in UTC (cloudinit/log: `converter = gmtime`).
 *
 * @returns undefined for any other text.
 */
export function parseCloudInitLine(text: string): CloudInitLine | undefined {
  const iso = readIsoTime(text, 0, "utc");
  const start = iso === undefined ? sourceBehindSyslog(text) : text[iso.end] === " " ? iso.end + 1 : iso.end;
  SOURCE.lastIndex = start;
  const match = SOURCE.exec(text);
  // Without a time only the tag makes `word[LEVEL]:` cloud-init's.
  if (match === null || (iso === undefined && !match[0].startsWith("[CLOUDINIT]"))) return undefined;
  const [whole, file = "", level = ""] = match;
  const prefix = iso === undefined ? text.slice(0, start).trimEnd() : "";
  const tag = whole.startsWith("[CLOUDINIT]") ? "CLOUDINIT" : undefined;
  if (tag === undefined && !file.endsWith(".py")) return undefined;
  return { time: iso?.iso, prefix, tag, file, level, message: text.slice(start + whole.length) };
}

/** Index of the tag behind `Feb  9 02:26:04 x1 `; 0 where no syslog clock stands in front. */
function sourceBehindSyslog(text: string): number {
  const clock = readSyslogClock(text, 0);
  const tag = clock === undefined ? -1 : text.indexOf("[CLOUDINIT]", clock.end);
  return tag < 0 || tag > 300 ? 0 : tag;
}

/** A stage that begins or ends, in cloud-init.log (`handlers.py`) or its output. */
export interface CloudInitStage {
  readonly event: "start" | "finish";
  readonly stage: string | undefined;
  readonly outcome: "success" | "failure" | undefined;
  readonly version: string | undefined;
  /** `Tue, 15 Dec 2020 15:34:07 +0000`, as written. */
  readonly date: string | undefined;
}

/** cloudinit/reporting/handlers.py: `start: init-local/check-cache: …`, `finish: init-local: SUCCESS: …`. */
const REPORT = /^(start|finish): ([\w/-]{1,200}): (?:(SUCCESS|FAIL|WARN): )?/;
/** cloudinit/cmd/main.py: `Cloud-init v. 23.1 running 'init' at <date>. Up 6.95 seconds.`, `… finished at <date>. Datasource …`. */
const BANNER = /^Cloud-init v\. (\S{1,60}) (?:running '([\w:-]{1,60})'|finished) at ([^.\n]{10,40})\. /;

/** What a message says of a stage; undefined for most. */
export function parseCloudInitStage(message: string): CloudInitStage | undefined {
  const [, event, stage, result] = REPORT.exec(message) ?? [];
  if (event !== undefined) {
    const outcome = result === undefined || result === "WARN" ? undefined : result === "FAIL" ? "failure" : "success";
    return { event: event === "start" ? "start" : "finish", stage, outcome, version: undefined, date: undefined };
  }
  const [, version, running, date] = BANNER.exec(message) ?? [];
  if (version === undefined) return undefined;
  return { event: running === undefined ? "finish" : "start", stage: running, outcome: undefined, version, date };
}
