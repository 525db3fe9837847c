import type { Reason, Retry } from "../../../shared/core/failures.ts";
import type { Platform } from "../../../shared/sources/source.ts";

/** What the page and the server of the studio say to each other, as JSON. */

/** Faults that the studio can put between the functions and what they write to. */
export const FAULTS = ["down", "throttled", "mapping", "slow"] as const;
export type Fault = (typeof FAULTS)[number];

/** Something that the studio was asked to run: a replay or a redrive. */
export interface Run {
  readonly id: number;
  readonly name: string;
  readonly kind: "replay" | "redrive";
  readonly state: "waiting" | "running" | "done" | "stopped";
  /** Log events received so far. */
  readonly events: number;
  /** Why it stopped, in one line. */
  readonly problem?: string;
}

/** What one function did with log events; the names are those of the account that every invocation gives. */
export interface Counts {
  readonly invocations: number;
  readonly received: number;
  readonly control: number;
  readonly records: number;
  readonly delivered: number;
  readonly duplicate: number;
  readonly filtered: number;
  readonly failed: number;
  /** Of those that failed, what could not even be decoded. */
  readonly undecoded: number;
  readonly retries: number;
}

/** The law: `received = indexed + duplicate + filtered + failed`, and what is really there. */
export interface Sum {
  readonly received: number;
  readonly indexed: number;
  readonly duplicate: number;
  readonly filtered: number;
  readonly failed: number;
  /** 0, or Tributary has a bug. */
  readonly gap: number;
  /** Log events in the failure objects that are kept now, counted by reading them. */
  readonly kept: number;
  /** Log events that failed once more in the same way: the object that keeps them was there already. */
  readonly repeated: number;
}

export interface SourceCounts {
  readonly source: string;
  readonly platform: string;
  readonly events: number;
  readonly records: number;
  readonly delivered: number;
}

/** Failures of one reason that are kept now. */
export interface FailureCounts {
  readonly reason: Reason;
  readonly events: number;
  readonly entries: number;
  readonly objects: number;
  /** Size of the objects as stored. */
  readonly bytes: number;
}

export interface StudioState {
  /** Grows with everything that changes what the page shows. */
  readonly version: number;
  /** Where records go, for people. */
  readonly to: string;
  /** Records go to an OpenSearch, and not only into this process. */
  readonly cluster: boolean;
  readonly runs: readonly Run[];
  readonly index: Counts;
  readonly transform: Counts;
  readonly redrive: Counts;
  /** Log events that were joined to the record of another. */
  readonly joined: number;
  readonly sum: Sum;
  /** Records that OpenSearch holds, by platform. */
  readonly platforms: readonly { readonly platform: Platform; readonly records: number }[];
  readonly sources: readonly SourceCounts[];
  readonly failures: readonly FailureCounts[];
  readonly faults: Readonly<Record<Fault, boolean>>;
  /** Records that can be looked at, and older ones that cannot any more. */
  readonly held: number;
  readonly released: number;
}

export const FACETS = ["platform", "source", "severity", "reason"] as const;
export type Facet = (typeof FACETS)[number];

/** What the person looks at; the same for the table, the facets and the timeline. */
export interface Filter {
  /** Words and `field:value`, see `readQuery`. */
  readonly q: string;
  /** ms since 1970. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Chosen values; none means all. */
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
}

export interface RecordRow {
  readonly id: number;
  readonly time: number;
  readonly source: string;
  readonly platform: string;
  /** OpenTelemetry's short name; empty when the line says nothing. */
  readonly severity: string;
  /** Why it could not be delivered; empty for records. */
  readonly reason: string;
  readonly body: string;
}

export interface RecordPage {
  readonly version: number;
  readonly total: number;
  readonly offset: number;
  readonly rows: readonly RecordRow[];
  readonly facets: Readonly<Record<Facet, readonly (readonly [value: string, count: number])[]>>;
  /** What is wrong with the query, if something is. */
  readonly problem?: string;
}

/** Records over time, by platform or severity. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** Width of a step, ms. */
  readonly step: number;
  readonly keys: readonly string[];
  /** One list a key, one number a step. */
  readonly counts: readonly (readonly number[])[];
  /** Where nearly all records are, for a first look. */
  readonly dense: { readonly from: number; readonly to: number };
}

