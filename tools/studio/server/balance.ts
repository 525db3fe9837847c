import { newAccount, type Account } from "../../../shared/core/accounting.ts";
import { FAILURES } from "../../../shared/core/failures.ts";
import type { Counts, Sum } from "../wire/messages.ts";

/** The account of one function over all its invocations. */
export interface Ledger {
  invocations: number;
  readonly account: Account;
}

export function newLedger(): Ledger {
  return { invocations: 0, account: newAccount() };
}

export function countsOf({ invocations, account }: Ledger): Counts {
  const { received, control, records, delivered, duplicate, filtered, failed, retries } = account;
  const undecoded = [...account.failedByReason].reduce(
    (sum, [reason, events]) => sum + (FAILURES[reason].stage === "decode" ? events : 0),
    0,
  );
  return { invocations, received, control, records, delivered, duplicate, filtered, failed, undecoded, retries };
}

/**
 * The sum over everything that came in. What a redrive receives had failed before: it moves from `failed` to where it has gone
 * now, and nothing is counted twice.
 *
 * @param objects log events in the failure objects that are there now, and those that were in one already when they failed.
 */
export function sumOf(
  first: readonly Account[],
  again: Account,
  objects: { readonly kept: number; readonly repeated: number },
): Sum {
  const total = (of: (account: Account) => number): number => first.reduce((sum, account) => sum + of(account), 0);
  const received = total((account) => account.received);
  const indexed = total((account) => account.delivered) + again.delivered;
  const duplicate = total((account) => account.duplicate) + again.duplicate;
  const filtered = total((account) => account.filtered) + again.filtered;
  const failed = total((account) => account.failed) - again.received + again.failed;
  const gap = received - indexed - duplicate - filtered - failed;
  return { received, indexed, duplicate, filtered, failed, gap, ...objects };
}
