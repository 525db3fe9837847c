import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import type { Window } from "../../shared/opensearch/question.ts";
import { exampleValues, readParams } from "../../shared/opensearch/question-params.ts";
import type { Answer } from "../../tools/ask/answer.ts";
import { askArchive } from "../../tools/ask/ask-archive.ts";
import { askCluster } from "../../tools/ask/ask-cluster.ts";
import { searchOf } from "../../tools/ask/cluster.ts";
import { recordOf } from "../tools/ask/sample-archive.ts";
import { documentsOfCapture } from "../control-plane/documents.ts";
import { rawCodes, rawCounts } from "../control-plane/raw-counts.ts";
import { variedCapture } from "../control-plane/varied-capture.ts";
import { indexArchive, newFolder, removeFolders, replayLines, writeRecords, writeSamples } from "./archived-records.ts";
import { openSearchUrl } from "./real-servers.ts";

/**
 * What events/lines hold, counted in the raw lines themselves, without Tributary: a question, its parameters, what was counted
 * and how many there are.
 */
const TRUTH: readonly [question: string, params: Record<string, string>, filter: string, count: number][] = [
  ["cluster-creator", {}, "authenticator lines containing 'username=kubernetes-admin'", 29],
  ["cluster-creator", { granted: "yes" }, 'of these, lines with msg="access granted"', 28],
  ["requests-by-user", {}, 'audit user.username == "kubernetes-admin"', 280],
  ["calls-by-user-agent", {}, 'verb == "get" and userAgent starts with "kubectl/"', 150],
  ["calls-by-user-agent", { user: "kubernetes-admin" }, "of these, those of kubernetes-admin", 135],
  ["calls-by-user-agent", { user: "dev:bob o'brien" }, "of these, those of dev:bob o'brien", 3],
  ["aws-auth-changes", {}, "objectRef kube-system/configmaps name aws-auth, verb in create|delete|patch", 5],
  ["denied-requests", {}, 'authenticator lines with msg="access denied"', 18],
  ["denied-requests", { audit: "yes" }, "these, 13 audit events with 401 and 21 with 403", 52],
  ["pod-node", {}, 'scheduler "Successfully bound pod to node"', 30],
  ["pod-node", { pod: "default/my-app" }, "of these, with pod=default/my-app", 1],
  ["pod-node", { pod: "fluent-bit-2lrgg", namespace: "kube-system" }, "with pod=kube-system/fluent-bit-2lrgg", 1],
  ["pod-node", { pod: "fluent-bit-2lrgg", namespace: "default" }, "with pod=default/fluent-bit-2lrgg", 0],
  ["server-errors", {}, "responseStatus.code >= 500", 44],
  ["server-errors", { from: "504" }, "responseStatus.code >= 504", 5],
  ["cronjob-controller", {}, 'user.username == "system:serviceaccount:kube-system:cronjob-controller"', 8],
  ["cronjob-controller", { verb: "create" }, "of these, verb create", 2],
  ["replicaset-controller", {}, 'user.username == "system:serviceaccount:kube-system:replicaset-controller"', 79],
  ["resource-operations", {}, 'verb == "delete" and path == /api/v1/namespaces/default/pods/my-app', 6],
  ["response-codes", {}, "distinct responseStatus.code", 16],
  ["daemonset-changes", {}, "path starts with …/kube-system/daemonsets and verb in create|update|delete", 22],
  ["daemonset-changes", { status: "no" }, "of these, without the status subresource", 6],
  ["daemonset-changes", { verbs: "patch" }, "the same path and verb patch", 3],
];

const CODES = {
  101: 4,
  200: 3470,
  201: 406,
  304: 12,
  400: 4,
  401: 13,
  403: 21,
  404: 268,
  406: 1,
  409: 37,
  415: 1,
  422: 3,
  429: 1,
  500: 25,
  503: 14,
  504: 5,
};

const EVERY_ROW = 10_000;
afterAll(removeFolders);

interface Asking {
  readonly params?: Readonly<Record<string, string>>;
  readonly window?: Window;
}

function askedOf(name: string, { params = {}, window }: Asking) {
  const question = QUESTIONS.find((one) => one.name === name)!;
  const read = readParams(question.params, params);
  if ("problem" in read) throw new Error(read.problem);
  return { question, asked: { values: read.values, window, limit: EVERY_ROW } };
}

async function fromArchive(name: string, folder: string, asking: Asking = {}): Promise<Answer> {
  const { question, asked } = askedOf(name, asking);
  return askArchive(question, asked, folder);
}

