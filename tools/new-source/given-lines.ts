import { ownTimeOf } from "../../shared/core/own-time.ts";
import { newLine, type Line, type Origin, type Source } from "../../shared/sources/source.ts";
import { wrappedOrigin } from "../cli/replay-files.ts";

/** What somebody said about the lines on the command line. */
export interface Said {
  /** Undefined where nobody knows it. */
  readonly logGroup: string | undefined;
  readonly logStream: string;
  /** The carrier's time, ms since 1970; undefined to take it from the lines. */
  readonly at: number | undefined;
  readonly provenance: string;
}

/** Lines as the sources see them. */
export interface GivenLines {
  readonly said: Said;
  readonly origin: Origin;
  /** The carrier's time of all of them, ms since 1970. */
  readonly at: number;
  readonly lines: readonly Line[];
}

/** Stands for a log group that nobody named. */
const UNNAMED_GROUP = "samples";

/**
 * The lines with the carrier's time: the one that was said, else the latest in the lines, as a carrier gets a line after it was
 * written, else now.
 */
export function givenLines(texts: readonly string[], said: Said, now: number, sources: readonly Source[]): GivenLines {
  const origin = wrappedOrigin({ logGroup: said.logGroup ?? UNNAMED_GROUP, logStream: said.logStream });
  const ownTime = ownTimeOf(origin, sources);
  const own = texts.map(ownTime).filter((time) => time !== undefined);
  const at = said.at ?? (own.length > 0 ? Math.max(...own) : now);
  return { said, origin, at, lines: texts.map((text) => newLine(text, at)) };
}
