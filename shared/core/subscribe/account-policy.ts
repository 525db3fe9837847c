import type { SubscriptionFilter } from "./plan-filters.ts";

/** Longest selection criteria, UTF-8 bytes (PutAccountPolicy, API reference). */
const CRITERIA_BYTES = 25_000;

/** The input of `PutAccountPolicy`. */
export interface AccountPolicyInput {
  readonly policyName: string;
  readonly policyType: "SUBSCRIPTION_FILTER_POLICY";
  readonly policyDocument: string;
  readonly scope: "ALL";
  readonly selectionCriteria: string;
}

/** The input, or what is wrong. */
export type AccountPolicy =
  | { readonly ok: true; readonly input: AccountPolicyInput }
  | { readonly ok: false; readonly problem: string };

/**
 * The account-level subscription policy: one for all log groups of an account and region, those of tomorrow too, in place of a
 * filter in each; it takes none of a group's slots. It can only leave out names, not patterns: everything that grows by the
 * delivery has to be among them, under the name that it has or will have.
 *
 * @param never names of log groups that must not be delivered: at least {@link feedbackGroups} of the destination.
 * @returns what is wrong, where the list is longer than AWS takes or empty.
 */
export function accountPolicyInput(
  { name, destinationArn, roleArn, pattern }: SubscriptionFilter,
  never: Iterable<string>,
): AccountPolicy {
  const names = [...new Set(never)].toSorted();
  if (names.length === 0)
    return { ok: false, problem: "a policy without exceptions would deliver its own delivery's logs" };
  const selectionCriteria = `LogGroupName NOT IN ${JSON.stringify(names)}`;
  const bytes = Buffer.byteLength(selectionCriteria);
  if (bytes > CRITERIA_BYTES) {
    return { ok: false, problem: `${names.length} exceptions are ${bytes} bytes; AWS takes ${CRITERIA_BYTES}` };
  }
  const role = roleArn === "" ? {} : { RoleArn: roleArn };
  const policyDocument = JSON.stringify({ DestinationArn: destinationArn, ...role, FilterPattern: pattern });
  const policyType = "SUBSCRIPTION_FILTER_POLICY";
  return { ok: true, input: { policyName: name, policyType, policyDocument, scope: "ALL", selectionCriteria } };
}