/** A stretch of a line, in characters, and the fields that it became. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Numbers in `RecordView.fields`. */
  readonly fields: readonly number[];
  /** The stretch held a secret, and is not shown. */
  readonly redacted?: true;
}

/** How a value came into a record. */
export type Provenance =
  /** It stands in the line, word for word. */
  | "line"
  /** Changing the line there changes it. */
  | "derived"
  /** The log group, the stream, the carrier or the source says it. */
  | "origin";

export interface FieldView {
  readonly path: string;
  readonly value: string;
  readonly kind: "field" | "payload";
  readonly type: string;
  readonly description: string;
  readonly example: string;
  /** Page of the OpenTelemetry semantic conventions. */
  readonly otel?: string;
  readonly provenance: Provenance;
}

export interface ClaimView {
  readonly source: string;
  readonly score: number;
  readonly description: string;
  /** The log group and stream alone decide, or the line does. */
  readonly by: "origin" | "line";
}

/** A record beside the line that it was made of. */
export interface RecordView {
  readonly source: string;
  readonly id: string;
  readonly index: string;
  /** Log events that it was joined of. */
  readonly events: number;
  readonly logGroup: string;
  readonly logStream: string;
  /** The raw line with secrets masked; undefined where it is not known any more. */
  readonly line?: string;
  readonly spans: readonly Span[];
  readonly fields: readonly FieldView[];
  /** What was cut, coerced, redacted or assumed. */
  readonly notes: readonly string[];
  /** Indented. */
  readonly record: string;
  /** Action line of `_bulk`. */
  readonly action: string;
  readonly claims: readonly ClaimView[];
}

export interface FailureView {
  readonly reason: Reason;
  readonly stage: string;
  readonly retry: Retry;
  readonly summary: string;
  readonly remedy: string;
  readonly detail: string;
  readonly attempts: number;
  readonly firstSeen: string;
  readonly events: number;
  readonly place: string;
  readonly bytes: number;
  /** Text, or a hex dump where it is none; shortened. */
  readonly original: string;
  readonly isText: boolean;
  readonly shortened: boolean;
}

/** A record or a failure that was opened. */
export type Opened =
  | { readonly kind: "record"; readonly view: RecordView }
  | { readonly kind: "failure"; readonly view: FailureView }
  | { readonly kind: "gone" };

/** What something that was pasted or dropped would become. */
export interface Trial {
  /** What it was taken for, one for each piece. */
  readonly pieces: readonly { readonly kind: string; readonly count: number }[];
  readonly events: number;
  readonly records: readonly RecordView[];
  readonly failures: readonly FailureView[];
  readonly control: number;
  /** There is more than is shown. */
  readonly more: boolean;
  /** Why it cannot be read, in one line. */
  readonly problem?: string;
  /** The lines as samples of a source. */
  readonly fixture?: Fixture;
}

export interface Fixture {
  readonly lines: string;
  /** Where they are from, as JSON. */
  readonly origin: string;
  /** How the file of lines is called. */
  readonly file: "first.log" | "first.events.ndjson";
}

/** The sources as they are on disk now. */
export interface SourcesState {
  readonly state: "ready" | "loading" | "broken";
  readonly count: number;
  /** The file that was saved last. */
  readonly saved?: string;
  readonly problem?: string;
}

export interface FieldEntry {
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

export interface QuestionParam {
  readonly name: string;
  readonly kind: "text" | "list" | "number" | "flag";
  readonly description: string;
  /** As one would type it; empty when it has to be given. */
  readonly value: string;
}

export interface QuestionEntry {
  readonly name: string;
  readonly title: { readonly en: string; readonly ja: string };
  readonly why: string;
  readonly platforms: readonly string[];
  readonly since: string;
  readonly params: readonly QuestionParam[];
}

export interface QuestionAnswer {
  readonly problem?: string;
  readonly columns: readonly string[];
  readonly total: number;
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly dsl: string;
  readonly sql: string;
  readonly ms: number;
}
