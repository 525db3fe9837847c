import { failingItems, ITEM_429, ITEM_BLOCKED, unavailable } from "../../../tools/faults/opensearch-faults.ts";
import type { LAMBDA_ROWS } from "../../../tools/faults/matrix/lambda-rows.ts";
import { agentRecord, awslogsEvent, noise, subscriptionPayload, tokenOf } from "../../../tools/faults/traffic.ts";
import type { FunctionsUnderFault } from "../../../tools/faults/functions.ts";
import type { AsyncLambda } from "../../../tools/faults/async-lambda.ts";
import { killedAt } from "../../../tools/faults/killed.ts";
import { putPayload, sendPayload, sendUsual, type Scenario } from "./scenario.ts";
import { inSmallProcess } from "./small-process.ts";
import type { World } from "./world.ts";

/** Calls to the outside that an invocation of these tests makes at most: two requests, an object for each, and attempts. */
const CALLS = 6;
const EVENTS = 12;
const MB = 1024 * 1024;

/** An invocation each that ends before its nth call to the outside, and after; and some that begin with hardly any time. */
async function sendDying(world: World, lambda: AsyncLambda): Promise<void> {
  let number = 0;
  const send = async (functions: FunctionsUnderFault): Promise<void> => {
    lambda.use(functions);
    await sendPayload(world, lambda, subscriptionPayload(number, EVENTS, number));
    number += EVENTS;
  };
  for (let call = 1; call <= CALLS; call++) {
    for (const carriedOut of [false, true]) await send(killedAt((over) => world.functions({}, over), call, carriedOut));
  }
  const whole = world.functions();
  for (const remainingMs of [0, 1]) await send({ ...whole, index: (event) => whole.index(event, remainingMs) });
  lambda.use(whole);
  await lambda.retry();
}

/** A payload whose event is as large as one may be that is invoked asynchronously. */
function largestPayload() {
  const payload = (lines: number) => subscriptionPayload(0, lines, 0, (number) => ` note="${noise(1_500, number)}"`);
  let lines = 100;
  let made = payload(lines);
  while (JSON.stringify(awslogsEvent(payload(lines + 50).bytes)).length <= MB) made = payload((lines += 50));
  return made;
}

/** The test of each row. */
export const LAMBDA_SCENARIOS: Readonly<Record<keyof typeof LAMBDA_ROWS, Scenario>> = {
  "lambda-deadline": {
    breaks: ({ opensearch }) => opensearch.set(failingItems(4, ITEM_BLOCKED)),
    sends: sendDying,
  },
  "lambda-retried": {
    breaks: () => undefined,
    sends: async (world, lambda, route) => {
      await sendUsual(world, lambda, route);
      await sendUsual(world, lambda, route);
    },
  },
  "lambda-duplicate": {
    breaks: ({ opensearch }) => opensearch.set(failingItems(3, ITEM_429)),
    sends: async (world, lambda, route) => {
      await Promise.all([sendUsual(world, lambda, route), sendUsual(world, lambda, route)]);
    },
  },
  "lambda-1-mb": {
    breaks: ({ opensearch }) => opensearch.set(unavailable),
    sends: (world, lambda) => sendPayload(world, lambda, largestPayload()),
  },
  "lambda-6-mb": {
    // Base64 and what stands around the records make 6 MB of it.
    bufferBytes: 4.4 * MB,
    breaks: () => undefined,
    sends: async (world) => {
      await putPayload(world, subscriptionPayload(0, EVENTS));
      for (let number = EVENTS; number < 1_500; number++) {
        world.sent.set(tokenOf(number), undefined);
        await world.stream.put(agentRecord(number, noise(2_700, number)));
      }
      await world.stream.flush();
    },
  },
  "lambda-memory": {
    breaks: () => undefined,
    sends: async (world, lambda) => {
      lambda.use(inSmallProcess(world));
      await sendPayload(
        world,
        lambda,
        subscriptionPayload(0, 2_500, 0, () => ` note="${"x".repeat(20_000)}"`),
      );
      await lambda.retry();
      await lambda.retry();
    },
  },
};
