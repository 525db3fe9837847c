import { namedPath } from "../cli/arguments.ts";
import type { Env } from "../cli/aws-domain.ts";
import { readUrl } from "../cli/cluster.ts";
import type { Destination } from "../cli/destinations/destination.ts";
import { directoryDestination } from "../cli/destinations/directory.ts";
import { openSearchDestination } from "../cli/destinations/opensearch.ts";
import { Problem } from "../cli/problem.ts";

/** What `--to` names. Failures go where they come from, so this has no place for them. */
export type To = Pick<Destination, "bulk" | "close" | "records">;

/**
 * Opens what `--to` names: a folder, or an OpenSearch.
 *
 * @throws Problem when it does not answer or refuses.
 */
export async function openTo(to: string, env: Env): Promise<To> {
  if (to === "" || to === "-")
    throw new Problem("--to: a redrive removes what it has delivered; wanted is a folder or a URL");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(to)) return directoryDestination(namedPath(to), to, "");
  return openSearchDestination(readUrl("--to", to), "", env);
}