/** Asks the real OpenSearch, in indices of the test's own: other suites write into those that `ask` looks into. */
async function fromCluster(name: string, prefix: string, asking: Asking = {}): Promise<Answer> {
  const { question, asked } = askedOf(name, asking);
  return askCluster(question, { ...asked, indexPrefix: prefix }, searchOf(openSearchUrl ?? "", {}));
}

describe("the real lines", () => {
  const archive = newFolder();
  beforeAll(() => replayLines(archive));

  it.each(TRUTH)("the archive answers %s %j: %s: %d", async (name, params, filter, count) => {
    const { total, rows } = await fromArchive(name, archive, { params });
    expect({ filter, total, rows: rows.length }).toEqual({ filter, total: count, rows: count });
  });

  it("the archive counts each response code", async () => {
    const { rows } = await fromArchive("response-codes", archive);
    expect(Object.fromEntries(rows.map(({ code, requests }) => [code, requests]))).toEqual(CODES);
  });

  describe.skipIf(openSearchUrl === undefined)("in a real OpenSearch, strictly mapped", () => {
    beforeAll(async () => {
      await indexArchive("asked", archive);
    });

    it.each(TRUTH)("OpenSearch answers %s %j: %s: %d", async (name, params, filter, count) => {
      const { total, rows } = await fromCluster(name, "asked", { params });
      expect({ filter, total, rows: rows.length }).toEqual({ filter, total: count, rows: count });
    });

    it("OpenSearch counts each response code", async () => {
      const { rows } = await fromCluster("response-codes", "asked");
      expect(Object.fromEntries(rows.map(({ code, requests }) => [code, requests]))).toEqual(CODES);
    });

    it.each(QUESTIONS.map(({ name }) => name))("%s gives the same rows from both", async (name) => {
      const asking = { params: requiredOf(name) };
      expect(await fromCluster(name, "asked", asking)).toEqual(await fromArchive(name, archive, asking));
    });
  });
});

describe.skipIf(openSearchUrl === undefined)("the lines of another cluster, in OpenSearch", () => {
  const capture = variedCapture(20_261_123, 1500);
  beforeAll(async () => {
    const archive = newFolder();
    writeRecords(archive, documentsOfCapture(capture));
    await indexArchive("varied", archive);
  });

  it.each(rawCounts(capture))("$question $params: $filter: $count", async ({ question, params, count }) => {
    expect((await fromCluster(question, "varied", { params })).total).toBe(count);
  });

  it("each response code", async () => {
    const { rows } = await fromCluster("response-codes", "varied");
    expect(Object.fromEntries(rows.map(({ code, requests }) => [code, requests]))).toEqual(rawCodes(capture));
  });
});

/** Parameters that have no default, with the documentation's example. */
function requiredOf(name: string): Record<string, string> {
  const { params } = QUESTIONS.find((one) => one.name === name)!;
  const needed = Object.entries(exampleValues(params)).filter(([key]) => params[key]?.default === undefined);
  return Object.fromEntries(needed.map(([key, value]) => [key, String(value)]));
}

const ONLY_IN_LINES = new Set([
  "cronjob-controller",
  "replicaset-controller",
  "resource-operations",
  "daemonset-changes",
]);

describe.skipIf(openSearchUrl === undefined)("samples of all platforms", () => {
  const NOT_READY = ["Node became not ready", "The node is, not-ready", "status is now: NodeNotReady", "NodeNotReadyX"];
  const records = NOT_READY.map((body) =>
    recordOf("eks", "2026-11-23T09:00:00Z", body, { dataset: "eks.controller-manager" }),
  );
  const archive = newFolder();
  beforeAll(async () => {
    const now = new Date().toISOString();
    await writeSamples(archive, [...records, recordOf("ec2", now, "just now", { severity: 21 })]);
    await indexArchive("sampled", archive);
  });

  it.each(QUESTIONS.map(({ name }) => name))("%s gives the same rows from both", async (name) => {
    const params = name === "request-trace" ? { id: "6f7f0961f83442118a7af6fe80b88d56" } : requiredOf(name);
    const [archived, indexed] = [
      await fromArchive(name, archive, { params }),
      await fromCluster(name, "sampled", { params }),
    ];
    expect(indexed).toEqual(archived);
    // Every question has samples, but for those about controllers and objects that only the real lines hold.
    expect(indexed.total > 0).toBe(!ONLY_IN_LINES.has(name));
  });

  it("sees the same in a window", async () => {
    const asking = { window: { count: 2, unit: "h" } } as const;
    const indexed = await fromCluster("errors-by-service", "sampled", asking);
    expect(indexed).toEqual(await fromArchive("errors-by-service", archive, asking));
    expect(indexed.rows).toContainEqual(expect.objectContaining({ source: "ec2.generic", errors: 1 }));
  });
});
