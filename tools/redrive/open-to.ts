import type { DeliveryPorts } from "../../shared/core/delivery/deliver.ts";
import { judgeBulk } from "../../shared/core/delivery/judge.ts";
import { namedPath } from "../cli/arguments.ts";
import { directoryDestination } from "../cli/destinations/directory.ts";
import { openSearchDestination } from "../cli/destinations/opensearch.ts";
import { Problem } from "../cli/problem.ts";
import { awsServiceOf, basicBulk, signedBulk } from "./aws-domain.ts";
import { readUrl } from "./read-options.ts";

/** What `--to` names. */
export interface To {
  readonly bulk: DeliveryPorts["bulk"];
  /** Called once, when all is delivered. */
  readonly close: () => Promise<void>;
  /** Where the records are, for people. */
  readonly records: string;
}

/** One answer, and not a long wait for it: a wrong address should be said at once. */
const QUICKLY_MS = 10_000;

/**
 * Opens what `--to` names: a folder, or an OpenSearch. One of AWS is taken as it is, because its index template comes with the
 * deployment and a writer's role may not install it; into any other the template goes first, as with `replay`.
 *
 * @throws Problem when it does not answer or refuses.
 */
export async function openTo(to: string, env: Readonly<Record<string, string | undefined>>): Promise<To> {
  if (to === "" || to === "-")
    throw new Problem("--to: a redrive removes what it has delivered; wanted is a folder or a URL");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(to)) return directoryDestination(namedPath(to), to, "");
  const url = readUrl("--to", to);
  const aws = awsServiceOf(url, env);
  if (aws === undefined) return openSearchDestination(url, "");
  const bulk = url.username === "" ? signedBulk(url, aws) : basicBulk(url);
  const judgement = judgeBulk(await bulk("", QUICKLY_MS), 0);
  const refused = judgement.kind === "failed" && judgement.failure.reason === "access_denied";
  if (judgement.kind === "retry" || refused) throw new Problem(`--to ${url.origin}: ${judgement.failure.detail}`);
  return { bulk, close: async () => undefined, records: `${url.origin}/logs-*` };
}
