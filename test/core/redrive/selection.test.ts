import { describe, expect, it } from "vitest";
import { FAILURES, REASONS } from "../../../shared/core/failures.ts";
import { packFailures, undecodedRecord } from "../../../shared/core/failure-record.ts";
import {
  AWS_PREFIXES,
  failuresPrefixOf,
  readPrefixes,
  reasonOfKey,
  reasonPrefix,
  selectionOf,
} from "../../../shared/core/redrive/selection.ts";
import { NOON } from "../payloads.ts";

/** The key that a failure of a reason is kept under. */
function keyOf(reason: (typeof REASONS)[number], prefix = "failures"): string {
  const origin = {
    carrier: "firehose",
    account: "",
    region: "",
    logGroup: "",
    logStream: "",
    deliveryStream: "",
    platform: undefined,
  } as const;
  const undecoded = {
    failure: { reason, detail: "" },
    holds: "carrier-record",
    original: Buffer.from("x"),
    origin,
    timestamp: NOON,
  } as const;
  const [object] = packFailures(
    [undecodedRecord(undecoded, { function: "index", destination: "opensearch", now: NOON })],
    prefix,
  );
  return object?.key ?? "";
}

const objectAt = (key: string) => ({ key, size: 1, modifiedAt: 0 });

describe("the key of a failure", () => {
  it.each(REASONS)("says its reason and begins with the prefix of %s", (reason) => {
    expect(keyOf(reason)).toContain(reasonPrefix("failures", reason));
    expect(reasonOfKey(keyOf(reason))).toBe(reason);
    expect(failuresPrefixOf(keyOf(reason, "a/b"))).toBe("a/b");
  });

  it.each([
    "processing-failed/2026/11/23/12/x",
    "failures/stage=deliver/reason=unheard_of/x",
    "failures/stage=deliver/reason=toString/x",
    "failures/reason=cluster_unavailable/x",
    "failures/stage=deliver/reason=cluster_unavailable",
  ])("says nothing in %s", (key) => {
    expect(reasonOfKey(key)).toBeUndefined();
    expect(failuresPrefixOf(key)).toBeUndefined();
  });
});

describe("selectionOf", () => {
  it("takes on schedule the reasons that wait for a redrive, and what AWS keeps", () => {
    const { prefixes, accepts } = selectionOf({ kind: "later" }, "failures", ["processing-failed/", "failures/"]);
    const later = REASONS.filter((reason) => FAILURES[reason].retry === "later");
    expect(prefixes).toEqual([
      ...later.map((reason) => reasonPrefix("failures", reason)),
      "processing-failed/",
      "failures/",
    ]);
    expect(REASONS.filter((reason) => accepts(objectAt(keyOf(reason))))).toEqual(later);
    expect(accepts(objectAt("processing-failed/2026/11/23/12/x"))).toBe(true);
  });

  it("takes what a person names, whatever its reason", () => {
    const never = keyOf("bulk_rejected_mapping");
    const byReason = selectionOf({ kind: "reason", reason: "bulk_rejected_mapping" }, "failures", []);
    expect(byReason.prefixes).toEqual(["failures/stage=deliver/reason=bulk_rejected_mapping/"]);
    expect(byReason.accepts(objectAt(never))).toBe(true);
    const byPrefix = selectionOf({ kind: "prefix", prefix: "failures/" }, "failures", []);
    expect(byPrefix.accepts(objectAt(never))).toBe(true);
  });

  it("takes one object by its key, and none whose key is longer", () => {
    const { prefixes, accepts } = selectionOf({ kind: "key", key: "a" }, "failures", []);
    expect([prefixes, accepts(objectAt("a")), accepts(objectAt("ab"))]).toEqual([["a"], true, false]);
  });
});

describe("a list of prefixes", () => {
  it("is separated by commas", () => {
    expect(readPrefixes(AWS_PREFIXES.join(","))).toEqual(AWS_PREFIXES);
    expect(readPrefixes(" a/ ,, b/")).toEqual(["a/", "b/"]);
    expect(readPrefixes(",")).toEqual([]);
  });
});
