import { auditOutcome, windowsLevelName } from "../../formats/windows-event.ts";
import { DEBUG, ERROR, INFO, severity, WARN, type Severity } from "../../formats/severity.ts";
import type { WindowsDraft } from "./fields.ts";

/**
 * OpenTelemetry's log data model, appendix B, maps the Windows event log's Critical to 18 (ERROR2). ETW's Critical would be
 * FATAL, but what writes it to the event log is a machine that has come back (Kernel-Power 41), not one that is dying.
 */
const SEVERITIES: ReadonlyMap<string, Severity | undefined> = new Map([
  ["CRITICAL", severity(18)],
  ["ERROR", ERROR],
  ["WARNING", WARN],
  ["INFORMATION", INFO],
  ["VERBOSE", DEBUG],
]);

/** Events of the Security log that are one or the other whatever their keywords, which the agent's text form leaves out. */
const OUTCOMES: ReadonlyMap<number, "success" | "failure"> = new Map([
  [4624, "success"],
  [4625, "failure"],
  [4771, "failure"],
]);

/** What an event says of its level and of how it ended; each as far as its form has it. */
export interface Verdict {
  /** Number (0–5) or name of the level. */
  readonly level: number | string | undefined;
  readonly keywords: string | undefined;
  readonly channel: unknown;
  readonly eventId: unknown;
  /** Outcome as the form itself says it. */
  readonly outcome?: "success" | "failure" | undefined;
}

/**
 * Fills level, severity and `event.outcome`. Audited failures are warnings: Windows writes them with level 0, which says
 * nothing, and they are what an operator looks for, but one mistyped password is no error of the machine.
 */
export function fillVerdict({ level, keywords, channel, eventId, outcome }: Verdict, record: WindowsDraft): void {
  const name = typeof level === "number" ? windowsLevelName(level) : level;
  const known = channel === "Security" && typeof eventId === "number" ? OUTCOMES.get(eventId) : undefined;
  const ended = outcome ?? (keywords === undefined ? undefined : auditOutcome(keywords)) ?? known;
  record.attributes["winlog.level"] = name;
  record.attributes["winlog.keywords"] = keywords;
  record.attributes["event.outcome"] = ended;
  const said = name === undefined ? undefined : SEVERITIES.get(name);
  record.severity = ended === "failure" && (said === undefined || said.number < WARN.number) ? WARN : said;
}
