/** How OpenSearch indexes a field. `date` takes ISO 8601 UTC text; sizes are bytes in `long`; durations are ms in `double`. */
export type FieldType = "keyword" | "text" | "integer" | "long" | "double" | "boolean" | "date" | "stored";

/** A value that a field may hold once it is in a record. */
export type FieldValue = string | number | boolean | readonly string[] | readonly number[];

/** The one declaration of a field: schema, mapping, types, Glue columns and docs are generated from it. */
export interface Field {
  readonly type: FieldType;
  readonly description: string;
  readonly example: FieldValue;
  /** The value is always an array of `type`. */
  readonly many?: true;
  /** The name is OpenTelemetry's own. */
  readonly otel?: true;
}

/** Declared fields by dotted name. */
export type Fields = Readonly<Record<string, Field>>;

/** Text that is matched whole, counted and sorted: names, ids, codes. */
export const keyword = (description: string, example: string): Field => ({ type: "keyword", description, example });

/** Several keywords. */
export const keywords = (description: string, example: readonly string[]): Field => ({
  type: "keyword",
  description,
  example,
  many: true,
});

/** Text that is searched by words: messages, stack traces. */
export const text = (description: string, example: string): Field => ({ type: "text", description, example });

/** A whole number within 32 bits: codes, ports, counts. */
export const integer = (description: string, example: number): Field => ({ type: "integer", description, example });

/** A whole number: sizes in bytes, ids. */
export const long = (description: string, example: number): Field => ({ type: "long", description, example });

/** A number with a fraction: durations in milliseconds. */
export const double = (description: string, example: number): Field => ({ type: "double", description, example });

/** True or false. */
export const boolean = (description: string, example: boolean): Field => ({ type: "boolean", description, example });

/** A time, ISO 8601 in UTC with up to nine decimals. */
export const date = (description: string, example: string): Field => ({ type: "date", description, example });

/** Marks a declaration whose name is OpenTelemetry's. */
export const otel = (field: Field): Field => ({ ...field, otel: true });
