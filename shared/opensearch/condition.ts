/**
 * What a record must fulfil, over declared fields. A question states it once; `question-dsl.ts` makes an OpenSearch query of it and
 * `question-sql.ts` a condition in Athena's SQL, so that both stores are asked the same. Values never become query text unquoted.
 */
export type Condition =
  /** The field has one of the values. */
  | { readonly kind: "is"; readonly field: string; readonly values: readonly (string | number)[] }
  | { readonly kind: "startsWith"; readonly field: string; readonly prefix: string }
  | { readonly kind: "atLeast"; readonly field: string; readonly value: number }
  /** The text has these words, in this order and side by side, in any case. */
  | { readonly kind: "says"; readonly field: string; readonly phrase: string }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "all"; readonly conditions: readonly Condition[] }
  | { readonly kind: "any"; readonly conditions: readonly Condition[] }
  /** True also for a record that does not have the field. */
  | { readonly kind: "not"; readonly condition: Condition };

/** The field has the value, or one of the values. */
export const is = (field: string, value: string | number | readonly (string | number)[]): Condition => ({
  kind: "is",
  field,
  values: typeof value === "object" ? value : [value],
});

/** The field, a keyword, begins with this text; empty text is the beginning of everything that is there. */
export const startsWith = (field: string, prefix: string): Condition => ({ kind: "startsWith", field, prefix });

/** The number is as large, or larger. */
export const atLeast = (field: string, value: number): Condition => ({ kind: "atLeast", field, value });

/** The text has these words side by side, whatever stands between them and in whatever case. */
export const says = (field: string, phrase: string): Condition => ({ kind: "says", field, phrase });

/** The record has the field. */
export const exists = (field: string): Condition => ({ kind: "exists", field });

/** Each condition holds. */
export const all = (...conditions: readonly Condition[]): Condition => ({ kind: "all", conditions });

/** At least one condition holds. */
export const any = (...conditions: readonly Condition[]): Condition => ({ kind: "any", conditions });

/** The condition does not hold. */
export const not = (condition: Condition): Condition => ({ kind: "not", condition });

/** The record is from one of these sources. */
export const dataset = (...names: readonly string[]): Condition => is("event.dataset", names);

/** Holds where the text is empty: for parameters that narrow only when they say something. */
export const given = (text: string, condition: Condition): Condition => (text === "" ? all() : condition);

/** The conditions that all have to hold, without the nesting that only their author needed. */
export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === "all" ? condition.conditions.flatMap(conjuncts) : [condition];
}

/** Every field that a condition names. */
export function fieldsOf(condition: Condition): string[] {
  switch (condition.kind) {
    case "all":
    case "any":
      return condition.conditions.flatMap(fieldsOf);
    case "not":
      return fieldsOf(condition.condition);
    default:
      return [condition.field];
  }
}

/** More words than anybody searches for; a pattern of each must stay small. */
const MOST_WORDS = 32;

/** The first 32 words of a phrase, as OpenSearch's standard analyzer tells them apart. */
export function wordsOf(phrase: string): string[] {
  return (phrase.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).slice(0, MOST_WORDS);
}
