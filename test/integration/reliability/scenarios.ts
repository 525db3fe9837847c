import type { FaultId } from "../../../tools/faults/matrix/matrix.ts";
import { FIREHOSE_SCENARIOS } from "./firehose-scenarios.ts";
import { INPUT_SCENARIOS } from "./input-scenarios.ts";
import { LAMBDA_SCENARIOS } from "./lambda-scenarios.ts";
import { OPENSEARCH_SCENARIOS } from "./opensearch-scenarios.ts";
import { S3_SCENARIOS } from "./s3-scenarios.ts";
import type { Scenario } from "./scenario.ts";

/** The test of each row of the matrix. */
export const SCENARIOS: Readonly<Record<FaultId, Scenario>> = {
  ...OPENSEARCH_SCENARIOS,
  ...S3_SCENARIOS,
  ...FIREHOSE_SCENARIOS,
  ...LAMBDA_SCENARIOS,
  ...INPUT_SCENARIOS,
};
