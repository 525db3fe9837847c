import { openMap, type Draft, type ResourceValues } from "../../schema/draft.ts";
import type { TributaryRecord } from "../../schema/record.gen.ts";
import { cleanDraft, cleanText } from "../record/clean.ts";
import { eventTime } from "../record/event-time.ts";
import { SPAN_ID, TRACE_ID, type Raw } from "../record/seal.ts";
import { newRuleWalk, type RuleWalk } from "./redact-by-rule.ts";
import { REDACTED, type RedactionRule } from "./rules.ts";

/** What names the stream and its account: the id of a record and a redrive need these as they are. */
const CARRIER_NAMES = new Set([
  "cloud.provider",
  "cloud.platform",
  "cloud.account.id",
  "cloud.region",
  "aws.log.group.names",
  "aws.log.stream.names",
  "aws.firehose.stream.name",
]);
/** What sealing puts there itself. */
const OWN_NAMES = new Set(["log.record.uid", "tributary.notes"]);

/** What is applied to a record. */
export interface Redaction {
  readonly rules: readonly RedactionRule[];
  /** The built-in rules are on. They come first: nobody recognises half of a token. */
  readonly builtIn: boolean;
  /** Resource attributes that log group and stream tell. */
  readonly resource: ResourceValues;
}

/**
 * Takes out of a draft and its raw line what an operator's rules find: body, resource, attributes, labels and payload. Values are
 * changed, never their JSON, so that nothing can break the record; each rule that found something is in the notes.
 */
export function redactRecord(draft: Draft<string>, raw: Raw, redaction: Redaction): { draft: Draft<string>; raw: Raw } {
  const { rules, builtIn } = redaction;
  const walk = newRuleWalk(rules);
  try {
    const clean = cleanDraft(draft, builtIn);
    const redacted: Draft<string> = {
      ...clean,
      // The whole line: see below.
      body: draft.body === raw.text ? "" : walk.text(clean.body),
      // What is no identifier ends up in the payload.
      traceId: shaped(clean.traceId, TRACE_ID, walk),
      spanId: shaped(clean.spanId, SPAN_ID, walk),
      resource: { ...originOf(redaction, walk), ...walk.members(clean.resource, "declared", CARRIER_NAMES) },
      attributes: walk.members({ ...clean.attributes, ...refusedTime(clean, raw) }, "declared", OWN_NAMES),
      labels: walk.members(clean.labels, "free"),
      payload: walk.members(clean.payload, "free"),
    };
    const line = redactLine(raw, builtIn, walk, walk.tookMembers());
    if (draft.body === raw.text) redacted.body = line.text;
    redacted.notes = [...clean.notes, ...notesOf(walk)];
    return { draft: redacted, raw: line };
  } catch (error) {
    // Nested too deep to be walked: nothing of it goes out but the raw line, and not that where it may hold members to be taken out.
    if (!(error instanceof RangeError)) throw error;
    const line = redactLine(
      raw,
      builtIn,
      walk,
      rules.some(({ members }) => members !== undefined),
    );
    const body = draft.body === raw.text ? line.text : walk.text(cleanText(draft.body, builtIn));
    const notes = [...draft.notes, "unwritable:payload", ...notesOf(walk)];
    return { draft: { ...draft, body, attributes: {}, labels: openMap(), payload: openMap(), notes }, raw: line };
  }
}

/** Whether the rules find nothing in a record that was finished before. */
export function isRedacted(record: TributaryRecord, rules: readonly RedactionRule[]): boolean {
  const walk = newRuleWalk(rules);
  walk.text(record.body);
  walk.members(record.resource.attributes, "declared", CARRIER_NAMES);
  walk.members(record.attributes ?? {}, "declared", OWN_NAMES);
  walk.members(record.labels ?? {}, "free");
  walk.members(record.payload ?? {}, "free");
  if (record.original?.startsWith("data:;base64,") === false) walk.text(record.original);
  return walk.found.size === 0;
}

/** A time that is none, or not to be believed, which would be told as the line has it. */
function refusedTime({ time, attributes }: Draft<string>, { carrierTime }: Raw): Draft<string>["attributes"] {
  const { refused } = eventTime(time, carrierTime);
  return refused === undefined ? {} : { "log.record.time": attributes["log.record.time"] ?? refused };
}

function shaped(id: string | undefined, shape: RegExp, walk: RuleWalk): string | undefined {
  return id === undefined || shape.test(id) ? id : walk.text(id);
}

/** The attributes that log group and stream tell, of which something had to be taken out. */
function originOf({ rules, resource }: Redaction, walk: RuleWalk): ResourceValues {
  const own = newRuleWalk(rules);
  const redacted = own.members(resource, "declared", CARRIER_NAMES);
  for (const name of own.found) walk.found.add(name);
  return own.found.size === 0 ? {} : redacted;
}

/** The raw line; without a trace of it where members were taken out, as nobody knows where in the line they stand. */
function redactLine(raw: Raw, builtIn: boolean, walk: RuleWalk, whole: boolean): Raw {
  const text = whole ? REDACTED : walk.text(cleanText(raw.text, builtIn));
  // The rules know texts. Bytes that are none are kept as they are only if there was nothing in what can be read of them.
  const bytes = raw.bytes === undefined || text === raw.text ? raw.bytes : Buffer.from(text);
  return { ...raw, text, bytes };
}

function notesOf({ found }: RuleWalk): string[] {
  return [...found].map((name) => `redacted:${name}`);
}
