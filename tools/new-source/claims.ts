import { rankSources } from "../../shared/core/detect.ts";
import type { Line, Origin, Score, Source } from "../../shared/sources/source.ts";

/** How many of the lines a source claims with one score. */
export interface Claimed {
  readonly lines: number;
  readonly source: string;
  readonly score: Score;
}

/** Who claims these lines today: highest score first. */
export function claimsOn(lines: readonly Line[], origin: Origin, sources: readonly Source[]): Claimed[] {
  const claims = new Map<string, Claimed>();
  for (const line of lines) {
    for (const { source, score } of rankSources(line, origin, sources)) {
      const key = `${source.name} ${score}`;
      claims.set(key, { lines: (claims.get(key)?.lines ?? 0) + 1, source: source.name, score });
    }
  }
  return [...claims.values()].toSorted((one, other) => other.score - one.score || other.lines - one.lines);
}

/** Scores that a shape may claim with (docs/sources.md): as high as needed, and no higher. */
const SCORES: readonly Score[] = [0.8, 0.85, 0.88, 0.92, 0.95, 0.98];

/** A score above all of these claims; undefined where one of them is certain. */
export function winningScore(claims: readonly Claimed[]): Score | undefined {
  const best = claims[0]?.score ?? 0;
  return SCORES.find((score) => score > best) ?? (best < 1 ? Math.round(500 * (1 + best)) / 1000 : undefined);
}

/** A source with this claim on lines means that somebody has taken care of them already. */
export const TAKEN: Score = 0.85;
