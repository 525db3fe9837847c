import { gzipSync } from "node:zlib";
import { readScenarios } from "../generate/scenarios.ts";

/** Subscription payloads of one kind, as CloudWatch would deliver them. */
export interface PayloadSet {
  readonly name: string;
  readonly payloads: readonly Buffer[];
  readonly events: number;
  /** Bytes of the payloads, inflated. */
  readonly bytes: number;
}

const PAYLOADS = 20;
const EVENTS = 500;

/**
 * Payload sets made of the sample lines of the sources, each line over and over with its own id and time: one set a platform,
 * and the estate, which mixes all streams.
 */
export async function payloadSets(): Promise<PayloadSet[]> {
  const scenarios = await readScenarios();
  const byPlatform = Map.groupBy(scenarios, ({ source }) => source.slice(0, source.indexOf(".")));
  const sets = [...byPlatform].filter(([platform]) => platform !== "other");
  return [...sets, ["estate", scenarios] as const].map(([name, members]) => {
    let bytes = 0;
    const payloads = Array.from({ length: PAYLOADS }, (_, number) => {
      const { batch } = members[number % members.length] as (typeof members)[number];
      const { account, logGroup, logStream } = batch.origin;
      const logEvents = Array.from({ length: EVENTS }, (__, index) => {
        const event = batch.events[index % batch.events.length] as (typeof batch.events)[number];
        const id = String(number * EVENTS + index).padStart(56, "3");
        return { id, timestamp: event.timestamp + index, message: event.message };
      });
      const text = JSON.stringify({
        messageType: "DATA_MESSAGE",
        owner: account,
        logGroup,
        logStream,
        subscriptionFilters: ["bench"],
        logEvents,
      });
      bytes += Buffer.byteLength(text);
      return gzipSync(text, { level: 6 });
    });
    return { name, payloads, events: PAYLOADS * EVENTS, bytes };
  });
}
