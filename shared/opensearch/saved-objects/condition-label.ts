import type { Condition } from "../condition.ts";

/** A condition as people read it on the pill of a filter. */
export function conditionLabel(condition: Condition): string {
  switch (condition.kind) {
    case "is":
      return `${condition.field}: ${condition.values.join(", ")}`;
    case "startsWith":
      return `${condition.field}: ${condition.prefix}…`;
    case "atLeast":
      return `${condition.field} ≥ ${condition.value}`;
    case "says":
      return `${condition.field}: "${condition.phrase}"`;
    case "exists":
      return `${condition.field}: *`;
    case "all":
      return joined(condition.conditions, " & ");
    case "any":
      return joined(condition.conditions, " | ");
    case "not":
      return `¬ (${conditionLabel(condition.condition)})`;
  }
}

function joined(conditions: readonly Condition[], between: string): string {
  return conditions
    .map((one) => (one.kind === "all" || one.kind === "any" ? `(${conditionLabel(one)})` : conditionLabel(one)))
    .join(between);
}
