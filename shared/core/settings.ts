import type { FilterRule } from "./filter.ts";
import type { RedactionRule } from "./redaction/rules.ts";
import type { Platform } from "../sources/source.ts";

/** Where a Firehose stream delivers to. */
export type Destination = "opensearch" | "s3";

/** Where a function may hand a record over: what it puts into Firehose, or gives back to it, has Firehose's own way still before it. */
export type Handover = Destination | "firehose";

export interface StreamSetting {
  readonly platform: Platform | undefined;
  readonly destination: Destination;
}

/** What an operator may set about normalizing; from the environment of the function, never read here. */
export interface Settings {
  /** First part of index names: `logs` gives `logs-eks-2026-11-23`. */
  readonly indexPrefix: string;
  /** Log groups whose platform the operator names; the first pattern that matches wins. */
  readonly logGroups: readonly { readonly pattern: RegExp; readonly platform: Platform }[];
  /** Firehose streams by name. */
  readonly streams: ReadonlyMap<string, StreamSetting>;
  /** Cap on what one carrier record may inflate to, bytes. */
  readonly inflateMaxBytes: number;
  /** Keep the raw line of each record in `original`. */
  readonly keepOriginal: boolean;
  /** What is left out, and counted as filtered; nothing by default. */
  readonly filters: readonly FilterRule[];
  /** Take credentials out of records. What goes into the failures bucket is what came in, byte for byte. */
  readonly redact: boolean;
  /** The operator's own rules beside those; none by default. They hold whether or not the built-in ones are on. */
  readonly redactions: readonly RedactionRule[];
}

export const DEFAULT_SETTINGS: Settings = {
  indexPrefix: "logs",
  logGroups: [],
  streams: new Map(),
  inflateMaxBytes: 64 * 1024 * 1024,
  keepOriginal: false,
  filters: [],
  redact: true,
  redactions: [],
};
