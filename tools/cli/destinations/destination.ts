import type { DeliveryPorts } from "../../../shared/core/delivery/deliver.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";

/** Where a replay puts records and failures: what the functions know as OpenSearch and S3. */
export interface Destination {
  readonly bulk: DeliveryPorts["bulk"];
  readonly putFailure: Pipeline["putFailure"];
  /** Called once, when all is delivered. */
  readonly close: () => Promise<void>;
  /** Where the records are now, for people. */
  readonly records: string;
  /** Folder of the failures, for people. */
  readonly failures: string;
}
