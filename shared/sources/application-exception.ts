import { parseStackTrace } from "../formats/stack-trace.ts";
import type { Draft, Json, JsonObject } from "../schema/draft.ts";
import { keepMember, saidText, type Member } from "./application-member.ts";
import { asObject, copyOf, putRest, take } from "./json-rest.ts";

/** The parts of an exception, by the names that loggers give them. */
const PARTS: ReadonlyMap<string, "type" | "message" | "stack" | "whole" | "error"> = new Map([
  // Lambda's runtimes.
  ["errorType", "type"],
  ["errorMessage", "message"],
  ["stackTrace", "stack"],
  // Powertools, logback's encoders, python-json-logger, zap, winston.
  ["exception_name", "type"],
  ["exception_class", "type"],
  ["exception_message", "message"],
  ["stack_trace", "stack"],
  ["stacktrace", "stack"],
  ["stack", "stack"],
  ["exc_info", "stack"],
  ["exc_text", "stack"],
  // Elastic Common Schema, OpenTelemetry, Datadog: dotted.
  ["error.type", "type"],
  ["error.kind", "type"],
  ["error.message", "message"],
  ["error.stack_trace", "stack"],
  ["error.stack", "stack"],
  ["exception.type", "type"],
  ["exception.message", "message"],
  ["exception.stacktrace", "stack"],
  // Serilog.
  ["@x", "stack"],
  ["Exception", "whole"],
  // Objects, or text.
  ["exception", "whole"],
  ["thrown", "whole"],
  ["error", "error"],
  ["err", "error"],
]);

/** Names of the members that are part of an exception. */
export const EXCEPTION_MEMBERS: ReadonlySet<string> = new Set(PARTS.keys());

/** Fills `exception.*` (and `error.message` for an error that is mere text); what has another form stays in the payload. */
export function fillFromExceptionMembers(members: readonly Member[], record: Draft): void {
  for (const member of members) if (!fillPart(member, record)) keepMember(member, record.payload);
}

function fillPart({ name, value }: Member, record: Draft): boolean {
  const object = asObject(value);
  switch (PARTS.get(name)) {
    case "type":
      return assign("exception.type", saidText(value), record);
    case "message":
      return assign("exception.message", saidText(value), record);
    case "stack":
      return fillStack(value, record);
    case "whole":
      return object === undefined ? fillStack(value, record) : fillFromErrorObject(name, object, record);
    case "error":
      if (object !== undefined) return fillFromErrorObject(name, object, record);
      return isStack(value) ? fillStack(value, record) : assign("error.message", saidText(value), record);
    case undefined:
      return false;
  }
}

const TYPE_KEYS = ["type", "name", "class", "className", "errorType", "kind"];
const MESSAGE_KEYS = ["message", "localizedMessage", "msg", "errorMessage"];
const STACK_KEYS = ["stack", "stack_trace", "stackTrace", "stacktrace", "extendedStackTrace", "trace"];

/**
 * Fills `exception.*` from an error as an object: `{name, message, stack, …}` (Powertools, pino), `{type, message}`,
 * `{errorType, errorMessage, stackTrace}` (Lambda). Its other members go to the payload under `key`.
 */
export function fillFromErrorObject(key: string, error: JsonObject, record: Draft): boolean {
  const rest = copyOf(error);
  const type = takeFirst(rest, TYPE_KEYS, saidText);
  const message = takeFirst(rest, MESSAGE_KEYS, (value) => (typeof value === "string" ? value : undefined));
  const stack = takeFirst(rest, STACK_KEYS, stackText);
  if (type === undefined && message === undefined && stack === undefined) return false;
  assign("exception.type", type, record);
  assign("exception.message", message, record);
  if (stack !== undefined) fillStack(stack, record);
  putRest(record.payload, key, rest);
  return true;
}

/** Takes the first member whose value reads as it should. */
function takeFirst(
  from: JsonObject,
  keys: readonly string[],
  read: (value: Json | undefined) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const text = read(from[key]);
    if (text !== undefined) {
      take(from, key);
      return text;
    }
  }
  return undefined;
}

function fillStack(value: Json, record: Draft): boolean {
  const text = stackText(value);
  if (text === undefined || record.attributes["exception.stacktrace"] !== undefined) return false;
  if (text === "") return true;
  record.attributes["exception.stacktrace"] = text;
  const trace = parseStackTrace(text);
  if (trace?.type !== undefined) record.attributes["exception.type"] ??= trace.type;
  if (trace?.message !== undefined) record.attributes["exception.message"] ??= trace.message;
  return true;
}

function isStack(value: Json): boolean {
  return typeof value === "string" && value.includes("\n") && parseStackTrace(value) !== undefined;
}

/** A trace as one text: runtimes write it whole, as lines, or as frames (`{path, line, label}` in Go). */
function stackText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const lines: string[] = [];
  for (const item of value) {
    const line = typeof item === "string" ? item.replace(/\n$/, "") : frameText(asObject(item));
    if (line === undefined) return undefined;
    lines.push(line);
  }
  return lines.join("\n");
}

/** Only frames that one line says wholly: others stay as they are, in the payload. */
function frameText(frame: JsonObject | undefined): string | undefined {
  if (frame === undefined) return undefined;
  const { path, line, label, ...others } = frame;
  if (typeof path !== "string" || typeof label !== "string" || Object.keys(others).length > 0) return undefined;
  return `${path}:${typeof line === "number" ? line : "?"} ${label}`;
}

function assign(
  name: "exception.type" | "exception.message" | "error.message",
  text: string | undefined,
  record: Draft,
): boolean {
  if (text === undefined || record.attributes[name] !== undefined) return false;
  record.attributes[name] = text;
  return true;
}

/** `type: message` of the exception, as far as it is known: what a line says that has no message of its own. */
export function exceptionText({ attributes }: Draft): string | undefined {
  const parts = [attributes["exception.type"], attributes["exception.message"] ?? attributes["error.message"]];
  const said = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return said.length === 0 ? undefined : said.join(": ");
}
