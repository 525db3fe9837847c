import { describe, expect, it } from "vitest";
import { judgeBulk } from "../../../../shared/core/delivery/judge.ts";
import { bulkAnswer, readBulkBody } from "../../../../tools/cli/destinations/local-bulk.ts";

describe("a _bulk request that no cluster sees", () => {
  it("is read as it was written", () => {
    const body =
      '{"create":{"_index":"logs-eks-2026-11-23","_id":"a"}}\n{"body":"x\\ny"}\n{"create":{"_index":"i","_id":"b"}}\n{}\n';
    expect(readBulkBody(body)).toEqual([
      { index: "logs-eks-2026-11-23", id: "a", json: '{"body":"x\\ny"}' },
      { index: "i", id: "b", json: "{}" },
    ]);
  });

  it("is answered so that the functions understand it", () => {
    expect(judgeBulk(bulkAnswer([true, false]), 2)).toEqual({
      kind: "items",
      verdicts: [{ kind: "created" }, { kind: "duplicate" }],
    });
  });
});
