import type { FaultId } from "../../../tools/faults/matrix/matrix.ts";
import { OPENSEARCH_SCENARIOS } from "./opensearch-scenarios.ts";
import type { Scenario } from "./scenario.ts";

/** The test of each row of the matrix. */
export const SCENARIOS: Readonly<Record<FaultId, Scenario>> = { ...OPENSEARCH_SCENARIOS };
