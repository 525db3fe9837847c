import { FAILURES, REASONS, type Reason } from "../failures.ts";
import type { RedriveTarget } from "./redrive-target.ts";
import type { StoredObject } from "./object-store.ts";

/** Which objects a redrive takes. */
export interface Selection {
  readonly prefixes: readonly string[];
  readonly accepts: (object: StoredObject) => boolean;
}

/**
 * Where AWS keeps what it could not deliver: Firehose by its developer guide, by its API reference, in older streams (the three
 * do not agree on one spelling), and Lambda's on-failure destination.
 */
export const AWS_PREFIXES = [
  "processing-failed/",
  "AmazonOpenSearchService-failed/",
  "AmazonOpenSearchService_failed/",
  "elasticsearch-failed/",
  "aws/lambda/async/",
] as const;

/** Reads a list of prefixes as the setting has it: separated by commas. */
export function readPrefixes(text: string): string[] {
  return text
    .split(",")
    .map((prefix) => prefix.trim())
    .filter((prefix) => prefix !== "");
}

/** Keys of the failures of one reason. */
export function reasonPrefix(failuresPrefix: string, reason: Reason): string {
  return `${failuresPrefix}/stage=${FAILURES[reason].stage}/reason=${reason}/`;
}

/** The reason that a key of ours names; undefined for others, AWS's for example. */
export function reasonOfKey(key: string): Reason | undefined {
  const named = /(?:^|\/)stage=[a-z]+\/reason=([a-z0-9_]+)\//.exec(key)?.[1];
  return REASONS.find((reason) => reason === named);
}

/** The part of a key of ours before its stage and reason: what fails again goes where it was. Undefined for keys of AWS. */
export function failuresPrefixOf(key: string): string | undefined {
  const end = key.indexOf("/stage=");
  return end > 0 && reasonOfKey(key) !== undefined ? key.slice(0, end) : undefined;
}

/**
 * The objects that a target means.
 *
 * @param awsPrefixes prefixes that the schedule looks at beside our own failures whose retry is `later`.
 */
export function selectionOf(target: RedriveTarget, failuresPrefix: string, awsPrefixes: readonly string[]): Selection {
  switch (target.kind) {
    case "later": {
      const later = REASONS.filter((reason) => FAILURES[reason].retry === "later");
      const prefixes = [...later.map((reason) => reasonPrefix(failuresPrefix, reason)), ...awsPrefixes];
      return { prefixes, accepts: ({ key }) => isDue(reasonOfKey(key)) };
    }
    case "reason":
      return { prefixes: [reasonPrefix(failuresPrefix, target.reason)], accepts: () => true };
    case "prefix":
      return { prefixes: [target.prefix], accepts: () => true };
    case "key":
      return { prefixes: [target.key], accepts: ({ key }) => key === target.key };
  }
}

function isDue(reason: Reason | undefined): boolean {
  return reason === undefined || FAILURES[reason].retry === "later";
}
