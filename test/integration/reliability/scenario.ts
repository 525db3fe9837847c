import {
  agentRecord,
  awslogsEvent,
  subscriptionPayload,
  tokenOf,
  type Payload,
} from "../../../tools/faults/traffic.ts";
import type { AsyncLambda } from "../../../tools/faults/async-lambda.ts";
import type { Route } from "../../../tools/faults/matrix/fault-row.ts";
import type { World } from "./world.ts";

/** The test of one row: how the fault is made, and how it is lifted. Whatever is not said is as usual. */
export interface Scenario {
  /** The test kills its server, and needs one of its own. */
  readonly ownServer?: true;
  /** Time of an invocation, ms; two minutes unless said. */
  readonly invocationMs?: number;
  /** Bytes that Firehose hands to the transformation at once; 1 MiB unless said. */
  readonly bufferBytes?: number;
  /** What the operator has set. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the operator sets in order to mend the fault. */
  readonly mended?: Readonly<Record<string, string>>;
  /** While all is well. */
  readonly before?: (world: World, lambda: AsyncLambda, route: Route) => Promise<void>;
  /** Brings the fault; what it gives is set in the environment of the functions while the fault lasts. */
  readonly breaks: (world: World) => Broken | Promise<Broken>;
  /** What the failures in S3 say about it. */
  readonly detail?: RegExp;
  /** Sends what is sent during the fault. */
  readonly sends?: (world: World, lambda: AsyncLambda, route: Route) => Promise<void>;
  /** Lifts the fault, beside that the proxies let everything through again. */
  readonly mends?: (world: World) => Promise<void>;
}

type Broken = Readonly<Record<string, string>> | void;

/** Log events of one payload. */
const EVENTS = 12;

/** Four subscription payloads, each of several requests; through Firehose two of them, and what an agent puts there itself. */
export async function sendUsual(world: World, lambda: AsyncLambda, route: Route, from = 0): Promise<void> {
  if (route !== "transform") {
    for (const turn of [0, 1, 2, 3]) {
      await sendPayload(world, lambda, subscriptionPayload(from + turn * EVENTS, EVENTS, turn));
    }
    return world.stream.flush();
  }
  for (const turn of [0, 1]) await putPayload(world, subscriptionPayload(from + turn * EVENTS, EVENTS, turn));
  for (let number = from + 2 * EVENTS; number < from + 4 * EVENTS; number++) {
    world.sent.set(tokenOf(number), undefined);
    await world.stream.put(agentRecord(number));
  }
  await world.stream.flush();
}

/** CloudWatch Logs invokes `index`. */
export async function sendPayload(world: World, lambda: AsyncLambda, { bytes, sent }: Payload): Promise<void> {
  for (const { token, id } of sent) world.sent.set(token, world.route === "index" ? id : undefined);
  await lambda.invoke(awslogsEvent(bytes));
}

/** CloudWatch Logs puts a payload into the stream, of which `transform` delivers the log events itself. */
export async function putPayload(world: World, { bytes, sent }: Payload): Promise<void> {
  for (const { token, id } of sent) world.sent.set(token, id);
  await world.stream.put(bytes);
}
