import type { AdminAnswer, AdminPorts } from "../../../shared/core/bootstrap/admin-request.ts";
import { newFakeDashboards, type FakeDashboards } from "./fake-dashboards.ts";
import { newFakeIsm, type FakeIsm } from "./fake-ism.ts";

/** A cluster with the plugins that AWS's domains have, and a clock that only waiting and its own slowness move. */
export interface FakeCluster {
  readonly ports: AdminPorts;
  readonly ism: FakeIsm;
  readonly dashboards: FakeDashboards;
  /** Templates, roles and role mappings by path. */
  readonly stored: Map<string, Record<string, unknown>>;
  /** Requests that write, as `PUT /path`. */
  readonly writes: string[];
  /** Takes the place of the answer; undefined lets the cluster answer. */
  breaks: (method: string, path: string) => AdminAnswer | undefined;
  readonly clock: () => number;
}

const REQUEST_TAKES_MS = 10;

export function newFakeCluster(): FakeCluster {
  let clock = 0;
  const stored = new Map<string, Record<string, unknown>>();
  const writes: string[] = [];
  const ism = newFakeIsm();
  const dashboards = newFakeDashboards();
  const cluster: FakeCluster = {
    stored,
    writes,
    ism,
    dashboards,
    breaks: () => undefined,
    clock: () => clock,
    ports: {
      now: () => clock,
      wait: async (ms) => {
        clock += ms;
      },
      request: async (method, path, body, timeoutMs, headers = {}) => {
        clock += Math.min(REQUEST_TAKES_MS, timeoutMs);
        const broken = cluster.breaks(method, path);
        if (broken !== undefined) return broken;
        if (method !== "GET") writes.push(`${method} ${path}`);
        return (
          ism.answer(method, path, body) ??
          (await dashboards.answer(method, path, body, headers)) ??
          answer(stored, method, path, body)
        );
      },
    },
  };
  return cluster;
}

function answer(stored: FakeCluster["stored"], method: string, path: string, body: unknown): AdminAnswer {
  if (method === "PUT") stored.set(path, body as Record<string, unknown>);
  const found = stored.get(path);
  const id = path.slice(path.lastIndexOf("/") + 1);
  if (found === undefined)
    return { kind: "answer", status: 404, body: { status: "NOT_FOUND", message: `${id} not found.` } };
  const shown = path.startsWith("/_index_template/")
    ? { index_templates: [{ name: id, index_template: found }] }
    : { [id]: { ...found, reserved: false, hidden: false, static: false } };
  return { kind: "answer", status: 200, body: method === "PUT" ? { acknowledged: true } : shown };
}
