import { openMap, type Draft } from "../../schema/draft.ts";
import { SCHEMA_URL } from "../../schema/record-fields.ts";
import type { FieldTable } from "./field-table.ts";
import { RESOURCE_TABLE } from "./field-table.ts";
import { cleanDraft, cleanMembers, cleanText } from "./clean.ts";
import { eventTime, type EventTime } from "./event-time.ts";
import { writeFlatObject } from "./flat-object.ts";
import { quote } from "./quote.ts";
import { mayHoldSecret, redact } from "./redact.ts";
import { writeFields, type Overflow } from "./write-fields.ts";

/** What is the same for all records of one source in one payload, worked out once. */
export interface SealContext {
  readonly dataset: string;
  readonly attributes: FieldTable;
  /** `resource.attributes` that log group, stream and settings tell. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** The JSON of `event`, and that of `resource` for the records that add nothing to it. */
  readonly eventJson: string;
  readonly resourceJson: string;
  /** Take credentials out. */
  readonly redact: boolean;
  /** What was taken out of `resource`. */
  readonly notes: readonly string[];
  /** The resource of the last record, with its JSON, where nothing was to be noted of it: the lines of one speaker share it. */
  readonly known: { resource: object | undefined; json: string };
}

/** One finished record: JSON on a single line, and the day of its index. */
export interface SealedRecord {
  readonly json: string;
  readonly day: string;
  /** Its notes, where sealing has taken something out of it. */
  readonly cleaned?: readonly string[];
}

/** What a record is sealed from besides its draft. */
export interface Raw {
  readonly carrierTime: number;
  /** The raw line. */
  readonly text: string;
  /** Its bytes, where they are no valid UTF-8. */
  readonly bytes: Buffer | undefined;
  /** CloudWatch's event id; undefined for what an agent sent. */
  readonly uid: string | undefined;
}

/** What all records of a source in a payload have in common, from what log group, stream and settings tell. */
export function sealContext(given: Pick<SealContext, "dataset" | "attributes" | "resource" | "redact">): SealContext {
  // Log groups of AWS hold neither, but agents write into Firehose what they like.
  const { members: resource, notes } = cleanMembers(given.resource, given.redact);
  return {
    ...given,
    resource,
    notes,
    eventJson: `,"event":{"dataset":"${given.dataset}"}`,
    resourceJson: resourceJson(resource, { payload: undefined, notes: [] }),
    known: { resource: undefined, json: "" },
  };
}

function resourceJson(values: Readonly<Record<string, unknown>>, overflow: Overflow): string {
  return `,"resource":{"attributes":{${writeFields(values, RESOURCE_TABLE, "resource", overflow)}}}`;
}

/**
 * Turns a draft into the JSON of a record that OpenSearch can never refuse: declared fields in their declared types, free keys
 * in flat_objects within their limits, times within date_nanos. Whatever was changed on the way is named in
 * `attributes.tributary.notes`; what fits nowhere keeps the raw line in `original`.
 */
export function seal(draft: Draft<string>, raw: Raw, context: SealContext): SealedRecord {
  const time = eventTime(draft.time, raw.carrierTime);
  const parts = write(draft, raw, time, context);
  if (!mustBeCleaned(parts, context)) return { json: assemble(parts, context), day: time.day };
  const text = cleanText(raw.text, context.redact);
  try {
    const clean = cleanDraft(unspliced(draft), context.redact);
    const json = assemble(write(clean, { ...raw, text }, time, context), context);
    return { json, day: time.day, cleaned: clean.notes };
  } catch (error) {
    // Nested too deep to be walked: nothing of it goes out but the raw line, which has been cleaned as text.
    if (!(error instanceof RangeError)) throw error;
    const bare = { ...draft, body: cleanText(draft.body, context.redact), payload: openMap(), labels: openMap() };
    const notes = [...draft.notes, "unwritable:payload"];
    return { json: assemble(write({ ...bare, notes }, { ...raw, text }, time, context), context), day: time.day };
  }
}

/** `JSON.stringify` writes lone surrogates as escapes, in lower case. */
const LONE_SURROGATE = "\\ud";

/** The pieces of a record's JSON, in their order. */
interface Parts {
  /** Times and severity: nothing of it is from outside. */
  readonly head: string;
  readonly body: string;
  readonly ids: string;
  readonly resource: string;
  /** Attributes, labels, payload, original. */
  readonly said: string;
  /** The same without what is spliced from a line that has been looked at. */
  readonly unproven: string;
}

/** Whether anything of a record must not stay in it; what only repeats its origin has been looked at before. */
function mustBeCleaned({ body, resource, unproven }: Parts, context: SealContext): boolean {
  return (
    isSuspicious(unproven, context) ||
    isSuspicious(body, context) ||
    (resource !== context.resourceJson && resource !== context.known.json && isSuspicious(resource, context))
  );
}

function isSuspicious(json: string, context: { readonly redact: boolean }): boolean {
  return json.includes(LONE_SURROGATE) || (context.redact && mayHoldSecret(json));
}

