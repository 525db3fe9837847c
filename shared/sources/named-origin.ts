import { type Claim, type Line, type Origin, type Score, upTo } from "./source.ts";

/**
 * The claim on lines whose log group and stream have names that an agent's documentation suggests: certain where both agree,
 * nearly so by the stream alone, and only better than nothing by the group, which operators name as they like.
 */
export function nameClaim({ logGroup, logStream }: Origin, name: RegExp): Score {
  const group = name.test(logGroup);
  if (name.test(logStream)) return group ? 1 : 0.9;
  return group ? 0.5 : 0;
}

/**
 * The better claim of an origin's name and of a line's shape.
 *
 * @param most the highest score that `shape` gives.
 */
export function claimByName(name: Score, most: Score, shape: (line: Line) => Score): Claim {
  if (name >= 0.9) return name;
  return upTo(Math.max(name, most), name === 0 ? shape : (line) => Math.max(name, shape(line)));
}
