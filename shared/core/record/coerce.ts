import { isoOfEpoch, isoTime, epochMs, LATEST_MS } from "../../formats/time.ts";
import type { Field, FieldType } from "../../schema/field.ts";

type Scalar = string | number | boolean;

/** A value as its declaration wants it. `changed` says that its type was another one. */
export interface Coerced {
  readonly value: Scalar | readonly Scalar[];
  readonly changed: boolean;
}

/** OpenSearch's `integer` is 32 bits; `long` is held to what a JSON reader in JavaScript keeps exactly. */
export const INTEGER_MAX = 2_147_483_647;

/**
 * Makes a value fit its declaration, so that OpenSearch cannot refuse the document: numbers within range and finite, dates
 * within date_nanos, lists as lists. Only lossless changes are made (`"403"` → 403, 7 → `"7"`).
 *
 * @returns undefined when it cannot be done without loss; the value then belongs into `payload`.
 */
export function coerce(field: Field, value: unknown): Coerced | undefined {
  if (field.many !== true) return coerceScalar(field.type, value);
  if (!Array.isArray(value)) {
    const one = coerceScalar(field.type, value);
    return one === undefined ? undefined : { value: [one.value as Scalar], changed: one.changed };
  }
  let changed = false;
  const list: Scalar[] = [];
  for (const item of value as unknown[]) {
    const one = coerceScalar(field.type, item);
    if (one === undefined) return undefined;
    changed ||= one.changed;
    list.push(one.value as Scalar);
  }
  return { value: list, changed };
}

function coerceScalar(type: FieldType, value: unknown): Coerced | undefined {
  switch (type) {
    case "keyword":
    case "text":
    case "stored":
      if (typeof value === "string") return { value, changed: false };
      return typeof value === "number" || typeof value === "boolean"
        ? { value: String(value), changed: true }
        : undefined;
    case "integer":
      return whole(value, INTEGER_MAX);
    case "long":
      return whole(value, Number.MAX_SAFE_INTEGER);
    case "double":
      return finite(value);
    case "boolean":
      if (typeof value === "boolean") return { value, changed: false };
      return value === "true" || value === "false" ? { value: value === "true", changed: true } : undefined;
    case "date":
      return dated(value);
  }
}

function whole(value: unknown, max: number): Coerced | undefined {
  const number = typeof value === "string" && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || Math.abs(number) > max) return undefined;
  return { value: number, changed: number !== value };
}

function finite(value: unknown): Coerced | undefined {
  const number = typeof value === "string" && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number)
    ? { value: number, changed: number !== value }
    : undefined;
}

function dated(value: unknown): Coerced | undefined {
  const iso = typeof value === "number" ? isoOfEpoch(value) : isoTime(value);
  if (iso === undefined) return undefined;
  const ms = epochMs(iso);
  return ms >= 0 && ms < LATEST_MS ? { value: iso, changed: iso !== value } : undefined;
}
