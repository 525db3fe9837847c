import type { BulkAnswer } from "../../../shared/core/delivery/judge.ts";

/** A cluster that reads `_bulk` bodies as OpenSearch does, line by line, and believes every command it finds. */
export interface FakeCluster {
  readonly bulk: (body: Buffer) => Promise<BulkAnswer>;
  /** Index → `_id` → document. */
  readonly indices: Map<string, Map<string, string>>;
  readonly bodies: Buffer[];
  /** Answers a request instead of carrying it out; undefined carries it out. */
  fault: (number: number) => BulkAnswer | undefined;
  /** Refuses a document; undefined stores it. */
  refuses: (json: string, number: number) => { readonly status: number; readonly type: string } | undefined;
}

interface Action {
  readonly op: string;
  readonly index: string;
  readonly id: string | undefined;
}

export function newFakeCluster(): FakeCluster {
  let unnamed = 0;
  const cluster: FakeCluster = {
    indices: new Map(),
    bodies: [],
    fault: () => undefined,
    refuses: () => undefined,
    bulk: async (body) => {
      cluster.bodies.push(body);
      const number = cluster.bodies.length;
      const fault = cluster.fault(number);
      if (fault !== undefined) return fault;
      const lines = body.toString("utf8").split("\n").slice(0, -1);
      const todo: [Action, string][] = [];
      while (lines.length > 0) {
        const line = lines.shift() ?? "";
        // Seen on OpenSearch 3.8: empty lines between are passed over, and so is a last command without its document.
        if (line === "") continue;
        const action = actionOf(line);
        if (action === undefined) return malformed();
        const document = action.op === "delete" ? "" : lines.shift();
        if (document !== undefined) todo.push([action, document]);
      }
      const items = todo.map(([{ op, index, id = `auto-${++unnamed}` }, json]) => {
        const documents = cluster.indices.get(index) ?? new Map<string, string>();
        cluster.indices.set(index, documents);
        const refused =
          op === "create" && documents.has(id)
            ? CONFLICT
            : isObject(json) || op === "delete"
              ? cluster.refuses(json, number)
              : UNPARSABLE;
        if (refused !== undefined) {
          return { [op]: { _index: index, _id: id, status: refused.status, error: { type: refused.type } } };
        }
        if (op === "delete") documents.delete(id);
        else documents.set(id, json);
        return { [op]: { _index: index, _id: id, status: 201 } };
      });
      return { kind: "answer", status: 200, body: { items } };
    },
  };
  return cluster;
}

const CONFLICT = { status: 409, type: "version_conflict_engine_exception" };
const UNPARSABLE = { status: 400, type: "mapper_parsing_exception" };

function malformed(): BulkAnswer {
  const reason = "Malformed action/metadata line [3], expected START_OBJECT";
  return { kind: "answer", status: 400, body: { error: { type: "illegal_argument_exception", reason }, status: 400 } };
}

function actionOf(line: string): Action | undefined {
  if (!isObject(line)) return undefined;
  const [[op, meta] = ["", undefined], ...more] = Object.entries(JSON.parse(line) as Record<string, unknown>);
  if (more.length > 0 || !["index", "create", "delete", "update"].includes(op)) return undefined;
  const { _index: index = "", _id: id } = meta as { _index?: string; _id?: string };
  return { op, index, id };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** All documents of all indices. */
export function documentsIn({ indices }: FakeCluster): string[] {
  return [...indices.values()].flatMap((documents) => [...documents.values()]);
}
