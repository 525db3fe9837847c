import path from "node:path";
import { isoTime, epochMs } from "../../shared/formats/time.ts";
import { Problem } from "./problem.ts";

/** Reads the value of `--at`: ISO 8601 with or without clock, UTC where it names no zone. Gives ms since 1970. */
export function readTime(text: string): number {
  const iso = isoTime(text, "utc") ?? isoTime(`${text}T00:00:00Z`);
  if (iso === undefined) throw new Problem(`--at ${text}: not a time; wanted is one like 2026-11-23T09:00:00Z`);
  return epochMs(iso);
}

/** The npm scripts that take paths from people. */
const COMMANDS = new Set(["replay", "explain", "start", "redrive", "ask", "studio", "bench"]);

/**
 * The path of a file that was named on the command line. npm runs its scripts in the project's folder, while people name files
 * from where they stand; npm says where that was.
 */
export function namedPath(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const { npm_lifecycle_event: script, INIT_CWD: stood } = env;
  const byNpm = script !== undefined && COMMANDS.has(script) && stood !== undefined;
  return path.resolve(byNpm ? stood : ".", name);
}
