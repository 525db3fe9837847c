import { hash } from "node:crypto";
import type { DeliveryPorts } from "../../../shared/core/delivery/deliver.ts";
import type { BulkAnswer } from "../../../shared/core/delivery/judge.ts";
import type { Pipeline } from "../../../shared/core/pipeline/pipeline.ts";
import { ITEM_429 } from "../../faults/opensearch-faults.ts";
import { FAULTS, type Fault } from "../wire/messages.ts";

export type Switches = Record<Fault, boolean>;

export function allOff(): Switches {
  return Object.fromEntries(FAULTS.map((fault) => [fault, false])) as Switches;
}

/** How long a slow store takes for one object, ms. */
const SLOW_MS = 1500;
/** A throttled cluster takes one in so many documents of each request. */
const TAKES_ONE_IN = 3;
/** A cluster without the template refuses one in so many, the same ones each time. */
const REFUSES_ONE_IN = 4;

/** Puts the faults that are switched on between the functions and the cluster, as answers that a real one would give. */
export function faultyBulk(bulk: DeliveryPorts["bulk"], switches: Switches): DeliveryPorts["bulk"] {
  return async (body, timeoutMs) => {
    // A redrive asks with an empty body whether anybody answers.
    if (switches.down) return { kind: "no-answer", detail: "connect ECONNREFUSED (switched off in the studio)" };
    if (!switches.throttled && !switches.mapping) return bulk(body, timeoutMs);
    const entries = entriesOf(body);
    const faults = entries.map((entry, number) => faultOf(entry, number, entries.length, switches));
    const sent = entries.filter((_, number) => faults[number] === undefined);
    const answer = sent.length === 0 ? NOTHING : await bulk(sent.join(""), timeoutMs);
    return merged(faults, answer);
  };
}

/** The store for failures, as slow as a busy one. */
export function slowPut(put: Pipeline["putFailure"], switches: Switches): Pipeline["putFailure"] {
  return async (key, body) => {
    if (switches.slow) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    await put(key, body);
  };
}

const NOTHING: BulkAnswer = { kind: "answer", status: 200, body: { items: [] } };

/** An action with its document; both end in a line end. */
function entriesOf(body: string): string[] {
  const lines = body.split("\n");
  const entries: string[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) entries.push(`${lines[at] ?? ""}\n${lines[at + 1] ?? ""}\n`);
  return entries;
}

const REFUSED = {
  status: 400,
  error: { type: "mapper_parsing_exception", reason: "failed to parse a field (switched on in the studio)" },
};

function faultOf(entry: string, number: number, count: number, { throttled, mapping }: Switches): object | undefined {
  const action = entry.slice(0, entry.indexOf("\n"));
  if (mapping && Number.parseInt(hash("sha256", action, "hex").slice(0, 4), 16) % REFUSES_ONE_IN === 0) return REFUSED;
  return throttled && number >= Math.ceil(count / TAKES_ONE_IN) ? ITEM_429 : undefined;
}

/** What the cluster said to what was sent, among what the faults say to the rest. */
function merged(faults: readonly (object | undefined)[], answer: BulkAnswer): BulkAnswer {
  if (answer.kind !== "answer" || answer.status !== 200) return answer;
  const { body } = answer;
  if (typeof body !== "object" || body === null || !("items" in body) || !Array.isArray(body.items)) return answer;
  const said = body.items.values();
  const items: unknown[] = faults.map((fault) =>
    fault === undefined ? (said.next().value as unknown) : { create: fault },
  );
  return { kind: "answer", status: 200, body: { items } };
}
