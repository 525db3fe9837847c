import { parseAccessLog } from "../formats/access-log.ts";
import { withoutColours } from "../formats/ansi.ts";
import { parseJsonObject } from "../formats/json.ts";
import type { LevelText } from "../formats/level-form.ts";
import { parseLevelText } from "../formats/level-text.ts";
import { parseLogfmt } from "../formats/logfmt.ts";
import { ERROR } from "../formats/severity.ts";
import { parseStackTrace } from "../formats/stack-trace.ts";
import { traceIdsIn } from "../formats/trace-id.ts";
import { openMap, type Draft, type Json } from "../schema/draft.ts";
import { fillFromAccess } from "./application-access.ts";
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

function fillFromLevelText(text: string, record: Draft, own: MemberFillers | undefined): void {
  const header = parseLevelText(text);
  if (header === undefined) {
    if (!fillFromGoDump(text, record)) fillFromMessage(text, record, own);
    return;
  }
  fillHeader(header, record);
  fillFromMessage(header.message === "" ? text : header.message, record, own);
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
  if (header.requestId !== undefined) payload["request_id"] = header.requestId;
  if (header.localTime !== undefined) payload["time"] = header.localTime;
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
  if (trace === undefined) return;
  record.severity ??= ERROR;
  record.attributes["exception.type"] = trace.type;
  record.attributes["exception.message"] = trace.message;
  record.attributes["exception.stacktrace"] = trace.stack;
  record.body = trace.before === "" ? firstLineOf(trace.stack, [trace.type, trace.message]) : trace.before;
}

/** Python's traces name the exception last. */
function firstLineOf(stack: string, [type, message]: readonly (string | undefined)[]): string {
  if (type === undefined) return stack.slice(0, stack.indexOf("\n"));
  return message === undefined || message === "" ? type : `${type}: ${message}`;
}

/** JSON as the whole message, behind Datadog's bracket, or behind a tab (zap's console encoder, Lambda's `Invoke Error`). */
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
  if (message.startsWith("[dd.")) return message.startsWith("] {", message.indexOf("]")) ? message.indexOf("]") + 2 : -1;
  const tab = message.indexOf("\t{");
  return tab < 0 ? -1 : tab + 1;
}

/** The logger's words, with those of the exception behind them. */
function joined(words: string, { attributes, body }: Draft): string {
  return attributes["exception.message"] === undefined && attributes["exception.type"] === undefined ? words : `${words} ${body}`;
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
