import type { Severity } from "../formats/severity.ts";
import type { CommonName } from "./common-fields.ts";
import type { ResourceName } from "./resource-fields.ts";

/** JSON values as `JSON.parse` gives them. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
/** A JSON object; its keys come from outside, so it has no prototype to fall into. */
export interface JsonObject {
  [key: string]: Json;
}

/** Values for `resource.attributes`; names are checked by the compiler, values are coerced when the record is sealed. */
export type ResourceValues = { [Name in ResourceName]?: unknown };

/**
 * A record in the making. A source only assigns: whatever has the wrong type for its declaration is coerced, or moved to
 * `payload` with a note, when the record is sealed (`shared/core/seal.ts`), so no source can make OpenSearch refuse a document.
 */
export interface Draft<Name extends string = CommonName> {
  /** When it happened, ISO 8601 UTC with up to nine decimals; undefined when the line does not say. */
  time: string | undefined;
  /** The line gave no year, so `time` leans on the carrier's. */
  yearAssumed: boolean;
  /** Undefined when neither the line nor its format says. */
  severity: Severity | undefined;
  /** The message a person reads. */
  body: string;
  traceId: string | undefined;
  spanId: string | undefined;
  /**
   * Who spoke, as far as only this line tells (what the log group and stream tell is the source's `resource`). Several drafts may
   * share one object, which is then not changed any more.
   */
  resource: ResourceValues;
  /** What it said, typed. */
  attributes: { [Key in Name | CommonName]?: unknown };
  /** Names that users choose: Kubernetes labels and annotations, tags. */
  labels: Record<string, unknown>;
  /** Everything else that the line carried. */
  payload: Record<string, unknown>;
  /**
   * Attributes and payload as JSON text, put together of pieces of the line: only for a line that is `spliceable`, and only text
   * that is proven to be what would have been written. Further attributes are written behind it.
   */
  spliced: Spliced | undefined;
  /** What was cut, coerced, redacted or assumed. */
  notes: string[];
  /** Keep the raw line in `original`. */
  keepOriginal: boolean;
}

/**
 * Its prototype has no members, so that `__proto__` is a key like any other. Not `Object.create(null)`, which V8 makes a hash table
 * from the start: that is slow to fill, slow to walk and slow to write as JSON.
 */
function OpenMap(): void {}
OpenMap.prototype = Object.freeze(Object.create(null) as object);
const Constructor = OpenMap as unknown as new () => object;

/** Parts of a record that are text already. */
export interface Spliced {
  /** Members, without the braces. */
  readonly attributes: string;
  /** The object; empty for none. */
  readonly payload: string;
}

/** A map for keys that come from outside. */
export function openMap<T = unknown>(): Record<string, T> {
  return new Constructor() as Record<string, T>;
}

/** An empty draft whose body is the whole line: what a source does not touch stays readable. */
export function newDraft(line: string): Draft<string> {
  return {
    time: undefined,
    yearAssumed: false,
    severity: undefined,
    body: line,
    traceId: undefined,
    spanId: undefined,
    resource: {},
    attributes: {},
    labels: openMap(),
    payload: openMap(),
    spliced: undefined,
    notes: [],
    keepOriginal: false,
  };
}
