/** One value of a record and where it stands. */
export interface Leaf {
  /** Dotted path, as in docs/fields.md. */
  readonly path: string;
  readonly value: string | number | boolean | null;
  readonly kind: "field" | "payload";
}

/** Members whose names come from outside. */
const FREE = new Set(["payload", "labels"]);

/** All values of a record, in its order; of a list, each item. */
export function leavesOf(json: string): Leaf[] {
  const leaves: Leaf[] = [];
  const record = JSON.parse(json) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(record))
    addLeaves(name, value, FREE.has(name) ? "payload" : "field", leaves);
  return leaves;
}

function addLeaves(path: string, value: unknown, kind: Leaf["kind"], leaves: Leaf[]): void {
  if (Array.isArray(value)) for (const one of value) addLeaves(path, one, kind, leaves);
  else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) addLeaves(`${path}.${name}`, member, kind, leaves);
  } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) {
    leaves.push({ path, value, kind });
  }
}
