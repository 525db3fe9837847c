import { describe, expect, it } from "vitest";
import type { Document } from "../../../shared/core/document.ts";
import type { Platform } from "../../../shared/sources/source.ts";
import {
  newResponseBudget,
  partitionOf,
  RESPONSE_BUDGET,
  type TransformResult,
} from "../../../shared/core/pipeline/transform-response.ts";

describe("newResponseBudget", () => {
  const ids = ["a", "bb", "ccc"];

  it("counts what the JSON of the response really takes", () => {
    for (let budget = 190; budget < 700; budget++) {
      const { take } = newResponseBudget(ids, budget);
      const records = ids.map((recordId, index): TransformResult => {
        const data = Buffer.alloc(50 * (index + 1));
        return take(data.length)
          ? { recordId, result: "Ok", data: data.toString("base64") }
          : { recordId, result: "ProcessingFailed" };
      });
      expect(JSON.stringify({ records }).length).toBeLessThanOrEqual(budget);
    }
  });

  it("counts the partition of records for S3", () => {
    for (let budget = 300; budget < 700; budget++) {
      const { take } = newResponseBudget(ids, budget, "s3");
      const records = ids.map((recordId, index): TransformResult => {
        const data = Buffer.alloc(50 * (index + 1));
        return take(data.length)
          ? {
              recordId,
              result: "Ok",
              data: data.toString("base64"),
              metadata: { partitionKeys: { platform: "lambda" } },
            }
          : { recordId, result: "ProcessingFailed" };
      });
      expect(JSON.stringify({ records }).length).toBeLessThanOrEqual(budget);
    }
  });

  it("wastes next to nothing", () => {
    const { take } = newResponseBudget(["a"], 1000);
    expect(take(690)).toBe(true);
  });

  it("takes small data after large data did not fit", () => {
    const { take } = newResponseBudget(ids, 1000);
    expect([take(900), take(300), take(310), take(3)]).toEqual([false, true, false, true]);
  });

  it("stays below what Lambda may answer", () => {
    expect(RESPONSE_BUDGET).toBeLessThan(6_291_556);
  });
});

describe("partitionOf", () => {
  it.each<[Platform[], Platform]>([
    [["eks"], "eks"],
    [["ecs", "eks", "ecs"], "ecs"],
    [["other", "eks", "eks"], "eks"],
    [["lambda", "ec2"], "lambda"],
  ])("%j is %s", (platforms, partition) => {
    expect(partitionOf(platforms.map((platform) => ({ platform }) as Document))).toBe(partition);
  });
});
