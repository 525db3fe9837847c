/** Languages that titles have. */
export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whose objects, and in which language: index names and ids begin with the prefix, so that stacks can share a domain. */
export interface ObjectSettings {
  /** First part of index names, without the dash: `logs`. */
  readonly indexPrefix: string;
  readonly language: Language;
}

export type ObjectType = "index-pattern" | "search" | "visualization" | "dashboard";

export interface Reference {
  readonly name: string;
  readonly type: ObjectType;
  readonly id: string;
}

/** An object of OpenSearch Dashboards, as `_export` writes it and `_import` reads it: one line of NDJSON. */
export interface SavedObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly Reference[];
  readonly migrationVersion: Readonly<Partial<Record<ObjectType, string>>>;
}

/**
 * The last migration of each type in OpenSearch Dashboards 1.x to 3.x (`src/plugins/…/server/saved_objects`): an object that names it
 * is imported as it is, one that names an older one is changed on import, one that names a newer one is refused.
 */
const MIGRATIONS: Readonly<Record<ObjectType, string>> = {
  "index-pattern": "7.6.0",
  search: "7.9.3",
  visualization: "7.10.0",
  dashboard: "7.9.3",
};

/** A saved object; its id is stable, so that importing it again replaces it. */
export function savedObject(
  type: ObjectType,
  id: string,
  attributes: SavedObject["attributes"],
  references: readonly Reference[] = [],
): SavedObject {
  return { id, type, attributes, references, migrationVersion: { [type]: MIGRATIONS[type] } };
}

/** The id of an object: `tributary-logs-question-server-errors`. */
export function objectId({ indexPrefix }: ObjectSettings, kind: string, name: string): string {
  return `tributary-${indexPrefix}-${kind}-${name}`;
}

/** The name that a search source's index pattern is referred to by. */
export const INDEX_REF = "kibanaSavedObjectMeta.searchSourceJSON.index";

/** Attributes keep what is nested as JSON text. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
