import { openMap, type Draft } from "../../schema/draft.ts";
import { redact } from "./redact.ts";

/** Changes a text of a record; `key` is the name of the member whose value it is. */
type Change = (text: string, key?: string) => string;

/**
 * Takes out of a draft what must not be in a record: lone surrogates, which OpenSearch's parser refuses, and credentials.
 * Works on the values rather than on their JSON, so that escapes cannot hide anything and nothing can break them.
 *
 * @returns a draft of its own, with a note for each kind of thing that was found.
 */
export function cleanDraft(draft: Draft<string>, secrets: boolean): Draft<string> {
  const found = new Set<string>();
  const change = changeOf(secrets, found);
  const clean: Draft<string> = {
    ...draft,
    body: change(draft.body),
    resource: changeMembers(draft.resource, change),
    attributes: changeMembers(draft.attributes, change),
    labels: changeMap(draft.labels, change),
    payload: changeMap(draft.payload, change),
  };
  clean.notes = [...draft.notes, ...found];
  return clean;
}

/** Values by their declared names without lone surrogates and credentials, and a note for each kind that was found. */
export function cleanMembers(
  members: Readonly<Record<string, unknown>>,
  secrets: boolean,
): { readonly members: Readonly<Record<string, unknown>>; readonly notes: readonly string[] } {
  const found = new Set<string>();
  return { members: changeMembers(members, changeOf(secrets, found)), notes: [...found] };
}

/** A raw line without lone surrogates and credentials. */
export function cleanText(text: string, secrets: boolean): string {
  return changeOf(secrets, new Set())(text);
}

/** Whether there is nothing to be taken out of a value. It must not nest deeper than a walk without a stack of its own bears. */
export function isClean(value: unknown, secrets: boolean): boolean {
  const found = new Set<string>();
  changeValue(value, changeOf(secrets, found));
  return found.size === 0;
}

function changeOf(secrets: boolean, found: Set<string>): Change {
  const rules = new Set<string>();
  return (text, key) => {
    let changed = text;
    if (!text.isWellFormed()) {
      found.add("lone_surrogate");
      changed = text.toWellFormed();
    }
    if (!secrets) return changed;
    changed = redact(changed, rules, key);
    for (const rule of rules) found.add(`redacted:${rule}`);
    return changed;
  };
}

/** Declared names stay; only what they hold is changed. */
function changeMembers(members: Readonly<Record<string, unknown>>, change: Change): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const name in members) changed[name] = changeValue(members[name], change, name);
  return changed;
}

function changeMap(map: Readonly<Record<string, unknown>>, change: Change): Record<string, unknown> {
  const changed = openMap();
  for (const key of Object.keys(map)) {
    let name = change(key);
    // Two names that have become one would be a duplicate key, which OpenSearch refuses.
    while (name !== key && (name in map || name in changed)) name += "'";
    changed[name] = changeValue(map[key], change, key);
  }
  return changed;
}

function changeValue(value: unknown, change: Change, key?: string): unknown {
  if (typeof value === "string") return change(value, key);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => changeValue(item, change, key));
  return changeMap(value as Record<string, unknown>, change);
}