/** Writes a draft as it is; the draft stays as it is, too. */
function write(draft: Draft<string>, raw: Raw, time: EventTime, context: SealContext): Parts {
  const notes = [...draft.notes, ...context.notes];
  const overflow: Overflow = { payload: undefined, notes };
  const { attributes: said } = draft;
  if (raw.uid !== undefined) said["log.record.uid"] = raw.uid;
  if (time.refused !== undefined) {
    notes.push("time_from_carrier");
    said["log.record.time"] ??= time.refused;
  }
  if (time.carrierInvalid) notes.push("carrier_time_invalid");

  let head = `{"@timestamp":"${time.timestamp}","observedTimestamp":"${time.observed}"`;
  if (draft.severity !== undefined) {
    head += `,"severity":{"number":${draft.severity.number},"text":"${draft.severity.text}"}`;
  }
  const body = quote(draft.body);
  const ids =
    traceMember(draft.traceId, "traceId", TRACE_ID, overflow) + traceMember(draft.spanId, "spanId", SPAN_ID, overflow);
  const resource = resourceOf(draft, context, overflow);
  const attributes = writeFields(said, context.attributes, "attributes", overflow);
  const labels = writeFlatObject(draft.labels, "labels", notes);
  const payload = writeFlatObject(withOverflow(draft.payload, overflow), "payload", notes);
  const original = originalOf(draft, raw, notes, context.redact);
  const { spliced } = draft;
  if (spliced === undefined) {
    const text = writeSaid(attributes, notes, labels, payload, original);
    return { head, body, ids, resource, said: text, unproven: text };
  }
  // Its payload is complete: what else there is has to be written together with it.
  if (payload !== undefined) return write(unspliced(draft), raw, time, context);
  const all = attributes === "" ? spliced.attributes : `${spliced.attributes},${attributes}`;
  const text = writeSaid(all, notes, labels, spliced.payload === "" ? undefined : spliced.payload, original);
  return { head, body, ids, resource, said: text, unproven: writeSaid(attributes, notes, labels, undefined, original) };
}

/** The same draft with values instead of text. */
function unspliced(draft: Draft<string>): Draft<string> {
  const { spliced, attributes, payload } = draft;
  if (spliced === undefined) return draft;
  const read = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;
  return {
    ...draft,
    attributes: { ...read(`{${spliced.attributes}}`), ...attributes },
    payload: Object.assign(openMap(), spliced.payload === "" ? {} : read(spliced.payload), payload),
    spliced: undefined,
  };
}

function writeSaid(
  attributes: string,
  noted: readonly string[],
  labels: string | undefined,
  payload: string | undefined,
  original: string | undefined,
): string {
  const notes = notesMember(noted);
  let json = "";
  if (attributes !== "" || notes !== "") {
    json += `,"attributes":{${attributes}${attributes !== "" && notes !== "" ? "," : ""}${notes}}`;
  }
  if (labels !== undefined) json += `,"labels":${labels}`;
  if (payload !== undefined) json += `,"payload":${payload}`;
  if (original !== undefined) json += `,"original":${quote(original)}`;
  return json;
}

function assemble({ head, body, ids, resource, said }: Parts, { eventJson }: SealContext): string {
  return `${head},"body":${body}${eventJson}${ids}${resource}${said}${TAIL}`;
}

/** The end of each record. */
const TAIL = `,"schemaUrl":"${SCHEMA_URL}"}`;

/** What did not fit its declaration, beside what the source left in the payload. */
function withOverflow(payload: Draft["payload"], { payload: moved }: Overflow): Draft["payload"] {
  if (moved === undefined) return payload;
  let all = payload;
  for (const name in moved) {
    if (all === payload) all = Object.assign(openMap(), payload);
    all[name in all ? `moved.${name}` : name] = moved[name];
  }
  return all;
}

/** W3C Trace Context: lower hex, not all zeros. */
export const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
export const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

function traceMember(id: string | undefined, name: string, shape: RegExp, overflow: Overflow): string {
  if (id === undefined) return "";
  if (shape.test(id)) return `,"${name}":"${id}"`;
  (overflow.payload ??= openMap())[name] = id;
  overflow.notes.push(`moved:${name}`);
  return "";
}

/** What the line tells of the speaker, over what its origin tells; what it leaves undefined hides nothing. */
function resourceOf({ resource }: Draft<string>, context: SealContext, overflow: Overflow): string {
  const { known } = context;
  if (resource === known.resource) return known.json;
  let merged: Record<string, unknown> | undefined;
  const said: Readonly<Record<string, unknown>> = resource;
  for (const name in said) {
    const value = said[name];
    if (value === undefined) continue;
    merged ??= { ...context.resource };
    merged[name] = value;
  }
  if (merged === undefined) return context.resourceJson;
  const noted = overflow.notes.length;
  const json = resourceJson(merged, overflow);
  // What has been moved or coerced is to be said of each record.
  if (overflow.notes.length === noted && overflow.payload === undefined && !isSuspicious(json, context)) {
    known.resource = resource;
    known.json = json;
  }
  return json;
}

/** Bytes that are no UTF-8 are kept exactly, as a data URL (RFC 2397), which no line can be mistaken for. */
function originalOf(draft: Draft<string>, raw: Raw, notes: string[], secrets: boolean): string | undefined {
  if (raw.bytes !== undefined) {
    notes.push("invalid_utf8");
    const bytes = secrets ? Buffer.from(redact(raw.bytes.toString("latin1"), new Set()), "latin1") : raw.bytes;
    return `data:;base64,${bytes.toString("base64")}`;
  }
  const unwritable = notes.some((note) => note.startsWith("unwritable:"));
  return draft.keepOriginal || unwritable ? raw.text : undefined;
}

/** Not more than this many notes of this many characters: a hostile line must not grow by naming its own defects. */
const MAX_NOTES = 50;
const LONGEST_NOTE = 200;

function notesMember(notes: readonly string[]): string {
  if (notes.length === 0) return "";
  const distinct = [
    ...new Set(notes.map((note) => (note.length <= LONGEST_NOTE ? note : `${note.slice(0, LONGEST_NOTE)}…`))),
  ];
  const shown =
    distinct.length <= MAX_NOTES
      ? distinct
      : [...distinct.slice(0, MAX_NOTES), `and_more:${distinct.length - MAX_NOTES}`];
  return `"tributary.notes":${JSON.stringify(shown)}`;
}
