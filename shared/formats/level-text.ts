import { parseLevelForm, type LevelText } from "./level-form.ts";
import { readLineTime } from "./line-time.ts";
import { exceptionOf } from "./stack-trace.ts";
import { INFO, severityOfName, type Severity } from "./severity.ts";

/** A header as far as it has been read. */
interface Header extends Omit<LevelText, "message"> {
  at: number;
}

/** Level names that no sentence begins with; in capitals they need no time in front of them. */
const CERTAIN = new Set([
  "trace",
  "debug",
  "info",
  "notice",
  "warn",
  "warning",
  "error",
  "err",
  "fatal",
  "critical",
  "crit",
  "severe",
]);
/** Those that may stand in small letters before a colon. */
const BEFORE_COLON = new Set([...CERTAIN, "information", "trce", "dbug", "fail", "emerg", "alert"]);

const WORD = /[A-Za-z]{1,13}(?![\w.])/y;
const UUID = /[0-9A-Za-z]{8}-(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{12}(?=[\s\]])/y;
/** nginx, Spring, MySQL. */
const PID = /(\d{1,10})(?:#\d{1,10}: |(?= --- )|(?= \[[A-Z]))/y;
/** Python: `2023-01-01 12:00:00,123 - name - INFO - message`; cloud-init: `… - util.py[DEBUG]: message`. */
const NAME_BEFORE_LEVEL = /([\w.$/-]{1,200})(?: - (?=[A-Z]{3,9} - )|(?=\[[A-Z]{4,8}\]: ))/y;
const NAME = /^[\w.$:/@#<>,+-]{0,200}$/;
/** logback, Spring, log4j: `c.e.App : message`, `c.e.App:32 - message`. */
const LOGGER = /([A-Za-z_@][\w.$/@<>[\]#-]{0,200})(?::(\d{1,7}))?[ \t]+(?:-|:|---)[ \t]/y;
/** Rust and others: `crate::module: message`. */
const DOTTED = /([A-Za-z_][\w$]{0,100}(?:(?:\.|::)[\w$]{1,100}){1,20}): /y;
/** loguru: `module:function:12 - message`. */
const PLACE = /([A-Za-z_][\w.]{0,200}):([\w<>]{1,200}):(\d{1,7}) - /y;
/** zap's console encoder: `logger<TAB>file.go:12<TAB>message`. */
const CALLER = /(?:([\w.-]{1,200})\t)?([\w./@-]{1,200}\.\w{1,10}):(\d{1,7})\t/y;

const MOST_TOKENS = 12;

/**
 * Parses a text line that names its level: `2023-01-01 12:00:00,123 [main] INFO c.e.App - message`, `[error] message`,
 * `WARN: message`, `INFO  [2023-01-01 12:00:00] …` and what other loggers write, in whichever order time, level, thread and
 * logger stand. A line with only a time that has a zone is parsed, too. Linear: the header is not looked for beyond its start.
 *
 * @returns undefined when the line begins with neither.
 */
export function parseLevelText(text: string): LevelText | undefined {
  const form = parseLevelForm(text);
  if (form !== undefined) return form;
  const header: Header = { at: skipSeparators(text, 0) };
  for (let tokens = 0; tokens < MOST_TOKENS && readToken(text, header); tokens++) {
    header.at = skipSeparators(text, header.at);
  }
  if (header.severity === undefined) return header.time === undefined ? undefined : timeOnly(text);
  readLogger(text, header);
  const { at, ...known } = header;
  return { ...known, message: text.slice(at) };
}

/** Without a level nobody knows where a header ends: only the time goes. */
function timeOnly(text: string): LevelText | undefined {
  const bracketed = text.startsWith("[") ? 1 : 0;
  const time = readLineTime(text, bracketed);
  if (time?.iso === undefined) return undefined;
  const end = bracketed === 1 && text[time.end] === "]" ? time.end + 1 : time.end;
  return { time: time.iso, message: text.slice(skipSeparators(text, end)) };
}

function readToken(text: string, header: Header): boolean {
  const first = text.charCodeAt(header.at);
  if (first === 0x5b) return readBracket(text, header);
  if (readTime(text, header)) return true;
  if (header.severity === undefined && readLevel(text, header)) return true;
  return readId(text, header) || readNameBeforeLevel(text, header);
}

function readTime(text: string, header: Header): boolean {
  if (header.time !== undefined || header.localTime !== undefined) return false;
  const time = readLineTime(text, header.at);
  if (time === undefined || !endsToken(text, time.end)) return false;
  header.time = time.iso;
  if (time.iso === undefined) header.localTime = text.slice(header.at, time.end);
  header.at = time.end;
  return true;
}

function readLevel(text: string, header: Header): boolean {
  WORD.lastIndex = header.at;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return false;
  const end = header.at + word.length;
  const timed = header.time !== undefined || header.localTime !== undefined || header.thread !== undefined;
  const small = word.toLowerCase();
  const colon = text[end] === ":" && isSpace(text.charCodeAt(end + 1));
  // PostgreSQL's own name for what is no error.
  const severity = word === "LOG" && colon && timed ? INFO : severityOfName(word);
  if (severity === undefined) return false;
  if (word === word.toUpperCase()) {
    // `I!` of Telegraf, `I |` of capnslog; one letter alone is a word like any other.
    const letter = timed && (text[end] === "!" || text.startsWith(" | ", end));
    if (word.length === 1 ? !letter : !(timed || CERTAIN.has(small))) return false;
    if (!colon && !endsToken(text, end) && text[end] !== "!") return false;
  } else if (
    !(colon && BEFORE_COLON.has(small)) &&
    !(timed && word === small && CERTAIN.has(small) && endsToken(text, end))
  ) {
    return false;
  }
  header.severity = severity;
  // `Error: …` is the name of the exception as well, and so part of the message.
  const named = colon && word !== small && word !== word.toUpperCase();
  if (!named) header.at = colon || text[end] === "!" ? end + 1 : end;
  return !named;
}

/** A request id or a process id that a separator follows. */
function readId(text: string, header: Header): boolean {
  UUID.lastIndex = header.at;
  if (header.requestId === undefined && UUID.test(text)) {
    header.requestId = text.slice(header.at, UUID.lastIndex);
    header.at = UUID.lastIndex;
    return true;
  }
  PID.lastIndex = header.at;
  const pid = PID.exec(text);
  if (header.pid !== undefined || pid === null) return false;
  header.pid = Number(pid[1]);
  header.at += pid[0].length;
  return true;
}

function readNameBeforeLevel(text: string, header: Header): boolean {
  if (header.severity !== undefined || header.logger !== undefined) return false;
  NAME_BEFORE_LEVEL.lastIndex = header.at;
  const match = NAME_BEFORE_LEVEL.exec(text);
  if (match === null) return false;
  header.logger = match[1];
  header.at += match[0].length;
  return true;
}

/** `[time]`, `[level]`, `[time LEVEL logger]`, `[module:level]`, `[pid]`, `[thread]`. */
function readBracket(text: string, header: Header): boolean {
  const close = text.indexOf("]", header.at);
  if (close < 0 || close - header.at > 200) return false;
  const inner = text.slice(header.at + 1, close).trim();
  if (!readBracketed(inner, header) && !readNamed(text, inner, close, header)) return false;
  header.at = text[close + 1] === ":" ? close + 2 : close + 1;
  return true;
}

function readBracketed(inner: string, header: Header): boolean {
  const time = header.time === undefined && header.localTime === undefined ? readLineTime(inner, 0) : undefined;
  const rest = inner.slice(time?.end ?? 0).replace(/^[\s:|,]+/, "");
  if (time !== undefined && rest === "") {
    header.time = time.iso;
    if (time.iso === undefined) header.localTime = inner;
    return true;
  }
  if (header.severity !== undefined) return false;
  const [first = "", ...others] = rest.split(/[\s:/]+/, 4);
  // Apache 2.4 puts the module first, Celery and env_logger what logs last.
  const severity =
    bracketLevel(first, time !== undefined) ?? (others.length === 1 ? bracketLevel(others[0] ?? "", false) : undefined);
  if (severity === undefined) return false;
  header.severity = severity;
  if (time !== undefined) header.time = time.iso;
  if (time !== undefined && time.iso === undefined) header.localTime = inner.slice(0, time.end);
  const name = rest.replace(/^[^\s:/]+[\s:/]*/, "");
  if (bracketLevel(first, time !== undefined) === undefined) header.logger = first;
  else if (name !== "") header.logger = name;
  return true;
}

function bracketLevel(word: string, timed: boolean): Severity | undefined {
  if (word.length < 3 && !(timed || /^[DIWEF]$/.test(word))) return undefined;
  return severityOfName(word);
}

/** A thread in front of the level or between level and logger; `[1]` is a process id. A bracket behind the header is the message's. */
function readNamed(text: string, inner: string, close: number, header: Header): boolean {
  if (/^\d{1,10}$/.test(inner) && header.pid === undefined && header.severity === undefined) {
    header.pid = Number(inner);
    return true;
  }
  if (/^pid \d{1,10}(?::tid \d{1,20})?$/.test(inner)) {
    header.pid = Number(/\d+/.exec(inner)?.[0]);
    return true;
  }
  if (header.thread !== undefined || !NAME.test(inner)) return false;
  if (header.severity !== undefined) {
    LOGGER.lastIndex = skipSeparators(text, close + 1);
    if (!LOGGER.test(text)) return false;
  }
  header.thread = inner === "" ? undefined : inner;
  return true;
}

function readLogger(text: string, header: Header): void {
  header.at = skipSeparators(text, header.at);
  if (header.logger !== undefined) return;
  const { at } = header;
  const [place, module, name, placeLine] = sticky(PLACE, text, at) ?? [];
  if (place !== undefined) {
    Object.assign(header, { logger: module, function: name, line: Number(placeLine), at: at + place.length });
    return;
  }
  const [caller, callerLogger, file, callerLine] = sticky(CALLER, text, at) ?? [];
  if (caller !== undefined) {
    Object.assign(header, { logger: callerLogger, file, line: Number(callerLine), at: at + caller.length });
    return;
  }
  const [whole, logger = "", line] = sticky(LOGGER, text, at) ?? [];
  const framed = header.thread !== undefined || header.requestId !== undefined || header.pid !== undefined;
  if (whole !== undefined && (framed || line !== undefined || /[.$/]/.test(logger))) {
    Object.assign(header, { logger, line: line === undefined ? undefined : Number(line), at: at + whole.length });
    return;
  }
  const dotted = sticky(DOTTED, text, at);
  // `java.lang.IllegalStateException: …` is what went wrong, not who says so.
  if (dotted !== undefined && exceptionOf(dotted[1] ?? "") === undefined)
    Object.assign(header, { logger: dotted[1], at: at + dotted[0].length });
}

function sticky(form: RegExp, text: string, at: number): RegExpExecArray | undefined {
  form.lastIndex = at;
  return form.exec(text) ?? undefined;
}

/** Past blanks, bars and dashes between the parts of a header; a line break belongs to the message. */
function skipSeparators(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09) at++;
    else if (code === 0x7c && isSpace(text.charCodeAt(at + 1))) at++;
    else if (code === 0x2d && at > from) {
      let end = at;
      while (text.charCodeAt(end) === 0x2d && end - at < 3) end++;
      if (!isSpace(text.charCodeAt(end))) return at;
      at = end;
    } else return at;
  }
}

function endsToken(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || isSpace(code) || code === 0x7c || code === 0x5d || code === 0x5b;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || Number.isNaN(code);
}
