import { clusterBulk } from "../../shared/aws/cluster.ts";
import { DELIVERY_VARIABLES, pipelineOf } from "../../shared/aws/environment.ts";
import { readEnv } from "../../shared/core/env.ts";
import type { Pipeline } from "../../shared/core/pipeline/pipeline.ts";
import { Problem } from "../cli/problem.ts";

/** What the functions must be told and this command has other ways to know. */
const STAND_INS = { AWS_REGION: "us-east-1", OPENSEARCH_ENDPOINT: "http://127.0.0.1", FAILURES_BUCKET: "none" };

/**
 * The pipeline of the function, with the settings of its environment variables as far as they are set here: records that are
 * decoded again must get the index that the function would give them. It delivers and writes nothing yet.
 *
 * @throws Problem when one of them is malformed.
 */
export function redrivePipeline(env: Readonly<Record<string, string | undefined>>): Pipeline {
  const set = Object.keys(DELIVERY_VARIABLES).flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  const read = readEnv(DELIVERY_VARIABLES, { ...STAND_INS, ...(Object.fromEntries(set) as Record<string, string>) });
  if (!read.ok) throw new Problem(`environment: ${read.problems.join("; ")}`);
  return pipelineOf(read.values, clusterBulk(read.values));
}
