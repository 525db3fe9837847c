import { describe, expect, it } from "vitest";
import { newAccount, type Account } from "../../../../shared/core/accounting.ts";
import { summaryLines, summaryObject, type Paint } from "../../../../tools/cli/report/summary.ts";

const plain: Paint = (_, text) => text;
const where = { records: "out/logs-*.ndjson", failures: "out/failures" };
const lines = (of: Account) => summaryLines(of, where, plain);

function someAccount(): Account {
  const made = { ...newAccount(), received: 13, delivered: 9, duplicate: 2, failed: 2, control: 1, records: 10 };
  made.failedByReason.set("gzip_corrupt", 2);
  for (const [source, index, delivered] of [
    ["eks.scheduler", "logs-eks-2026-11-23", 5],
    ["eks.audit", "logs-eks-2026-11-23", 4],
    ["eks.audit", "logs-eks-2026-11-22", 0],
  ] as const) {
    const row = {
      source,
      platform: "eks" as const,
      index,
      events: delivered,
      records: delivered,
      delivered,
      duplicate: 0,
      failed: 0,
    };
    made.bySource.set(`${source} ${index}`, row);
  }
  return made;
}

describe("the summary", () => {
  it("counts by index and source, then failures with their remedy, then the sum", () => {
    expect(lines(someAccount())).toEqual([
      "source         index                events  records  delivered  duplicate  failed",
      "eks.audit      logs-eks-2026-11-22       0        0          0          0       0",
      "eks.audit      logs-eks-2026-11-23       4        4          4          0       0",
      "eks.scheduler  logs-eks-2026-11-23       5        5          5          0       0",
      "",
      "failed, by reason",
      "gzip_corrupt  2  The bytes begin like gzip but cannot be inflated.",
      expect.stringMatching(/^ {2}The producer cut or changed the payload/),
      "",
      expect.stringMatching(/^1 control message,/),
      "received 13 = indexed 9 + duplicate 2 + filtered 0 + failed 2",
      "records in out/logs-*.ndjson, failures in out/failures",
    ]);
  });

  it("says what each of the operator's rules left out", () => {
    const filtered = { ...newAccount(), received: 4, filtered: 4, filteredByRule: new Map([["leases", 4]]) };
    expect(lines(filtered)).toEqual([
      "left out, by rule",
      "rule    events",
      "leases       4",
      "",
      "received 4 = indexed 0 + duplicate 0 + filtered 4 + failed 0",
      "records in out/logs-*.ndjson",
    ]);
    expect(summaryObject(filtered, where)).toMatchObject({ filtered: 4, filteredByRule: { leases: 4 }, holds: true });
  });

  it("is the sum alone when nothing came in", () => {
    expect(lines(newAccount())).toEqual([
      "received 0 = indexed 0 + duplicate 0 + filtered 0 + failed 0",
      "records in out/logs-*.ndjson",
    ]);
  });

  it.each([
    [14, "received 14 ≠ indexed 9 + duplicate 2 + filtered 0 + failed 2: 1 unaccounted for"],
    [11, "received 11 ≠ indexed 9 + duplicate 2 + filtered 0 + failed 2: 2 too many"],
  ])("says what is missing when %i were received", (received, sum) => {
    const broken = { ...someAccount(), received };
    expect(lines(broken).at(-2)).toContain(sum);
    expect(summaryObject(broken, where)).toMatchObject({ received, holds: false });
  });

  it("is an object for programs", () => {
    expect(JSON.parse(JSON.stringify(summaryObject(someAccount(), where)))).toMatchObject({
      received: 13,
      indexed: 9,
      duplicate: 2,
      filtered: 0,
      failed: 2,
      control: 1,
      holds: true,
      sources: [{ index: "logs-eks-2026-11-22" }, { source: "eks.audit" }, { source: "eks.scheduler", delivered: 5 }],
      failures: [{ reason: "gzip_corrupt", events: 2, stage: "decode" }],
      recordsIn: where.records,
      failuresIn: where.failures,
    });
  });
});
