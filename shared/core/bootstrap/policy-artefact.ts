import { type Ask, membersOf, type Problem } from "./admin-request.ts";
import { artefact, type Artefact, type Change, describe, write } from "./artefact.ts";

/** Index names in one path: a URL may hold 4 KB, a name of ours has 40 characters. */
const INDICES_PER_REQUEST = 50;

/** Under these names indices say whose policy they follow; the older one is of Open Distro. */
const POLICY_SETTINGS = [
  "index.plugins.index_state_management.policy_id",
  "index.opendistro.index_state_management.policy_id",
];

/**
 * A policy of Index State Management. An index follows the version that it began with, so those that follow this policy are told to
 * follow the new one; indices of other policies, or of none, are left alone: what was there before us is not ours to delete.
 *
 * @param indexPatterns where to look for indices that follow it.
 */
export function policyArtefact(
  id: string,
  policy: Readonly<Record<string, unknown>> & { readonly description: string },
  indexPatterns: readonly string[],
): Artefact {
  const description = describe(policy.description, policy);
  const body = { policy: { ...policy, description } };
  const path = `/_plugins/_ism/policies/${id}`;
  return artefact(`ISM policy ${id}`, async (ask) => {
    const got = await ask("GET", path);
    if ("problem" in got) return got;
    const { policy: installed, _seq_no: number, _primary_term: term } = membersOf(got.body);
    const isSame = membersOf(installed)["description"] === description;
    // Somebody who writes at the same time is not overwritten: the answer is 409 then.
    const version = got.found ? `?if_seq_no=${String(number)}&if_primary_term=${String(term)}` : "";
    const written = await write(ask, `${path}${version}`, body, got.found, isSame);
    if ("problem" in written || written.change !== "updated") return written;
    return follow(ask, id, indexPatterns, written);
  });
}

async function follow(
  ask: Ask,
  id: string,
  indexPatterns: readonly string[],
  written: Change,
): Promise<Change | Problem> {
  const explained = await ask("GET", `/_plugins/_ism/explain/${indexPatterns.join(",")}`);
  if ("problem" in explained) return explained;
  const followers = Object.entries(membersOf(explained.body))
    .filter(([, index]) => POLICY_SETTINGS.some((setting) => membersOf(index)[setting] === id))
    .map(([name]) => name);
  const notes: string[] = [];
  for (let from = 0; from < followers.length; from += INDICES_PER_REQUEST) {
    const some = followers.slice(from, from + INDICES_PER_REQUEST);
    const changed = await ask("POST", `/_plugins/_ism/change_policy/${some.join(",")}`, { policy_id: id });
    if ("problem" in changed) return changed;
    for (const failed of (membersOf(changed.body)["failed_indices"] ?? []) as readonly unknown[]) {
      const { index_name: name, reason } = membersOf(failed);
      notes.push(`${String(name)} keeps the policy's version of before: ${String(reason)}`);
    }
  }
  return notes.length > 0 ? { ...written, notes } : written;
}
