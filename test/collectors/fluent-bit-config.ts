/** A section of a classic Fluent Bit configuration; keys are lower case, as Fluent Bit does not tell cases apart. */
export interface Section {
  readonly kind: string;
  readonly entries: readonly (readonly [key: string, value: string])[];
}

/** What the files of one configuration are called, as `@INCLUDE` names them. */
export type ConfigFiles = Readonly<Record<string, string>>;

const INDENTED = /^(?: {2,}|\t)\S/;

/**
 * Reads a classic configuration (Fluent Bit manual, "Format and Schema"): sections in brackets, indented keys and values, comments
 * on lines of their own, files included in place.
 *
 * @throws on anything that Fluent Bit would refuse or silently take for something else.
 */
export function parseFluentBit(files: ConfigFiles, main: string): Section[] {
  const text = files[main];
  if (text === undefined) throw new Error(`@INCLUDE ${main}: there is no such file`);
  const sections: Section[] = [];
  let entries: [string, string][] | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const place = `${main}:${index + 1}`;
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const kind = /^\[([A-Z_]+)\]$/.exec(line)?.[1];
    const included = /^@INCLUDE (\S+)$/.exec(line)?.[1];
    const [, key, value] = /^(\S+)\s+(.+)$/.exec(trimmed) ?? [];
    if (kind !== undefined) {
      entries = [];
      sections.push({ kind, entries });
    } else if (included !== undefined) {
      entries = undefined;
      sections.push(...parseFluentBit(files, included));
    } else if (entries === undefined) throw new Error(`${place}: ${trimmed} is in no section`);
    else if (!INDENTED.test(line)) throw new Error(`${place}: a key has to be indented`);
    else if (key === undefined || value === undefined) throw new Error(`${place}: ${trimmed} has no value`);
    else entries.push([key.toLowerCase(), value]);
  }
  return sections;
}

/** The value of a key that a section has once; empty when it has none. */
export function valueOf({ entries }: Section, key: string): string {
  return entries.find(([name]) => name === key)?.[1] ?? "";
}

/** The tags that an input gives: `*` in its tag is the path of a file, `/` written as `.`, or the unit; `*` in a path stays. */
export function tagPatterns(input: Section): string[] {
  const tag = valueOf(input, "tag");
  if (!tag.includes("*")) return [tag];
  if (valueOf(input, "name") === "systemd") {
    const filters = input.entries.filter(([key]) => key === "systemd_filter");
    return filters.map(([, value]) => tag.replace("*", value.replace(/^_SYSTEMD_UNIT=/, "")));
  }
  const paths = valueOf(input, "path").split(/,\s*/);
  return paths.map((path) => tag.replace("*", path.replace(/^\//, "").replaceAll("/", ".")));
}

/** Whether a filter or an output takes records of a tag: `Match` with `*`, or `Match_Regex`. */
export function takes(section: Section, tag: string): boolean {
  const pattern = valueOf(section, "match_regex");
  if (pattern !== "") return new RegExp(pattern).test(tag);
  return wildcard(valueOf(section, "match")).test(tag);
}

/** A pattern in which `*` stands for any text. */
export function wildcard(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(".*")}$`,
  );
}
