import type { Line, LineClaim, Origin, Score, Source } from "../sources/source.ts";

/** A source that has to look at the line. */
interface Claimant {
  readonly source: Source;
  readonly claim: LineClaim;
  readonly most: Score;
  /** Its place among the sources, which decides between equal scores. */
  readonly place: number;
}

/** The sources that can claim lines of one origin: worked out once for each payload. */
export interface Claimants {
  /** Those that have to look at the line and may get more than the fixed one, the highest possible score first. */
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
  for (const [place, source] of sources.entries()) {
    const claim = source.detect(origin);
    if (typeof claim === "function") asking.push({ source, claim, most: claim.most ?? 1, place });
    else if (claim > 0 && (fixed === undefined || claim > fixed.score)) fixed = { source, score: claim };
  }
  if (fixed === undefined)
    throw new Error("no source claims an arbitrary line: other.generic is missing from the registry");
  const { score } = fixed;
  const able = asking.filter(({ most }) => most > score).toSorted((a, b) => b.most - a.most || a.place - b.place);
  return { asking: able, fixed };
}

/** The source with the highest score for a line. The contract test keeps ties from happening. */
export function sourceOf(line: Line, { asking, fixed }: Claimants): Source {
  let best = fixed.source;
  let bestScore = fixed.score;
  let bestPlace = -1;
  for (const { source, claim, most, place } of asking) {
    if (most < bestScore || bestScore === 1) break;
    const score = claim(line);
    if (score > bestScore || (score === bestScore && place < bestPlace)) {
      best = source;
      bestScore = score;
      bestPlace = place;
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
