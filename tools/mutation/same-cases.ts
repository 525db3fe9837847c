import fc from "fast-check";
import { beforeEach } from "vitest";

// The same cases for each mutant, so that a verdict does not change from run to run; a smaller counterexample tells nobody anything.
fc.configureGlobal({ seed: 20_261_123, endOnFailure: true });

/** Tests of size take a million steps, each of which a mutated file counts; what they would kill, a short line kills. */
const OF_SIZE = /\b(?:megabytes?|linear|bomb)\b/;

beforeEach(({ task, skip }) => {
  if (OF_SIZE.test(task.name)) skip();
});
