import { REASONS, type Reason } from "../failures.ts";

/** What one invocation of `redrive` is to look at. */
export type RedriveTarget =
  /** Every failure that may be tried again without anybody having changed something. */
  | { readonly kind: "later" }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "prefix"; readonly prefix: string }
  | { readonly kind: "reason"; readonly reason: Reason };

const WANTED = 'wanted: {} or an event of a schedule, or one of {"key": "…"}, {"prefix": "…"}, {"reason": "…"}';

/**
 * Reads the event of `redrive`: `{}` or what EventBridge sends is the schedule; a person names a key, a prefix or a reason.
 * Anything else is refused, because a misspelt name must not mean "everything".
 */
export function readTarget(
  event: unknown,
): { readonly ok: true; readonly target: RedriveTarget } | { readonly ok: false; readonly problem: string } {
  const isObject = typeof event === "object" && event !== null && !Array.isArray(event);
  const members = isObject ? Object.entries<unknown>({ ...event }) : undefined;
  if (members === undefined) return { ok: false, problem: `not an object; ${WANTED}` };
  if (members.length === 0 || isScheduled(members)) return { ok: true, target: { kind: "later" } };
  const [name, value] = members[0] ?? ["", undefined];
  if (members.length > 1 || !(name === "key" || name === "prefix" || name === "reason")) {
    return { ok: false, problem: `has ${members.map(([member]) => member).join(", ")}; ${WANTED}` };
  }
  if (typeof value !== "string" || value === "") return { ok: false, problem: `${name} is no text; ${WANTED}` };
  if (name === "key") return { ok: true, target: { kind: "key", key: value } };
  if (name === "prefix") return { ok: true, target: { kind: "prefix", prefix: value } };
  const reason = REASONS.find((known) => known === value);
  if (reason === undefined)
    return { ok: false, problem: `no failure has the reason ${value}; there are: ${REASONS.join(", ")}` };
  return { ok: true, target: { kind: "reason", reason } };
}

/** EventBridge's rules and its scheduler send an event with these members (EventBridge user guide, "Events"). */
function isScheduled(members: readonly [string, unknown][]): boolean {
  const names = new Map(members);
  return names.has("detail-type") && names.has("source") && names.has("time");
}
