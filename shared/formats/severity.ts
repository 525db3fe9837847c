/** Severity as OpenTelemetry counts it (log data model, appendix B): number 1–24 and the name of its range. */
export interface Severity {
  readonly number: number;
  readonly text: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
}

const RANGES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

const SEVERITIES: readonly Severity[] = Array.from({ length: 24 }, (_, index) => ({
  number: index + 1,
  text: RANGES[Math.floor(index / 4)] ?? "FATAL",
}));

/** The severity of an OpenTelemetry number 1–24; undefined for anything else (0 means unspecified). */
export function severity(number: number): Severity | undefined {
  return SEVERITIES[number - 1];
}

/** The one object for a known number, for tables. */
function known(number: number): Severity {
  const found = severity(number);
  if (found === undefined) throw new RangeError(`no OpenTelemetry severity ${number}`);
  return found;
}

export const TRACE = known(1);
export const DEBUG = known(5);
export const INFO = known(9);
export const WARN = known(13);
export const ERROR = known(17);
export const FATAL = known(21);

/** Level names of klog, logrus, zap, log4j, java.util.logging, .NET, Python, syslog and Windows, in lower case. */
const BY_NAME: ReadonlyMap<string, Severity> = new Map([
  ...names(1, "trace", "finest", "trc", "trce", "vrb", "silly"),
  ...names(5, "debug", "finer", "dbg", "dbug", "verbose", "d"),
  ...names(6, "fine"),
  ...names(7, "config"),
  ...names(9, "info", "information", "informational", "inf", "i"),
  ...names(10, "notice"),
  ...names(13, "warn", "warning", "wrn", "w"),
  ...names(17, "error", "err", "severe", "fail", "e", "eror"),
  ...names(18, "crit", "dpanic"),
  ...names(19, "alert", "panic"),
  ...names(21, "fatal", "critical", "emerg", "emergency", "ftl", "f"),
]);

function names(number: number, ...list: string[]): [string, Severity][] {
  return list.map((name) => [name, known(number)]);
}

/**
 * Severity of a level name in any case, e.g. `warning`, `INFO`, `Information`; undefined when it is no level.
 * `critical` is 21 as in Python and .NET; syslog's own `crit` is 18 (formats: OpenTelemetry appendix B).
 */
export function severityOfName(name: string): Severity | undefined {
  if (name.length > 13) return undefined;
  return BY_NAME.get(name.toLowerCase());
}

/** pino and bunyan count levels in tens: 30 is info. */
export function severityOfTens(level: number): Severity | undefined {
  return level % 10 === 0 && level >= 10 && level <= 60 ? severity((level / 10) * 4 - 3) : undefined;
}

const BY_SYSLOG = [21, 19, 18, 17, 13, 10, 9, 5].map(known);

/** Severity of a syslog level 0 (emerg) – 7 (debug). */
export function severityOfSyslog(level: number): Severity | undefined {
  return BY_SYSLOG[level];
}

/** HTTP convention for access lines: 5xx is an error, 4xx a warning, the rest information. */
export function severityOfStatus(code: number): Severity {
  if (code >= 500) return ERROR;
  return code >= 400 ? WARN : INFO;
}
