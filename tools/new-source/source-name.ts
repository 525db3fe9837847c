import { PLATFORMS, type Platform } from "../../shared/sources/source.ts";
import { Problem } from "../cli/problem.ts";

/** The name of a source in its two parts: `ecs.payment-audit` is `payment-audit` of `ecs`. */
export interface SourceName {
  readonly name: string;
  readonly platform: Platform;
  readonly what: string;
}

/** Each word begins with a letter, so that two names never make the same identifier in the registry. */
const WHAT = /^[a-z][a-z0-9]{0,30}(?:-[a-z][a-z0-9]{0,30}){0,5}$/;

/**
 * Reads NAME and `--platform`.
 *
 * @param given `<platform>.<what>`, or `<what>` where the platform is given.
 * @throws Problem when they are no name of a source.
 */
export function sourceName(given: string, platform: string | undefined): SourceName {
  const dot = given.indexOf(".");
  const named = dot < 0 ? platform : given.slice(0, dot);
  if (named === undefined) throw new Problem(`${given}: of which platform? Name it ecs.${given}, or say --platform`);
  if (platform !== undefined && named !== platform) throw new Problem(`${given} is not of --platform ${platform}`);
  const known = PLATFORMS.find((one) => one === named);
  if (known === undefined) throw new Problem(`${named}: not a platform; there are ${PLATFORMS.join(", ")}`);
  const what = given.slice(dot + 1);
  if (!WHAT.test(what)) throw new Problem(`${given}: not a name; wanted is one like ecs.payment-audit`);
  return { name: `${known}.${what}`, platform: known, what };
}
