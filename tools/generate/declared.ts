import { COMMON_FIELDS } from "../../shared/schema/common-fields.ts";
import type { Field, Fields } from "../../shared/schema/field.ts";
import type { Source } from "../../shared/sources/source.ts";

/** A field under `attributes` with the sources that declare it as their own; none where it is common. */
export interface DeclaredAttribute {
  readonly name: string;
  readonly field: Field;
  readonly sources: readonly string[];
}

/**
 * All fields under `attributes`, common ones first, then each source's own. Throws when two declarations of one name differ,
 * or when a name is the prefix of another: OpenSearch would need it to be a value and an object at once.
 */
export function declaredAttributes(sources: readonly Source[]): DeclaredAttribute[] {
  const byName = new Map<string, { field: Field; sources: string[] }>();
  for (const [name, field] of Object.entries(COMMON_FIELDS as Fields)) byName.set(name, { field, sources: [] });
  for (const source of sources) {
    for (const [name, field] of Object.entries(source.fields)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, { field, sources: [source.name] });
      else if (known.field.type !== field.type || known.field.many !== field.many) {
        throw new Error(
          `${source.name} declares ${name} as ${field.type}, ${known.sources[0] ?? "the common fields"} as ${known.field.type}`,
        );
      } else known.sources.push(source.name);
    }
  }
  refusePrefixes([...byName.keys()]);
  return [...byName].map(([name, declared]) => ({ name, ...declared }));
}

/** Throws when one dotted name is the beginning of another. */
export function refusePrefixes(names: readonly string[]): void {
  const all = new Set(names);
  for (const name of names) {
    for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1)) {
      if (all.has(name.slice(0, dot)))
        throw new Error(`${name.slice(0, dot)} is a field, and the beginning of ${name}`);
    }
  }
}
