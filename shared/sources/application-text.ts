import { parseAccessLog } from "../formats/access-log.ts";
import { withoutColours } from "../formats/ansi.ts";
import { parseJsonObject } from "../formats/json.ts";
import type { LevelText } from "../formats/level-form.ts";
import { parseLevelText } from "../formats/level-text.ts";
import { parseLogfmt } from "../formats/logfmt.ts";
import { ERROR } from "../formats/severity.ts";
import { exceptionOf, parseStackTrace } from "../formats/stack-trace.ts";
import { traceIdsIn } from "../formats/trace-id.ts";
import { openMap, type Draft, type Json } from "../schema/draft.ts";
import { fillFromAccess } from "./application-access.ts";
import { fillFromErrorLog } from "./application-error-log.ts";
import { fillFromApplicationJson } from "./application-json.ts";
import type { MemberFillers } from "./application-member.ts";
import { fillFromGoDump } from "./go-dump-record.ts";

/**
 * Fills a draft from a line that an application printed as text: access line, logfmt, a header with level and logger, a stack
 * trace, or plain words. The body is what stands behind the header, without the stack trace, which has a field of its own.
 *
 * @param own what the calling source knows of JSON members and logfmt keys.
 */
export function fillFromApplicationText(raw: string, record: Draft, own?: MemberFillers): void {
  const text = withoutColours(raw);
  if (text !== raw) record.notes.push("removed:colours");
  record.body = text;
  const access = parseAccessLog(text);
  if (access !== undefined) fillFromAccess(access, record);
  else if (!fillFromLogfmt(text, record, own)) fillFromLevelText(text, record, own);
}

/** How the Go runtime begins a dump; other words behind a signal's name are an application's. */
const GO_DUMP = /^(?:panic|fatal error|SIG[A-Z]{2,8}): /;
/** Rust's, in its default hook. */
const RUST_PANIC = /^thread '[^'\n]{0,200}'(?: \(\d+\))? panicked at ([^\n]{0,1000})\n?([^]*)$/;

function fillFromLevelText(text: string, record: Draft, own: MemberFillers | undefined): void {
  if (GO_DUMP.test(text) && fillFromGoDump(text, record)) return;
  const header = parseLevelText(text);
  if (header === undefined) {
    if (!fillFromRustPanic(text, record)) fillFromMessage(text, record, own);
    return;
  }
  fillHeader(header, record);
  fillFromMessage(header.message === "" ? text : header.message, record, own);
}

function fillFromRustPanic(text: string, record: Draft): boolean {
  const [, place, message] = RUST_PANIC.exec(text) ?? [];
  if (place === undefined) return false;
  record.severity = ERROR;
  record.attributes["exception.type"] = "panic";
  record.attributes["exception.message"] = message === "" ? place : message;
  return true;
}

function fillHeader(header: LevelText, record: Draft): void {
  const { attributes, payload } = record;
  record.severity = header.severity;
  record.time = header.time;
  attributes["logger.name"] = header.logger;
  attributes["thread.name"] = header.thread;
  attributes["process.pid"] = header.pid;
  attributes["code.file.path"] = header.file;
  attributes["code.function.name"] = header.function;
  attributes["code.line.number"] = header.line;
  if (header.service !== undefined) record.resource["service.name"] = header.service;
  if (header.prefix !== undefined) payload["prefix"] = header.prefix;
  if (header.requestId !== undefined) payload["request_id"] = header.requestId;
  if (header.localTime !== undefined) payload["time"] = header.localTime;
  fillFromErrorLog(header.message, record);
}

/**
 * Fills a draft from the message of a text line: JSON and access lines that were handed to a text logger, stack traces, the ids
 * that tracers put in front. A level in such JSON is the application's own, and wins over the logger's.
 */
export function fillFromMessage(message: string, record: Draft, own?: MemberFillers): void {
  record.body = message;
  const ids = traceIdsIn(message);
  if (ids !== undefined) {
    record.traceId = ids.traceId;
    record.spanId = ids.spanId;
    if (ids.xray !== undefined) record.attributes["aws.xray.trace_id"] = ids.xray;
    if (ids.datadog !== undefined) record.payload["dd"] = ids.datadog;
  }
  if (fillFromInnerJson(message, record, own)) return;
  const access = parseAccessLog(message);
  if (access !== undefined) {
    fillFromAccess(access, record);
    return;
  }
  const trace = parseStackTrace(message);
  if (trace === undefined) {
    fillFromLoneException(message, record);
    return;
  }
  record.severity ??= ERROR;
  record.attributes["exception.type"] = trace.type;
  record.attributes["exception.message"] = trace.message;
  record.attributes["exception.stacktrace"] = trace.stack;
  record.body = trace.before === "" ? firstLineOf(trace.stack, [trace.type, trace.message]) : trace.before;
}

/** `[ERROR] ValueError: bad order`: an error line that begins with the exception's name. */
function fillFromLoneException(message: string, record: Draft): void {
  if (record.severity === undefined || record.severity.number < ERROR.number) return;
  const named = exceptionOf(message);
  if (named === undefined || !/(?:Error|Exception)$/.test(named.type)) return;
  record.attributes["exception.type"] = named.type;
  record.attributes["exception.message"] = named.message;
}

/** Python's traces name the exception last. */
function firstLineOf(stack: string, [type, message]: readonly (string | undefined)[]): string {
  if (type === undefined) return stack.slice(0, stack.indexOf("\n"));
  return message === undefined || message === "" ? type : `${type}: ${message}`;
}

/** JSON as the whole message, behind Datadog's bracket, a tab (zap, Lambda's `Invoke Error`) or a line break (Lambda's Ruby runtime). */
function fillFromInnerJson(message: string, record: Draft, own: MemberFillers | undefined): boolean {
  if (!message.endsWith("}")) return false;
  const start = message.startsWith("{") ? 0 : innerJsonStart(message);
  const json = start < 0 ? undefined : parseJsonObject(message.slice(start));
  if (json === undefined) return false;
  const words = message.slice(0, start).trim();
  fillFromApplicationJson(json.value, record, own);
  record.notes.push(...json.notes);
  if (words !== "" && !words.startsWith("[dd.")) record.body = record.body === message ? words : joined(words, record);
  return true;
}

function innerJsonStart(message: string): number {
  if (message.startsWith("[dd."))
    return message.startsWith("] {", message.indexOf("]")) ? message.indexOf("]") + 2 : -1;
  const tab = message.indexOf("\t{");
  return (tab < 0 ? message.indexOf("\n{") : tab) + 1 || -1;
}

/** The logger's words, with those of the exception behind them. */
function joined(words: string, { attributes, body }: Draft): string {
  return attributes["exception.message"] === undefined && attributes["exception.type"] === undefined
    ? words
    : `${words} ${body}`;
}

/** logfmt says by keys what JSON says by members. */
function fillFromLogfmt(text: string, record: Draft, own: MemberFillers | undefined): boolean {
  const pairs = parseLogfmt(text);
  if (pairs === undefined) return false;
  const line = openMap<Json>();
  const repeated = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const earlier = line[key];
    if (typeof earlier === "string") {
      const list = repeated.get(key);
      if (list === undefined) repeated.set(key, [earlier, value]);
      else list.push(value);
    }
    line[key] = value;
  }
  fillFromApplicationJson(line, record, own);
  for (const [key, values] of repeated) record.payload[key] = values;
  return true;
}
