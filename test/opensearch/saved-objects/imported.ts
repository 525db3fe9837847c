import { readFileSync } from "node:fs";
import path from "node:path";
import type { ObjectType, Reference } from "../../../shared/opensearch/saved-objects/saved-object.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** A line of the NDJSON that is shipped, read as OpenSearch Dashboards would: as text, without anything of ours. */
export interface Imported {
  readonly id: string;
  readonly type: ObjectType;
  readonly attributes: Attributes;
  readonly references: readonly Reference[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

/** A filter of a search source. */
export interface Filter {
  readonly meta: Attributes & { readonly indexRefName: string };
  readonly query: Attributes;
}

interface Source {
  readonly query: unknown;
  readonly filter: readonly Filter[];
  readonly indexRefName?: string;
}

export interface Agg {
  readonly id: string;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface VisState {
  readonly title: string;
  readonly type: string;
  readonly params: Attributes;
  readonly aggs: readonly Agg[];
}

export interface Panel {
  readonly panelIndex: string;
  readonly panelRefName: string;
  readonly gridData: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

/** The objects of the shipped file of a language. */
export function importedObjects(language: string): Imported[] {
  const file = path.join(import.meta.dirname, `../../../shared/opensearch/dashboards.${language}.gen.ndjson`);
  const lines = readFileSync(file, "utf8").split("\n");
  if (lines.pop() !== "") throw new Error(`${file} does not end with a line end`);
  return lines.map((line) => JSON.parse(line) as Imported);
}

/** Text under a name of the attributes, parsed: everything nested is kept so. */
function parsed(object: Imported, name: string): unknown {
  return JSON.parse(object.attributes[name] as string);
}

export function sourceOf(object: Imported): Source {
  const { searchSourceJSON } = object.attributes["kibanaSavedObjectMeta"] as { searchSourceJSON: string };
  return JSON.parse(searchSourceJSON) as Source;
}

export function visStateOf(object: Imported): VisState {
  return parsed(object, "visState") as VisState;
}

export function panelsOf(object: Imported): Panel[] {
  return parsed(object, "panelsJSON") as Panel[];
}
