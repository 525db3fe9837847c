import { type AdminPorts, patientAsk } from "./admin-request.ts";
import type { Artefact, Change } from "./artefact.ts";

/** What became of an installation; `changes` holds what was done before a problem, too. */
export interface InstallOutcome {
  readonly changes: ReadonlyMap<string, Change>;
  readonly problem: string | undefined;
}

/**
 * Installs one artefact after the other, up to the first problem. Each compares first, so that a second run writes nothing, and one
 * after a problem goes on from there.
 *
 * @param deadline ms since 1970; the cluster is waited for until then.
 */
export async function install(
  artefacts: readonly Artefact[],
  ports: AdminPorts,
  deadline: number,
): Promise<InstallOutcome> {
  const ask = patientAsk(ports, deadline);
  const changes = new Map<string, Change>();
  for (const { name, install: installOne } of artefacts) {
    const outcome = await installOne(ask);
    if ("problem" in outcome) return { changes, problem: outcome.problem };
    changes.set(name, outcome);
  }
  return { changes, problem: undefined };
}
