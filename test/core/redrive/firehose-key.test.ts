import { describe, expect, it } from "vitest";
import { readFirehoseKey } from "../../../shared/core/redrive/firehose-key.ts";

const ID = "0a1b2c3d-0000-4000-8000-0123456789ab";

describe("readFirehoseKey", () => {
  it.each([
    [`processing-failed/2026/11/23/12/tributary-eks-1-2026-11-23-12-00-01-${ID}`, "tributary-eks"],
    [`a/b/AmazonOpenSearchService-failed/2026/11/23/12/eks-12-2026-11-23-12-00-01-${ID}.gz`, "eks"],
    [`x-2026-11-23-1-2026-11-23-12-00-01-${ID}`, "x-2026-11-23"],
  ])("reads stream and time of %s", (key, deliveryStream) => {
    expect(readFirehoseKey(key)).toEqual({ deliveryStream, at: Date.UTC(2026, 10, 23, 12, 0, 1) });
  });

  it.each([
    "",
    "failures/stage=deliver/reason=cluster_unavailable/dt=2026-11-23/hour=12/0a1b.ndjson.gz",
    `1-2026-11-23-12-00-01-${ID}`,
    `stream-2026-11-23-12-00-01-${ID}`,
    `stream-1-2026-13-23-12-00-01-${ID}`,
    `stream-1-2026-11-23-12-00-01-${ID.slice(1)}`,
    "aws/lambda/async/f/2026/11/23/2026-11-23T12.00.01-0a1b2c3d-0000-4000-8000-0123456789ab",
  ])("reads nothing out of %j", (key) => {
    expect(readFirehoseKey(key)).toBeUndefined();
  });
});
