import type { FirehoseClientConfig } from "@aws-sdk/client-firehose";
import type { PutPorts } from "../core/delivery/put-records.ts";
import { lazily } from "./lazily.ts";

/**
 * Puts records into delivery streams, as {@link file://./firehose-put.ts} does, whose client is loaded when it is needed first: most
 * functions deliver to OpenSearch.
 *
 * @param config for tests and local servers; in Lambda the environment says it all.
 */
export function recordPutter(config: FirehoseClientConfig = {}): PutPorts["put"] {
  const loaded = lazily(async () => {
    const { firehosePut } = await import("./firehose-put.ts");
    return firehosePut(config);
  });
  return async (stream, records, timeoutMs) => (await loaded())(stream, records, timeoutMs);
}
