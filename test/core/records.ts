/** A finished record as a reader of the index finds it. */
export interface ReadRecord {
  readonly "@timestamp": string;
  readonly observedTimestamp: string;
  readonly severity?: { readonly number: number; readonly text: string };
  readonly body: string;
  readonly event: { readonly dataset: string };
  readonly traceId?: string;
  readonly spanId?: string;
  readonly resource: { readonly attributes: Readonly<Record<string, unknown>> };
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly original?: string;
  readonly schemaUrl: string;
}

export function readRecord(json: string): ReadRecord {
  return JSON.parse(json) as ReadRecord;
}

export function notesOf({ attributes }: ReadRecord): readonly string[] {
  return (attributes?.["tributary.notes"] ?? []) as string[];
}
