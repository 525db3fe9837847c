/** A text line that Lambda itself writes, not the function's code. */
export interface LambdaPlatformLine {
  /** `START`, `REPORT`… as the line begins; `TIMEOUT` and `ERROR` for lines that have no such word. */
  readonly event: string;
  /** `Init Duration` → `150.79 ms` and so on, as written. */
  readonly pairs: ReadonlyMap<string, string>;
  /** UTC, where the line says one. */
  readonly time?: string | undefined;
  readonly requestId?: string | undefined;
  readonly errorType?: string | undefined;
  readonly errorMessage?: string | undefined;
  /** How long the function ran before it was stopped. */
  readonly timedOutAfterMs?: number | undefined;
}

const WORDS =
  /^(START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|LOGS|TELEMETRY|XRAY|IMAGE)[ \t]+(?=[A-Z])/;
/** What must follow the word: an application may begin a line with it as well. */
const FIRST_KEYS: ReadonlyMap<string, RegExp> = new Map([
  ["START", /^RequestId: /],
  ["END", /^RequestId: /],
  ["REPORT", /^(?:RequestId|Duration): /],
  ["INIT_START", /^Runtime Version/],
  ["INIT_REPORT", /^(?:Init Duration|Phase|Status): /],
  ["RESTORE_START", /^Runtime Version/],
  ["RESTORE_REPORT", /^(?:Restore Duration|Phase|Status): /],
  ["EXTENSION", /^Name: /],
  ["LOGS", /^Name: /],
  ["TELEMETRY", /^Name: /],
  ["XRAY", /^TraceId: /],
  ["IMAGE", /^Launch error: /],
]);

/** Keys with tabs between, or with spaces where a console has replaced them; a longer name goes before its own ending. */
const KEYS =
  /(?:^|[ \t])(Billed Restore Duration|Restore Duration|Billed Duration|Init Duration|Duration|Max Memory Used|Memory Size|Error Type|XRAY TraceId|TraceId|SegmentId|Sampled|Status|Phase|RequestId|TenantId|Runtime Version ARN|Runtime Version|Version|Launch error|Name|State|Events|Types): /g;
const OTHER_KEY = /^([A-Z][A-Za-z ]{1,40}): (.*)$/;

const TIMEOUT =
  /^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)[ \t])?(?:([\dA-Za-z-]{32,36})[ \t])?Task timed out after (\d{1,6}(?:\.\d{1,6})?) seconds/;
const FAULT =
  /^RequestId: ([\dA-Za-z-]{8,64})[ \t]+(?:Error: |(?=Process exited|Runtime exited))([^\n]*)(?:\n([^]*))?$/;
const UNKNOWN = /^Unknown application error occurred(?:\s+(\S{1,200}))?\s*$/;
const ERROR_TYPE = /^[A-Z][\w.]{1,100}$/;
/** Where a copy has made one line of both. */
const SAME_LINE = /^([^\n]*\S)[ \t]+((?:Runtime|Extension|Sandbox)\.\w{1,60})[ \t]*$/;

/** Lines of Lambda's own are short; what is longer is an application's. */
const LONGEST = 8_000;

/**
 * Parses a platform line of Lambda's text format: `START RequestId: … Version: …`, `REPORT …` with its XRAY line, `INIT_START`,
 * `RESTORE_REPORT`, `EXTENSION`, `Task timed out after …`, `RequestId: … Error: Runtime exited …` (Lambda developer guide, "Log
 * and monitor …"; the order of the keys varies, so none is expected at a place). Linear.
 *
 * @returns undefined for what the function's code has printed.
 */
export function parseLambdaPlatform(text: string): LambdaPlatformLine | undefined {
  if (text.length > LONGEST) return undefined;
  const first = text.charCodeAt(0);
  // A digit begins the time of a time-out; R of RequestId and REPORT, T of TELEMETRY and Task, U of Unknown.
  if (first >= 0x30 && first <= 0x39) return parseTimeout(text);
  if (!(first >= 0x41 && first <= 0x5a)) return undefined;
  const [opening = "", event = ""] = WORDS.exec(text) ?? [];
  if (FIRST_KEYS.get(event)?.test(text.slice(opening.length)) === true) return parseEvent(event, text, opening.length);
  return parseTimeout(text) ?? parseFault(text);
}

function parseEvent(event: string, text: string, start: number): LambdaPlatformLine {
  const pairs = readPairs(event === "XRAY" ? text : text.slice(start));
  return {
    event,
    pairs,
    requestId: pairs.get("RequestId"),
    errorType: pairs.get("Error Type"),
    errorMessage: pairs.get("Launch error"),
  };
}

function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const segment of text.split(/[\t\r\n]+/)) {
    const found = [...segment.matchAll(KEYS)];
    for (const [index, match] of found.entries()) {
      const value = segment.slice(match.index + match[0].length, found[index + 1]?.index ?? segment.length);
      pairs.set(match[1] ?? "", value.trim());
    }
    if (found.length > 0) continue;
    const [, key, value = ""] = OTHER_KEY.exec(segment) ?? [];
    if (key !== undefined) pairs.set(key, value.trim());
  }
  return pairs;
}

function parseTimeout(text: string): LambdaPlatformLine | undefined {
  const [, time, requestId, seconds] = TIMEOUT.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const message = text.slice(text.indexOf("Task timed out")).trim();
  return {
    event: "TIMEOUT",
    pairs: new Map(),
    time,
    requestId,
    errorMessage: message,
    timedOutAfterMs: millisecondsOf(seconds),
  };
}

function millisecondsOf(seconds: string): number {
  return Math.round(Number(seconds) * 1e6) / 1e3;
}

function parseFault(text: string): LambdaPlatformLine | undefined {
  const [, requestId, message, more = ""] = FAULT.exec(text) ?? [];
  const pairs = new Map<string, string>();
  if (message === undefined) {
    const unknown = UNKNOWN.exec(text);
    if (unknown === null) return undefined;
    return { event: "ERROR", pairs, errorMessage: "Unknown application error occurred", errorType: unknown[1] };
  }
  const [, words = message, inline = ""] = SAME_LINE.exec(message) ?? [];
  const type = more.trim() || inline;
  const seconds = /^Task timed out after (\d{1,6}(?:\.\d{1,6})?) seconds/.exec(message)?.[1];
  return {
    event: seconds === undefined ? "ERROR" : "TIMEOUT",
    pairs,
    requestId,
    errorMessage: words.trim(),
    errorType: ERROR_TYPE.test(type) ? type : undefined,
    timedOutAfterMs: seconds === undefined ? undefined : millisecondsOf(seconds),
  };
}
