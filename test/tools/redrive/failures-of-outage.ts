import path from "node:path";
import { newCatalog } from "../../../shared/core/normalize.ts";
import { indexEvent } from "../../../shared/core/pipeline/index-event.ts";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { failuresFolder } from "../../../tools/cli/destinations/failures-folder.ts";
import type { Faults } from "../../core/fake-opensearch.ts";
import { awslogs, entry, gz, subscription } from "../../core/payloads.ts";
import { newWorld, type World } from "../../core/world.ts";

const DOWN: Faults = { request: () => ({ kind: "answer", status: 401, body: "" }) };

/** What invocations would have put into a cluster that is well. */
export async function healthyWorld(invocations: number): Promise<World> {
  const world = newWorld({ catalog: newCatalog(SOURCES) });
  for (let number = 0; number < invocations; number++)
    await indexEvent(eventOf(number), world.pipeline, "eu-west-1", world.deadline);
  return world;
}

/** Writes into `failures` of a folder what the same invocations leave while the cluster is down: an object each. */
export async function writeFailures(folder: string, invocations: number): Promise<void> {
  const world = newWorld({ catalog: newCatalog(SOURCES), faults: DOWN });
  const pipeline = { ...world.pipeline, putFailure: failuresFolder(path.join(folder, "failures")) };
  for (let number = 0; number < invocations; number++)
    await indexEvent(eventOf(number), pipeline, "eu-west-1", world.deadline);
}

function eventOf(number: number): unknown {
  const line = (which: string) =>
    `I1123 11:59:18.424246       1 schedule_one.go:314] "Bound" pod="default/web-${number}-${which}"`;
  return awslogs(gz(subscription([entry(line("a"), number * 2), entry(line("b"), number * 2 + 1)])));
}

/** Documents by index and id. */
export function stored({ cluster }: Pick<World, "cluster">): Record<string, Record<string, string>> {
  return Object.fromEntries([...cluster.indices].map(([name, documents]) => [name, Object.fromEntries(documents)]));
}
