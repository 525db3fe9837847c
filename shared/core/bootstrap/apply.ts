import type { AdminPorts } from "./admin-request.ts";
import type { CustomResourceOutcome } from "./custom-resource.ts";
import { readBootstrapProperties } from "./bootstrap-properties.ts";
import { desiredState, type ShippedData } from "./desired-state.ts";
import { install } from "./install.ts";

/**
 * Brings a cluster to what the properties of the custom resource ask for.
 *
 * @param deadline ms since 1970; the cluster is waited for until then.
 */
export async function applyProperties(
  properties: Readonly<Record<string, unknown>>,
  shipped: ShippedData,
  ports: AdminPorts,
  deadline: number,
): Promise<CustomResourceOutcome> {
  const read = readBootstrapProperties(properties);
  if (!read.ok) return { ok: false, reason: read.problems.join("; ") };
  const { changes, problem } = await install(desiredState(read.settings, shipped), ports, deadline);
  if (problem !== undefined) return { ok: false, reason: problem };
  const done = [...changes].map(([name, { change }]) => `${name} ${change}`);
  const notes = [...changes.values()].flatMap((change) => change.notes ?? []);
  return { ok: true, data: { Changes: done.join("; "), ...(notes.length > 0 ? { Notes: notes.join("; ") } : {}) } };
}
