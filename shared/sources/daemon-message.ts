import { isKlogHeader } from "../formats/klog.ts";
import type { Draft } from "../schema/draft.ts";
import { fillFromNodeMessage } from "./node-message.ts";
import { fillFromSecureMessage } from "./secure-message.ts";

/** What a log daemon passes on for a program. */
export interface DaemonMessage {
  /** Tag or identifier of the program; empty where there is none. */
  readonly program: string;
  readonly message: string;
  /** What the program printed, rather than what it handed to syslog: its loggers write headers of their own then. */
  readonly printed: boolean;
  /** ms since 1970, for dates without a year. */
  readonly time: number;
}

/** Beginnings of whole log lines that daemons hand to syslog as they are: JSON, logrus, slog, go-kit. */
const LOG_LINE = /^(?:\{"|time=|ts=|level=)/;

/**
 * Fills a draft from the message of journald or syslog. The kernel and what handles logins write words; of other programs the
 * message may be a log line with level and time of its own, which then says more than the daemon's, and is taken apart.
 */
export function fillFromDaemonMessage({ program, message, printed, time }: DaemonMessage, record: Draft): void {
  record.body = message;
  if (program === "kernel") return;
  if (printed || LOG_LINE.test(message) || isKlogHeader(message)) fillFromNodeMessage(message, time, record);
  fillFromSecureMessage(program, message, record);
}

/** Keeps a member of the collector's record beside what the message within has put into the payload. */
export function keepBeside(payload: Record<string, unknown>, key: string, value: unknown): void {
  payload[key in payload ? `collector.${key}` : key] = value;
}
