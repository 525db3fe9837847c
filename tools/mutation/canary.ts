/** Tested to the last mutant. Each of them has to die: if one survives, mutants are not activated and no verdict means anything. */
export function isLater(one: number, other: number): boolean {
  return one > other;
}

/** Run by a test that looks away. Its mutants have to survive: if one dies, tests fail for another reason than the mutant. */
export function unwatched(count: number): number {
  return count + 1;
}
