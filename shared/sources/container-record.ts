import { parseCri } from "../formats/cri.ts";
import { parseJsonObject } from "../formats/json.ts";
import { isoTime } from "../formats/time.ts";
import type { Json, JsonObject } from "../schema/draft.ts";

/** A line of a container, out of what the container runtime and the collector put around it. */
export interface ContainerRecord {
  /** The application's line; empty where the collector replaced it by its members. */
  readonly text: string;
  /** The application's own JSON, where the collector has parsed it. */
  readonly json: JsonObject | undefined;
  /** When the runtime read the line, UTC. */
  readonly time: string | undefined;
  readonly iostream: string | undefined;
  /** The line goes on in the next record. */
  readonly partial: boolean;
  /** `kubernetes` as Fluent Bit's and Fluentd's filters write it. */
  readonly kubernetes: JsonObject | undefined;
  /** Container id where it stands outside `kubernetes` (Fluentd). */
  readonly dockerId: string | undefined;
  /** Whatever else the record held. */
  readonly rest: JsonObject;
}

/**
 * Takes a container's line out of its wrapping: CRI text, Docker's json-file, Fluent Bit with any of its parsers, Fluentd, each
 * with or without the `kubernetes` object, with the application's JSON beside the line, in its place, or nowhere.
 *
 * @param json the line parsed, if it is JSON.
 * @returns undefined for text that is wrapped in nothing.
 */
export function unwrapContainer(text: string, json: JsonObject | undefined): ContainerRecord | undefined {
  return json === undefined ? fromCri(text) : fromRecord(json);
}

/** containerd and CRI-O: `<time> <stream> <tags> <content>`. */
function fromCri(text: string): ContainerRecord | undefined {
  const cri = parseCri(text);
  if (cri === undefined) return undefined;
  const { content, partial, stream, time } = cri;
  return {
    text: content,
    json: undefined,
    time: isoTime(time),
    iostream: stream,
    partial,
    kubernetes: undefined,
    dockerId: undefined,
    rest: {},
  };
}

/** Keys that only a collector writes; one of them makes an object a wrapped line. */
const WRAPPED = ["kubernetes", "stream", "_p", "logtag", "docker"] as const;

function fromRecord(json: JsonObject): ContainerRecord | undefined {
  if (!WRAPPED.some((key) => Object.hasOwn(json, key)) && !isBareLog(json)) return undefined;
  const { log, stream, kubernetes, docker, _p: tag, logtag, log_processed: processed, ...others } = json;
  const { line, rest } = lineOf(log, logtag, others);
  const { time: wrapTime, rest: left } = timeOf(line, rest);
  const docked = asId(docker, left);
  // A parser that does not fit leaves CRI's prefix on the line, and then writes no `stream`; otherwise the text is the application's.
  const inner = line === undefined || stream !== undefined ? undefined : fromCri(line);
  const merged = isObject(processed) ? processed : undefined;
  if (processed !== undefined && merged === undefined) left["log_processed"] = processed;
  const mark = tag ?? logtag;
  return {
    text: inner?.text ?? line ?? "",
    // Without a line the collector has lifted the application's own keys to the top (Keep_Log Off).
    json: merged ?? (line === undefined ? left : undefined),
    time: inner?.time ?? wrapTime,
    iostream: inner?.iostream ?? (typeof stream === "string" ? stream : undefined),
    partial: inner?.partial ?? (mark === undefined ? isDockerPiece(log) : mark === "P"),
    kubernetes: isObject(kubernetes) ? kubernetes : undefined,
    dockerId: docked,
    rest: line === undefined && merged === undefined ? {} : left,
  };
}

/** Docker cuts lines after this many bytes (moby, daemon/logger/copier.go). */
const DOCKER_PIECE = 16_384;

/** Docker marks no pieces; a whole line ends with its line end, and a piece is of this size. */
export function isDockerPiece(log: Json | undefined): boolean {
  return (
    typeof log === "string" &&
    log.length * 3 >= DOCKER_PIECE &&
    !log.endsWith("\n") &&
    Buffer.byteLength(log) >= DOCKER_PIECE
  );
}

/** Fargate without a parser sends nothing but the line. */
function isBareLog(json: JsonObject): boolean {
  const { log } = json;
  return typeof log === "string" && parseCri(log) !== undefined;
}

/** The line stands in `log`, or in `message` where Fluent Bit's stock CRI parser split it. */
function lineOf(
  log: Json | undefined,
  logtag: Json | undefined,
  others: JsonObject,
): { line: string | undefined; rest: JsonObject } {
  if (typeof log === "string") return { line: withoutLineEnd(log), rest: others };
  const { message, ...rest } = others;
  if (logtag !== undefined && typeof message === "string") return { line: withoutLineEnd(message), rest };
  // The parser leaves out a message that is empty.
  if (logtag !== undefined && log === undefined && message === undefined && isOnlyTimed(rest))
    return { line: "", rest };
  return { line: undefined, rest: log === undefined ? others : { ...others, log } };
}

function isOnlyTimed(rest: JsonObject): boolean {
  return Object.keys(rest).every((key) => key === "time" || key === "date");
}

/** A line without the line end that the runtime keeps on it. */
export function withoutLineEnd(text: string): string {
  return text.endsWith("\n") ? text.slice(0, text.endsWith("\r\n") ? -2 : -1) : text;
}

/** `time` is the runtime's where the line is beside it; else it is one of the application's keys. */
function timeOf(line: string | undefined, record: JsonObject): { time: string | undefined; rest: JsonObject } {
  const time = line === undefined ? undefined : isoTime(record["time"]);
  if (time === undefined) return { time, rest: { ...record } };
  const { time: _, ...rest } = record;
  return { time, rest };
}

/** Fluentd's and the "compatible" configuration's `docker.container_id`. */
function asId(docker: Json | undefined, rest: JsonObject): string | undefined {
  if (isObject(docker) && typeof docker["container_id"] === "string") return docker["container_id"];
  if (docker !== undefined) rest["docker"] = docker;
  return undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The lines of a joined record, each on its own, with the line that they make together.
 *
 * @param json the whole text parsed, if it is one line of JSON.
 */
export function unwrapJoined(
  text: string,
  json?: JsonObject,
): { readonly parts: readonly ContainerRecord[]; readonly text: string } | undefined {
  const parts: ContainerRecord[] = [];
  if (!text.includes("\n")) {
    const part = unwrapContainer(text, json);
    return part === undefined ? undefined : { parts: [part], text: part.text };
  }
  for (const line of text.split("\n")) {
    const part = unwrapContainer(line, parseJsonObject(line)?.value);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  let whole = "";
  parts.forEach((part, index) => {
    whole += part.text;
    if (!part.partial && index < parts.length - 1) whole += "\n";
  });
  return { parts, text: whole };
}
