import type { Line, Origin, Score, Source } from "../sources/source.ts";

/** A source that may claim lines of one origin, with its claim. */
interface Claimant {
  readonly source: Source;
  readonly claim: Score | ((line: Line) => Score);
}

/** The sources that can claim lines of one origin: worked out once for each payload. */
export interface Claimants {
  /** Those that have to look at the line. */
  readonly asking: readonly Claimant[];
  /** The best of those that do not. */
  readonly fixed: { readonly source: Source; readonly score: Score };
}

/**
 * Asks each source what it makes of an origin.
 *
 * @param sources at least one of them claims anything (`other.generic`), so that each line finds a source.
 */
export function claimantsOf(origin: Origin, sources: readonly Source[]): Claimants {
  const asking: Claimant[] = [];
  let fixed: Claimants["fixed"] | undefined;
  for (const source of sources) {
    const claim = source.detect(origin);
    if (typeof claim === "function") asking.push({ source, claim });
    else if (claim > 0 && (fixed === undefined || claim > fixed.score)) fixed = { source, score: claim };
  }
  if (fixed === undefined)
    throw new Error("no source claims an arbitrary line: other.generic is missing from the registry");
  return { asking, fixed };
}

/** The source with the highest score for a line. The contract test keeps ties from happening. */
export function sourceOf(line: Line, { asking, fixed }: Claimants): Source {
  let best = fixed.source;
  let bestScore = fixed.score;
  if (bestScore === 1) return best;
  for (const { source, claim } of asking) {
    const score = typeof claim === "function" ? claim(line) : claim;
    if (score > bestScore) {
      best = source;
      bestScore = score;
      if (score === 1) return best;
    }
  }
  return best;
}

/** All claims on a line, best first: for people (`npm run explain`) and the contract test. */
export function rankSources(
  line: Line,
  origin: Origin,
  sources: readonly Source[],
): { source: Source; score: Score }[] {
  return sources
    .map((source) => {
      const claim = source.detect(origin);
      return { source, score: typeof claim === "function" ? claim(line) : claim };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.source.name.localeCompare(b.source.name));
}
