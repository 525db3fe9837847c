import type { FaultRow } from "./fault-row.ts";
import { FIREHOSE_ROWS } from "./firehose-rows.ts";
import { INPUT_ROWS } from "./input-rows.ts";
import { LAMBDA_ROWS } from "./lambda-rows.ts";
import { OPENSEARCH_ROWS } from "./opensearch-rows.ts";
import { S3_ROWS } from "./s3-rows.ts";

/**
 * The faults that Tributary survives, each declared once: docs/reliability.md shows them, and test/integration/reliability runs
 * each of them on each of its routes. A row without a test does not compile, and neither does a test without a row.
 */
export const MATRIX = {
  ...OPENSEARCH_ROWS,
  ...S3_ROWS,
  ...FIREHOSE_ROWS,
  ...LAMBDA_ROWS,
  ...INPUT_ROWS,
} as const satisfies Readonly<Record<string, FaultRow>>;

export type FaultId = keyof typeof MATRIX;

export const FAULT_IDS = Object.keys(MATRIX) as FaultId[];
