import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleFunctions } from "../../tools/build/bundle.ts";
import { startRecorder, type Recorded, type Recorder } from "./recorder.ts";
import { root } from "./serverless.ts";

const MB = 1_000_000;
const CHILD = fileURLToPath(new URL("./invoke-once.ts", import.meta.url));
const PATIENCE_MS = 300_000;

/** What V8 would give itself in a container of that size: it sees this machine, which is larger. */
const LIMITS = {
  256: ["--max-old-space-size=160", "--max-semi-space-size=2"],
  512: ["--max-old-space-size=384", "--max-semi-space-size=8"],
} as const;

const folder = mkdtempSync(path.join(tmpdir(), "tributary-memory-"));
let recorder: Recorder;
beforeAll(async () => {
  await bundleFunctions(root, { only: ["index", "transform"] });
  recorder = await startRecorder();
});
beforeEach(() => void recorder.take());
afterAll(async () => {
  await recorder.stop();
  rmSync(folder, { recursive: true });
});

/** A payload of audit events, each a little different, about as large as asked for. */
function payload(bytes: number, number = 0): { text: string; events: number } {
  const events = Math.floor(bytes / 1500);
  const logEvents = Array.from({ length: events }, (_, index) => {
    const noise = Buffer.from(`${number}.${index}`.repeat(40)).toString("base64").slice(0, 300);
    const message = JSON.stringify({
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "Metadata",
      auditID: `9f8e7d6c-0000-4000-8000-${String(index).padStart(12, "0")}`,
      stage: "ResponseComplete",
      requestURI: `/api/v1/namespaces/default/pods/web-${index}?${noise}`,
      verb: "get",
      user: { username: "system:node:ip-10-0-2-22", groups: ["system:nodes", "system:authenticated"] },
      sourceIPs: ["10.0.2.22"],
      userAgent: "kubelet/v1.33.1 (linux/amd64) kubernetes/abc",
      objectRef: { resource: "pods", namespace: "default", name: `web-${index}`, apiVersion: "v1" },
      responseStatus: { metadata: {}, code: 200 },
      requestReceivedTimestamp: "2026-11-23T09:01:02.906080Z",
      stageTimestamp: "2026-11-23T09:01:02.908080Z",
      annotations: { "authorization.k8s.io/decision": "allow", filler: noise },
    });
    return { id: String(number * 1e6 + index).padStart(56, "3"), timestamp: Date.UTC(2026, 10, 23, 9), message };
  });
  const stream = "kube-apiserver-audit-0123456789abcdef0123456789abcdef";
  const head = {
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: "/aws/eks/dev/cluster",
    logStream: stream,
  };
  return { text: JSON.stringify({ ...head, subscriptionFilters: ["f"], logEvents }), events };
}

const awslogs = (bytes: Buffer): string => JSON.stringify({ awslogs: { data: bytes.toString("base64") } });

function firehose(stream: string, records: readonly Buffer[]): string {
  const deliveryStreamArn = `arn:aws:firehose:eu-west-1:111122223333:deliverystream/${stream}`;
  const all = records.map((record, index) => {
    const approximateArrivalTimestamp = Date.UTC(2026, 10, 23, 9);
    return { recordId: `${index}`, approximateArrivalTimestamp, data: record.toString("base64") };
  });
  return JSON.stringify({ invocationId: "i", deliveryStreamArn, region: "eu-west-1", records: all });
}

async function invoke(name: string, event: string, megabytes: keyof typeof LIMITS) {
  const file = path.join(folder, "event.json");
  writeFileSync(file, event);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...LIMITS[megabytes], CHILD, path.join(root, `dist/${name}/index.cjs`), file],
    {
      env: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL_S3: recorder.url,
        OPENSEARCH_ENDPOINT: recorder.url,
        OPENSEARCH_AUTH: "none",
        FAILURES_BUCKET: "failures",
        STREAMS: JSON.stringify({ archive: { destination: "s3" } }),
      },
    },
  );
  const said = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { maxMegabytes: number; answer: string };
  return { ...said, sent: recorder.take() };
}

const documentsIn = (sent: readonly Recorded[]): number =>
  sent.reduce((sum, { path: at, body }) => (at === "/_bulk" ? sum + body.split("\n").length / 2 - 0.5 : sum), 0);

describe("memory", () => {
  it(
    "of index stays under 256 MB for a payload as large as an invocation can bring",
    async () => {
      // 6 MB of base64; audit events shrink to a sixth or less.
      const { text, events } = payload(36 * MB);
      const { maxMegabytes, sent } = await invoke("index", awslogs(gzipSync(text, { level: 1 })), 256);
      expect(documentsIn(sent)).toBe(events);
      expect(maxMegabytes).toBeLessThan(256);
    },
    PATIENCE_MS,
  );

  it.each(["archive", "live"])(
    "of transform stays under 256 MB for an event of 6 MB full of payloads, on the stream %s",
    async (stream) => {
      const payloads = Array.from({ length: 36 }, (_, number) => payload(MB, number));
      const records = payloads.map(({ text }) => gzipSync(text, { level: 1 }));
      const { maxMegabytes, sent, answer } = await invoke("transform", firehose(stream, records), 256);
      const events = payloads.reduce((sum, one) => sum + one.events, 0);
      expect(stream === "live" ? documentsIn(sent) : events).toBe(events);
      expect(answer).toContain(stream === "live" ? "Dropped" : "Ok");
      expect(maxMegabytes).toBeLessThan(256);
    },
    PATIENCE_MS,
  );

  it(
    "of index stays under 512 MB for a payload that inflates to 64 MB",
    async () => {
      const { text, events } = payload(62 * MB);
      expect(text.length).toBeGreaterThan(60 * MB);
      const { maxMegabytes, sent } = await invoke("index", awslogs(gzipSync(text, { level: 1 })), 512);
      expect(documentsIn(sent)).toBe(events);
      expect(maxMegabytes).toBeLessThan(512);
    },
    PATIENCE_MS,
  );

  it(
    "is not what a bomb wants: it is refused at the cap, and its bytes are kept",
    async () => {
      const bomb = gzipSync(Buffer.alloc(300 * MB));
      const { maxMegabytes, sent } = await invoke("index", awslogs(bomb), 256);
      expect(sent.map(({ method, path: at }) => `${method} ${decodeURIComponent(at)}`)).toEqual([
        expect.stringMatching(/^PUT .*\/failures\/stage=decode\/reason=gzip_too_large\//),
      ]);
      const kept = JSON.parse(sent[0]?.body ?? "") as { original: string; detail: string };
      expect(Buffer.from(kept.original, "base64").equals(bomb)).toBe(true);
      expect(kept.detail).toBe("inflates to more than 67108864 bytes");
      expect(maxMegabytes).toBeLessThan(256);
    },
    PATIENCE_MS,
  );
});
