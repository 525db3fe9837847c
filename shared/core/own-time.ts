import { newDraft } from "../schema/draft.ts";
import { epochMs, LATEST_MS } from "../formats/time.ts";
import { newLine, type Origin, type Source } from "../sources/source.ts";
import { claimantsOf, sourceOf } from "./detect.ts";

/**
 * How to read the time that a line of this origin gives itself, as its source understands it: for lines without a carrier, which
 * a replay hands over as the carrier would have. Worked out once for each stream; what is returned gives ms since 1970 (decimals
 * cut), or undefined where the line has no date, a date without a year, or one outside 1970–2262.
 */
export function ownTimeOf(origin: Origin, sources: readonly Source[]): (text: string) => number | undefined {
  const claimants = claimantsOf(origin, sources);
  return (text) => {
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    // The carrier's time is only there for dates without a year, and those are not taken.
    const line = newLine(text.slice(0, end), 0);
    const draft = newDraft(line.text);
    sourceOf(line, claimants).normalize(line, draft, origin);
    if (draft.time === undefined || draft.yearAssumed) return undefined;
    const ms = epochMs(draft.time);
    return ms >= 0 && ms < LATEST_MS ? ms : undefined;
  };
}
