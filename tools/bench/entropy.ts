/** Gives a whole number from 0 to below `limit`. */
export type Random = (limit: number) => number;

/** A generator of numbers that are the same for a seed on every machine (mulberry32, Tommy Ettinger, public domain). */
export function newRandom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

/** Runs that are an id, a hash or a number of some length. */
const RUN = /(?<![0-9A-Za-z\\])(?:[0-9a-f]{8,}|\d{5,})(?![0-9A-Za-z])/g;
/** What stays of a run of digits: a time since 1970 stays in its days. */
const KEPT_DIGITS = 5;

/**
 * A line with other ids and numbers of the same form in the places of its own.
 *
 * @param constant what is the same in all lines of a stream, as the name and id of a container are; it stays.
 */
export function withOtherIds(line: string, constant: string | undefined, random: Random): string {
  if (constant === undefined) return otherIds(line, random);
  return line
    .split(constant)
    .map((part) => otherIds(part, random))
    .join(constant);
}

function otherIds(line: string, random: Random): string {
  return line.replace(RUN, (run) => {
    if (/^\d+$/.test(run)) {
      const kept = run.length >= 10 ? run.slice(0, KEPT_DIGITS) : run.slice(0, 1);
      return kept + otherDigits(run.length - kept.length, 10, random);
    }
    return /\d/.test(run) ? otherDigits(run.length, 16, random) : run;
  });
}

function otherDigits(length: number, base: number, random: Random): string {
  let text = "";
  for (let index = 0; index < length; index++) text += random(base).toString(base);
  return text;
}
