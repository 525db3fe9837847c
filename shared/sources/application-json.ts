import { ERROR } from "../formats/severity.ts";
import type { Draft, Json, JsonObject } from "../schema/draft.ts";
import {
  EXCEPTION_MEMBERS,
  exceptionText,
  fillFromErrorObject,
  fillFromExceptionMembers,
} from "./application-exception.ts";
import { fillFromHttpMembers, HTTP_MEMBERS, requestText } from "./application-http.ts";
import { keepMember, type Member, type MemberFiller, type MemberFillers } from "./application-member.ts";
import { COMMON_MEMBERS } from "./application-names.ts";
import { SLOT_KEYS, type SlotKey, type SlotName, type Slots } from "./application-slots.ts";
import { fillFromEmf, isEmf } from "./emf-record.ts";
import { asObject } from "./json-rest.ts";

/** Objects whose members loggers write with dots as well; deeper than that nothing is looked for. */
const CONTAINERS = new Set(
  (
    "log fields dd trace span service process process.thread source xray url client " +
    "req res req.headers request response httpRequest http http.request http.response user_agent"
  ).split(" "),
);

/** Everything that is known of a member by its dotted name, so that most members are looked up once. */
interface KnownMember {
  readonly slot: SlotKey | undefined;
  readonly isContainer: boolean;
  readonly part: "exception" | "http" | undefined;
  readonly filler: MemberFiller | undefined;
}

const KNOWN: ReadonlyMap<string, KnownMember> = new Map(
  [...SLOT_KEYS.keys(), ...CONTAINERS, ...EXCEPTION_MEMBERS, ...HTTP_MEMBERS, ...COMMON_MEMBERS.keys()].map((name) => [
    name,
    {
      slot: SLOT_KEYS.get(name),
      isContainer: CONTAINERS.has(name),
      part: EXCEPTION_MEMBERS.has(name) ? "exception" : HTTP_MEMBERS.has(name) ? "http" : undefined,
      filler: COMMON_MEMBERS.get(name),
    },
  ]),
);

/** The best value so far for a slot, with the member that it came from. */
type Taken = { [Name in SlotName]?: Candidate<Slots[Name]> };

interface Candidate<Value> {
  readonly rank: number;
  readonly value: Value;
  readonly member: Member;
}

const NONE: MemberFillers = new Map();
/** A summary is for the eye; all of it is in the payload. */
const LONGEST_SUMMARY = 256;

/**
 * Fills a draft from a log line in JSON, whichever logger wrote it: level, time, message, logger, thread, place in the code,
 * exception, trace ids, HTTP request, service. All other members go to the payload; the line itself is not changed.
 *
 * @param own what only the calling source knows; it is asked first.
 */
export function fillFromApplicationJson(line: JsonObject, record: Draft, own: MemberFillers = NONE): void {
  const taken: Taken = {};
  const exceptions: Member[] = [];
  const requests: Member[] = [];
  let odd: Json | undefined;

  const read = (name: string, value: Json, path: readonly string[] | undefined): void => {
    if (own !== NONE && own.get(name)?.(value, record) === true) return;
    const known = KNOWN.get(name);
    if (known === undefined) {
      if (path === undefined) record.payload[name] = value;
      else keepMember({ path, name, value }, record.payload);
      return;
    }
    if ((name === "message" || name === "msg") && typeof value !== "string") odd = value;
    const { slot, isContainer, part, filler } = known;
    const member: Member = { path: path ?? [name], name, value };
    if (slot !== undefined && offer(member, slot, line, taken, record)) return;
    const inner = isContainer ? asObject(value) : undefined;
    if (inner !== undefined && !isEmpty(inner)) {
      for (const key of Object.keys(inner)) read(`${name}.${key}`, inner[key] as Json, [...member.path, key]);
    } else if (part === "exception") exceptions.push(member);
    else if (part === "http") requests.push(member);
    else if (filler?.(value, record) !== true) keepMember(member, record.payload);
  };
  for (const key of Object.keys(line)) read(key, line[key] as Json, undefined);

  if (taken.severity !== undefined) record.severity = taken.severity.value;
  if (taken.time !== undefined) record.time = taken.time.value;
  if (taken.logger !== undefined) record.attributes["logger.name"] ??= taken.logger.value;
  fillFromExceptionMembers(exceptions, record);
  fillFromHttpMembers(requests, record);
  const emf = isEmf(line) ? fillFromEmf(line, record) : undefined;
  record.body =
    taken.body?.value ??
    oddText(odd, record) ??
    exceptionText(record) ??
    requestText(record) ??
    emf ??
    summary(line, taken);
  // An exception without a level is an error all the same.
  if (record.attributes["exception.type"] !== undefined) record.severity ??= ERROR;
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

/** Takes a member's value for its slot, unless it has another form or a better one is there; the loser stays in the payload. */
function offer(member: Member, key: SlotKey, line: JsonObject, taken: Taken, record: Draft): boolean {
  const best = taken[key.slot];
  if (best !== undefined && key.rank >= best.rank) return false;
  // The time in front of a text line is when it was logged; the JSON behind it may be any data.
  if (key.slot === "time" && record.time !== undefined) return false;
  if (!put(key, member, line, taken)) return false;
  if (best !== undefined) keepMember(best.member, record.payload);
  return true;
}

function put(key: SlotKey, member: Member, line: JsonObject, taken: Taken): boolean {
  const { rank } = key;
  if (key.slot === "severity") {
    const value = key.read(member.value, line);
    if (value !== undefined) taken.severity = { rank, value, member };
    return value !== undefined;
  }
  const value = key.read(member.value, line);
  if (value !== undefined) taken[key.slot] = { rank, value, member };
  return value !== undefined;
}

/** A message that is no text: `console.log(object)` under Lambda's JSON format. What it says is kept as it is, too. */
function oddText(message: Json | undefined, record: Draft): string | undefined {
  if (message === undefined) return undefined;
  const object = asObject(message);
  if (object === undefined) return jsonText(message);
  if (typeof object["errorMessage"] === "string" || typeof object["errorType"] === "string") {
    delete record.payload["message"];
    if (fillFromErrorObject("message", object, record)) return exceptionText(record);
    record.payload["message"] = object;
  }
  for (const key of ["message", "msg"]) {
    const text = object[key];
    if (typeof text === "string" && text !== "") return text;
  }
  return jsonText(message);
}

/** Nesting may be deeper than the writer's recursion bears. */
function jsonText(value: Json): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A line without any message: its own words, `key=value`, so that a person sees what it is about. */
function summary(line: JsonObject, taken: Taken): string {
  let text = "";
  for (const key of Object.keys(line)) {
    const value = line[key];
    if (value === null || typeof value === "object" || value === "") continue;
    if (key === taken.time?.member.name || key === taken.severity?.member.name) continue;
    text += `${text === "" ? "" : " "}${key}=${String(value)}`;
    if (text.length > LONGEST_SUMMARY) return `${text.slice(0, LONGEST_SUMMARY)}…`;
  }
  return text === "" ? `{${Object.keys(line).join(", ").slice(0, LONGEST_SUMMARY)}}` : text;
}
