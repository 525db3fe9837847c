import type { Fields } from "../schema/field.ts";
import type { Draft, JsonObject, ResourceValues } from "../schema/draft.ts";
import { parseJsonObject } from "../formats/json.ts";

/** The platforms that Tributary keeps apart: one index a day for each. */
export const PLATFORMS = ["eks", "ecs", "ec2", "lambda", "other"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Where a batch of log events came from. Empty text where the carrier does not say. */
export interface Origin {
  readonly carrier: "cloudwatch" | "firehose";
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** Name of the Firehose stream, when Firehose carried it. */
  readonly deliveryStream: string;
  /** What the operator's settings say about this log group or stream; undefined where they say nothing. */
  readonly platform: Platform | undefined;
}

/** A log line as sources see it: without its trailing line ends; joined lines are separated by `\n`. */
export interface Line {
  readonly text: string;
  /** The carrier's time, ms since 1970. */
  readonly carrierTime: number;
  /** Use `jsonOf`: parsed once, on demand; null when the text is no JSON object. */
  json: JsonObject | null | undefined;
  jsonNotes: readonly string[];
  /** Nothing in the text has to be taken out, so that pieces of it may go into the record as they stand (`Draft.spliced`). */
  readonly spliceable: boolean;
}

const NO_NOTES: readonly string[] = [];

export function newLine(text: string, carrierTime: number, spliceable = false): Line {
  return { text, carrierTime, json: undefined, jsonNotes: NO_NOTES, spliceable };
}

/** The line as a JSON object, parsed at most once; undefined when it is none. */
export function jsonOf(line: Line): JsonObject | undefined {
  if (line.json === undefined) {
    const parsed = parseJsonObject(line.text);
    line.json = parsed?.value ?? null;
    line.jsonNotes = parsed?.notes ?? [];
  }
  return line.json ?? undefined;
}

/** A claim on a line: 0 (not mine) to 1 (certainly mine). */
export type Score = number;

/**
 * What a source makes of an origin: a score that no line can change, or a question to ask of each line. It is asked once for
 * each payload, so that what depends only on log group and stream is not worked out once for each event.
 */
export type Claim = Score | LineClaim;

/** A question to ask of each line. */
export interface LineClaim {
  (line: Line): Score;
  /** The highest answer it can give, where it is known to be less than 1: it is not asked where another has more. See `upTo`. */
  readonly most?: Score;
}

/** A question with the highest answer it can give, which spares most lines the question. A source without it is asked, too. */
export function upTo(most: Score, claim: (line: Line) => Score): LineClaim {
  return Object.assign((line: Line) => claim(line), { most });
}

/** Where lines come from and what their fields mean. The one interface that the author of a source has to know. */
export interface Source<Own extends string = string> {
  /** `<platform>.<what>`, equal to its folder; becomes `event.dataset`. */
  readonly name: string;
  readonly platform: Platform;
  /** One sentence for the docs: what it recognises. */
  readonly description: string;
  readonly detect: (origin: Origin) => Claim;
  /** What the log group and stream tell about the speaker; asked once for each payload. */
  readonly resource?: (origin: Origin) => ResourceValues;
  /**
   * Whether a line continues the record begun by the lines before it in the same stream. Default: never.
   *
   * @param begun the record's first line.
   * @param last its last line so far.
   */
  readonly continues?: (text: string, begun: string, last: string) => boolean;
  /** The attributes that only this source fills. */
  readonly fields: Fields;
  /** Fills the draft from the line. Pure, throws nothing, linear in the length of the line. */
  readonly normalize: (line: Line, record: Draft<Own>, origin: Origin) => void;
}

/** Declares a source; attribute names outside its `fields` and the common ones do not compile. */
export function defineSource<const Own extends Fields>(
  source: Omit<Source, "fields" | "normalize"> & {
    readonly fields: Own;
    readonly normalize: (line: Line, record: Draft<Extract<keyof Own, string>>, origin: Origin) => void;
  },
): Source {
  return source;
}
