import { partitionOf } from "./control-plane.ts";
import type { ResourceValues } from "../schema/draft.ts";
import type { Origin } from "./source.ts";

/** What the name of a log stream tells about an execution environment. */
export interface LambdaStream {
  /** Only where the function logs to a group of the user's. */
  readonly functionName: string | undefined;
  readonly version: string;
  readonly instance: string;
}

/** `2023/11/06/my-function[$LATEST]13e304cb…`; AWS's documentation puts the id in brackets, too, and letters beyond `f` into it. */
const STREAM = /^\d{4}\/\d{2}\/\d{2}\/([\w-]{0,140})\[([^\]/]{1,128})\]\[?([\dA-Za-z]{8,64})\]?$/;
const GROUP = "/aws/lambda/";
/** Lambda@Edge logs where the viewer is, under the name of the function's home region. */
const EDGE = /^us-east-1\.(?=.)/;

/** Takes a stream's name apart; undefined when it is no function's. */
export function parseLambdaStream(logStream: string): LambdaStream | undefined {
  const [, name, version, instance] = STREAM.exec(logStream) ?? [];
  if (version === undefined || instance === undefined) return undefined;
  return { functionName: name === "" ? undefined : name, version, instance };
}

/** Whether log group or stream say that a Lambda function wrote the lines. */
export function isLambdaOrigin({ logGroup, logStream }: Origin): boolean {
  return logGroup.startsWith(GROUP) || STREAM.test(logStream);
}

/** Function, version and execution environment, as far as group and stream tell. */
export function lambdaResource({ logGroup, logStream, account, region }: Origin): ResourceValues {
  const stream = parseLambdaStream(logStream);
  const grouped = logGroup.startsWith(GROUP) ? logGroup.slice(GROUP.length) : undefined;
  const edge = grouped !== undefined && EDGE.test(grouped);
  const name = stream?.functionName ?? grouped?.replace(EDGE, "");
  const home = edge ? "us-east-1" : region;
  const known = name !== undefined && account !== "" && home !== "";
  return {
    "faas.name": name === "" ? undefined : name,
    "faas.version": stream?.version,
    "faas.instance": stream?.instance,
    "cloud.resource_id": known ? `arn:${partitionOf(home)}:lambda:${home}:${account}:function:${name}` : undefined,
  };
}
