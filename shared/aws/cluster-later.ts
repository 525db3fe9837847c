import type { Pipeline } from "../core/pipeline/pipeline.ts";
import type { BulkEnvironment } from "./cluster-variables.ts";
import { lazily } from "./lazily.ts";

/** As `clusterBulk`, for a function that seldom sends: the client, and Node's own HTTPS and TLS, are loaded with the first request. */
export function clusterBulkLater(env: BulkEnvironment): Pipeline["bulk"] {
  const bulk = lazily(async () => {
    const { clusterBulk } = await import("./cluster.ts");
    return clusterBulk(env);
  });
  return async (body, timeoutMs) => (await bulk())(body, timeoutMs);
}
