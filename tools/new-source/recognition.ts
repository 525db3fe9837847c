import { rankSources } from "../../shared/core/detect.ts";
import { newLine, type Line, type Score, type Source } from "../../shared/sources/source.ts";
import { Problem } from "../cli/problem.ts";
import type { Scenario } from "../generate/scenarios.ts";
import { continuing, hasShape, shapeOf, type Shape } from "./shape.ts";

/** How the new source knows its lines: by what they look like, or because everything in a log group is its own. */
export type Recognition =
  | { readonly by: "shape"; readonly shape: Shape; readonly score: Score }
  | { readonly by: "group"; readonly logGroup: string; readonly score: Score };

/**
 * Decides how the new source recognises the lines, so that it takes none from another source, as far as samples tell.
 *
 * @param logGroup where the lines are from; undefined when nobody said.
 * @param score above all claims on the lines.
 * @throws Problem when neither shape nor log group tells them from others.
 */
export function recognitionOf(
  lines: readonly Line[],
  logGroup: string | undefined,
  score: Score,
  scenarios: readonly Scenario[],
  sources: readonly Source[],
): Recognition {
  const shape = shapeOf(lines);
  const robbed = shape === undefined ? undefined : robbedOf({ by: "shape", shape, score }, scenarios, sources);
  if (shape !== undefined && robbed === undefined) return { by: "shape", shape, score };
  if (logGroup === undefined) throw new Problem(`${whyNoShape(lines, robbed)}: say --log-group, to know them by that`);
  const byGroup: Recognition = { by: "group", logGroup, score };
  const owner = robbedOf(byGroup, scenarios, sources);
  if (owner !== undefined)
    throw new Problem(`${whyNoShape(lines, robbed)}, and ${logGroup} is a log group of ${owner}`);
  return byGroup;
}

function whyNoShape(lines: readonly Line[], robbed: string | undefined): string {
  if (robbed !== undefined) return `what these lines have in common, samples of ${robbed} have, too`;
  const later = continuing(lines);
  if (later !== undefined) return `line ${later} goes on with the one before it, and does not look like it`;
  return "these lines have nothing in common that tells them from others";
}

/** The claim of a source that is yet to be written. */
function claimOf(recognition: Recognition, logGroup: string, line: Line): Score {
  const known = recognition.by === "shape" ? hasShape(recognition.shape, line) : recognition.logGroup === logGroup;
  return known ? recognition.score : 0;
}

/** The source that would lose a sample line to the new one, or tie with it. */
function robbedOf(
  recognition: Recognition,
  scenarios: readonly Scenario[],
  sources: readonly Source[],
): string | undefined {
  for (const { source, batch } of scenarios) {
    for (const { message, timestamp } of batch.events) {
      const line = newLine(message.replace(/[\r\n]+$/, ""), timestamp);
      const claim = claimOf(recognition, batch.origin.logGroup, line);
      if (claim > 0 && claim >= (rankSources(line, batch.origin, sources)[0]?.score ?? 0)) return source;
    }
  }
  return undefined;
}
