import { parseJsonObject } from "../formats/json.ts";
import { openMap, type Draft, type Json, type JsonObject } from "../schema/draft.ts";
import { unwrapContainer } from "./container-record.ts";
import { takeAwsFilterKeys } from "./ec2-host.ts";
import { copyOf, take } from "./json-rest.ts";
import { continuesNodeMessage } from "./node-message.ts";
import { jsonOf, type Line } from "./source.ts";

/** A message of a node with what the collector put around it. */
export interface NodeRecord {
  readonly message: string;
  /** When the container runtime read the line, UTC. */
  readonly time: string | undefined;
  readonly iostream: string | undefined;
  /** The line goes on in a record that has not come with this one. */
  readonly partial: boolean;
  /** The collector's other members. */
  readonly rest: JsonObject;
}

/**
 * Takes a message out of the record of a collector: `{"message":…}` (journald, syslog), `{"log":…}` (container files and plain
 * files), with lines that continue it. What further lines say otherwise than the first is `joined` in `rest`.
 *
 * @returns undefined when it is no such record.
 */
export function unwrapNodeRecord(line: Line): NodeRecord | undefined {
  const whole = jsonOf(line);
  if (whole !== undefined) return unwrapOne(line.text, whole);
  if (!line.text.startsWith("{") || !line.text.includes("\n")) return undefined;
  const parts: NodeRecord[] = [];
  for (const text of line.text.split("\n")) {
    const json = parseJsonObject(text)?.value;
    const part = json === undefined ? undefined : unwrapOne(text, json);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return joinParts(parts);
}

function unwrapOne(text: string, json: JsonObject): NodeRecord | undefined {
  const container = unwrapContainer(text, json);
  if (container !== undefined && (container.text !== "" || container.json === undefined)) {
    const { time, iostream, partial, rest } = container;
    return { message: container.text, time, iostream, partial, rest: copyOf(rest) };
  }
  const rest = copyOf(json);
  const message = take(rest, typeof rest["message"] === "string" ? "message" : "log");
  if (typeof message !== "string") return undefined;
  return { message: message.trimEnd(), time: undefined, iostream: undefined, partial: false, rest };
}

function joinParts(parts: readonly NodeRecord[]): NodeRecord | undefined {
  const [first, ...further] = parts;
  if (first === undefined) return undefined;
  let { message, partial } = first;
  const joined: JsonObject[] = [];
  for (const part of further) {
    message += `${partial ? "" : "\n"}${part.message}`;
    partial = part.partial;
    joined.push(differences(part, first));
  }
  const differ = joined.some((own) => Object.keys(own).length > 0);
  return { ...first, message, partial, rest: differ ? { ...first.rest, joined } : first.rest };
}

/** What a further line says that the first does not say as well. */
function differences({ time, rest }: NodeRecord, first: NodeRecord): JsonObject {
  const own = openMap<Json>();
  if (time !== undefined && time !== first.time) own["time"] = time;
  for (const key of Object.keys(rest)) {
    const value = rest[key] as Json;
    if (first.rest[key] !== value) own[key] = value;
  }
  return own;
}

/** Puts the collector's members where they belong, and keeps those that mean nothing known. */
export function keepNodeMembers({ rest, iostream, partial }: NodeRecord, record: Draft): void {
  takeAwsFilterKeys(rest, record);
  if (iostream !== undefined) record.attributes["log.iostream"] = iostream;
  if (partial) {
    // The next piece may come in another payload; who joins them has to know that there is one.
    record.payload["partial"] = true;
    record.notes.push("partial");
  }
  for (const key of Object.keys(rest)) record.payload[key in record.payload ? `collector.${key}` : key] = rest[key];
}

const MESSAGE = /"(?:log|message)":\s?"/;
/** containerd split a line of more than 16 KB here. */
const PARTIAL = /"(?:_p|logtag)":\s?"P/;

/** Whether a collector's record goes on with the message that another one began. Only the first characters of it are looked at. */
export function continuesNodeRecord(text: string, begun: string, last: string): boolean {
  const head = headOf(text);
  if (head === undefined || !(PARTIAL.test(last) || continuesNodeMessage(head, headOf(begun) ?? "{"))) return false;
  // One stream holds the lines of several processes, and of both outputs of a container.
  return SPEAKER.every((member) => member.exec(text)?.[0] === member.exec(begun)?.[0]);
}

const SPEAKER = ["ident", "pid", "systemd_unit", "stream"].map((key) => new RegExp(`"${key}":\\s?"[^"]{0,200}"`));

/** Beginning of the message, out of its JSON string; undefined for other lines. */
function headOf(text: string): string | undefined {
  const start = MESSAGE.exec(text);
  if (start === null || !text.startsWith("{")) return undefined;
  const head = text.slice(start.index + start[0].length, start.index + start[0].length + 80);
  return head.startsWith("\\t") ? `\t${head.slice(2)}` : head.replaceAll('\\"', '"');
}
