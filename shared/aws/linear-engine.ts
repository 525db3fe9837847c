import { createRequire } from "node:module";
import type * as Engine from "re2js";
import type { CompilePattern, PatternMatch } from "../core/redaction/linear-pattern.ts";

/** Cost of a search for each character, in instructions of the engine. */
const MOST_INSTRUCTIONS = 2_000;

let engine: typeof Engine | undefined;

/** A function without rules never reads the engine's 150 KB: the bundle has it in a file of its own. */
function load(): typeof Engine {
  engine ??= createRequire(import.meta.filename)("re2js") as typeof Engine;
  return engine;
}

/**
 * Compiles a regular expression for an engine that never goes back in the text (RE2's), so that no text makes it slow. Node's own
 * engine can take exponential time, and nobody can tell all such expressions from others by looking at them. What takes going back,
 * references to groups and looking ahead or behind, is a problem here.
 */
export const compilePattern: CompilePattern = (text, flags) => {
  const { RE2JS, RE2JSException } = load();
  try {
    const compiled = RE2JS.compile(flags === "" ? text : `(?${flags})${text}`);
    const size = compiled.programSize();
    if (size > MOST_INSTRUCTIONS) {
      return { ok: false, problem: `needs ${size} instructions, of at most ${MOST_INSTRUCTIONS}: repeat less` };
    }
    const pattern = {
      groups: compiled.groupCount(),
      names: compiled.namedGroups(),
      finds: (given: string) => compiled.test(given),
      matches: (given: string) => matchesOf(compiled, given),
    };
    return { ok: true, pattern };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const what = error.message.replace("error parsing regexp: ", "");
    return { ok: false, problem: `${what}; RE2's syntax has no looking ahead or behind and no references to groups` };
  }
};

function* matchesOf(compiled: Engine.RE2JS, text: string): Generator<PatternMatch> {
  const matcher = compiled.matcher(text);
  while (matcher.find()) {
    yield { start: matcher.start(), end: matcher.end(), group: (number) => matcher.group(number) ?? undefined };
  }
}
