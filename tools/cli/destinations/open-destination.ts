import path from "node:path";
import { namedPath } from "../arguments.ts";
import type { Env } from "../aws-domain.ts";
import { readUrl } from "../cluster.ts";
import { Problem } from "../problem.ts";
import type { Destination } from "./destination.ts";
import { directoryDestination } from "./directory.ts";
import { openSearchDestination } from "./opensearch.ts";
import { streamDestination } from "./stdout.ts";

/** Where a replay puts its files unless it is told otherwise. */
export const OUT = "out";

/**
 * Opens what `--to` names.
 *
 * @param to `-`, a URL or a folder; by default a terminal gets a folder, because records are long, and a pipe gets the records.
 * @param failures folder for failures; by default `failures` in the folder of the records, or in `./out`.
 */
export async function openDestination(
  to: string | undefined,
  failures: string | undefined,
  isTerminal: boolean,
  env: Env,
): Promise<Destination> {
  const chosen = to ?? (isTerminal ? OUT : "-");
  if (chosen === "") throw new Problem("--to: names nothing; wanted is -, a folder or a URL");
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(chosen) ? readUrl("--to", chosen) : undefined;
  const folder = chosen === "-" || url !== undefined ? OUT : chosen;
  const failuresFolder = shownPath(failures ?? path.join(folder, "failures"));
  if (url !== undefined) return openSearchDestination(url, failuresFolder, env);
  if (chosen === "-") return streamDestination(process.stdout, failuresFolder);
  return directoryDestination(namedPath(chosen), chosen, failuresFolder);
}

/** The path of a file for people, and for this process: relative where that is shorter to read. */
export function shownPath(name: string): string {
  const full = namedPath(name);
  const relative = path.relative("", full);
  return relative.startsWith("..") ? full : relative;
}
