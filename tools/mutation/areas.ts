/** A part of the code that is mutated together, because the same tests judge it. */
export interface Area {
  readonly name: string;
  /** Heading of its section in docs/mutation.md. */
  readonly title: string;
  /** What is mutated, from the project's folder. */
  readonly mutate: readonly string[];
  /** The tests that judge. */
  readonly tests: string;
  /** Fewest mutants that a test must notice, percent. */
  readonly least: number;
  readonly takes: string;
}

export const AREAS: readonly Area[] = [
  {
    name: "decoders",
    title: "Decoders and line grammars",
    mutate: ["shared/core/decode/**/*.ts", "shared/formats/**/*.ts"],
    tests: "tools/mutation/vitest.config.ts",
    least: 80,
    takes: "about an hour",
  },
  {
    name: "delivery",
    title: "Delivery core",
    mutate: ["shared/core/delivery/**/*.ts"],
    tests: "tools/mutation/delivery.vitest.config.ts",
    least: 85,
    takes: "about ten minutes",
  },
];

/** The area that a file belongs to; the first one for files of none, such as patterns. */
export function areaOf(file: string): Area {
  const [first] = AREAS;
  const area = AREAS.find(({ mutate }) =>
    mutate.some((pattern) => file.startsWith(pattern.slice(0, pattern.indexOf("*")))),
  );
  const found = area ?? first;
  if (found === undefined) throw new Error("there are no areas");
  return found;
}
