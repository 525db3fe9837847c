import { failingItems, ITEM_BLOCKED } from "../../../tools/faults/opensearch-faults.ts";
import type { Fault } from "../../../tools/faults/faulty-proxy.ts";
import type { S3_ROWS } from "../../../tools/faults/matrix/s3-rows.ts";
import {
  accessDenied,
  failingAfter,
  halfAway,
  slow,
  slowDown,
  slowDownFirst,
} from "../../../tools/faults/s3-faults.ts";
import type { Scenario } from "./scenario.ts";

/** The bucket fails while OpenSearch refuses every other document for good: these have to be kept. */
const failing = (fault: () => Fault): Scenario => ({
  breaks: ({ opensearch, s3 }) => {
    opensearch.set(failingItems(2, ITEM_BLOCKED));
    s3.set(fault());
  },
});

const SLOW_MS = 60;

/** The test of each row. */
export const S3_SCENARIOS: Readonly<Record<keyof typeof S3_ROWS, Scenario>> = {
  "s3-down": failing(() => () => "reset"),
  "s3-slow": failing(() => slow(SLOW_MS)),
  "s3-access-denied": failing(() => accessDenied),
  "s3-slow-down": failing(() => slowDownFirst(2)),
  "s3-slow-down-without-end": failing(() => slowDown),
  "s3-half": failing(() => failingAfter(2)),
  "s3-redrive": {
    breaks: ({ opensearch }) => opensearch.set(failingItems(2, ITEM_BLOCKED)),
    mends: async ({ functions, s3, bucket }) => {
      const before = await bucket.keys();
      s3.set(halfAway());
      const run = await functions()
        .redrive({})
        .then(
          () => "well",
          (error: unknown) => String(error),
        );
      s3.set(undefined);
      const after = await bucket.keys();
      if (!run.includes("AccessDenied") || after.length === 0 || after.length >= before.length)
        throw new Error(`${before.length} objects, then ${after.length}: ${run}`);
    },
  },
};
