import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createHandler, handler } from "../../functions/bootstrap/handler.ts";
import { putAnswer } from "../../functions/bootstrap/put-answer.ts";
import { clusterClient } from "../../shared/aws/cluster.ts";
import { adminRequest } from "../../shared/aws/opensearch-admin.ts";
import type { CustomResourceOutcome } from "../../shared/core/bootstrap/custom-resource.ts";
import { startLocalServer, text, type LocalServer } from "../aws/local-server.ts";
import { newFakeCluster } from "../core/bootstrap/fake-cluster.ts";
import { contextWith, newTold } from "./invocation.ts";

let s3: LocalServer;
beforeEach(async () => {
  s3 = await startLocalServer(text(200, "application/xml", ""));
});
afterEach(() => s3.close());

function request(RequestType: string, properties: Record<string, unknown> = {}): unknown {
  return {
    RequestType,
    ResponseURL: `${s3.url}/answer?X-Amz-Signature=secret`,
    StackId: "arn:aws:cloudformation:eu-west-1:111122223333:stack/tributary-dev/1",
    RequestId: "r",
    LogicalResourceId: "Bootstrap",
    ResourceProperties: { ServiceToken: "arn", Revision: "1", ...properties },
  };
}

/** The function over a cluster in memory, answering to a real server. */
function bootstrapFunction() {
  const cluster = newFakeCluster();
  const told = newTold();
  const outcomes: CustomResourceOutcome[] = [];
  const invoke = createHandler({
    telemetry: told.telemetry,
    log: (outcome) => void outcomes.push(outcome),
    admin: () => ({ ...cluster.ports, now: Date.now }),
    respond: putAnswer,
  });
  return { cluster, told, outcomes, invoke: (event: unknown) => invoke(event, contextWith(30_000)) };
}

const answered = (): Record<string, unknown>[] =>
  s3.received.map(({ body }) => JSON.parse(body.toString("utf8")) as Record<string, unknown>);

describe("the bootstrap function", () => {
  it("installs, and puts its answer where CloudFormation waits for it, without a content type", async () => {
    const { cluster, invoke } = bootstrapFunction();
    await invoke(request("Create", { RetentionDays: "30" }));
    expect(cluster.writes).toHaveLength(2);
    expect(answered()).toMatchObject([{ Status: "SUCCESS", PhysicalResourceId: "tributary-dev/Bootstrap" }]);
    expect(s3.received).toMatchObject([{ method: "PUT", path: "/answer?X-Amz-Signature=secret" }]);
    expect(s3.received[0]?.headers["content-type"]).toBeUndefined();
  });

  it("gives the reason when the cluster refuses", async () => {
    const { cluster, outcomes, invoke } = bootstrapFunction();
    cluster.breaks = () => ({ kind: "answer", status: 403, body: { Message: "User: anonymous is not authorized" } });
    await invoke(request("Create"));
    expect(answered()).toMatchObject([
      { Status: "FAILED", Reason: expect.stringContaining("anonymous is not authorized") },
    ]);
    expect(outcomes).toMatchObject([{ ok: false }]);
  });

  it("gives the reason when its own environment is wrong", async () => {
    // What the function logs of it is not under test here.
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockReturnValue(true);
    vi.stubEnv("OPENSEARCH_ENDPOINT", "");
    await handler(request("Create"), contextWith(30_000));
    expect(answered()).toMatchObject([
      { Status: "FAILED", Reason: expect.stringContaining("OPENSEARCH_ENDPOINT is not set") },
    ]);
  });

  it("deletes nothing", async () => {
    const { cluster, invoke } = bootstrapFunction();
    cluster.breaks = () => {
      throw new Error("must not be asked");
    };
    await invoke(request("Delete"));
    expect(answered()).toMatchObject([{ Status: "SUCCESS" }]);
  });

  it("throws when the answer cannot be put, without the secret of its address", async () => {
    const { told, invoke } = bootstrapFunction();
    s3.answer = text(403, "application/xml", "<Error/>");
    await expect(invoke(request("Delete"))).rejects.toThrow(
      /^CloudFormation's answer could not be put to S3: status 403$/,
    );
    expect(s3.received).toHaveLength(3);
    expect(told.errors).toHaveLength(1);
  });
});

describe("adminRequest", () => {
  const cluster = () =>
    clusterClient(
      {
        AWS_REGION: "eu-west-1",
        OPENSEARCH_ENDPOINT: s3.url,
        OPENSEARCH_AUTH: "es",
        OPENSEARCH_USERNAME: "",
        OPENSEARCH_PASSWORD: "",
      },
      false,
    );

  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  });

  it("sends path, query and body as they are, signed", async () => {
    s3.answer = text(200, "application/json", '{"_seq_no":8}');
    const path = "/_plugins/_ism/policies/p?if_seq_no=7&if_primary_term=1";
    const said = await adminRequest(cluster())("PUT", path, { policy: {} }, 5_000);
    expect(said).toEqual({ kind: "answer", status: 200, body: { _seq_no: 8 } });
    expect(s3.received.map(({ method, path: at, body }) => [method, at, String(body)])).toEqual([
      ["PUT", path, '{"policy":{}}'],
    ]);
    expect(s3.received[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/eu-west-1\/es\/aws4_request/);
  });

  it("sends text as it is, with headers of its own", async () => {
    s3.answer = text(200, "application/json", '{"success":true}');
    const form = "--b\r\nContent-Disposition: form-data\r\n\r\nパイプライン\n\r\n--b--\r\n";
    const headers = { "content-type": "multipart/form-data; boundary=b", "osd-xsrf": "true", securitytenant: "global" };
    await adminRequest(cluster())("POST", "/_dashboards/api/saved_objects/_import", form, 5_000, headers);
    const [received] = s3.received;
    expect(received?.body.toString("utf8")).toBe(form);
    expect(received?.headers).toMatchObject({ ...headers, "content-length": String(Buffer.byteLength(form)) });
    const digest = createHash("sha256").update(form).digest("hex");
    expect(received?.headers["x-amz-content-sha256"]).toBe(digest);
  });

  it("gives a refusal as an answer, and tries once", async () => {
    s3.answer = text(503, "text/html", "<html>busy</html>");
    expect(await adminRequest(cluster())("GET", "/", undefined, 5_000)).toEqual({
      kind: "answer",
      status: 503,
      body: "<html>busy</html>",
    });
    expect(s3.received).toHaveLength(1);
  });

  it.each([0, 20])("gives up on a cluster that stalls after %i bytes", async (bytes) => {
    s3.answer = (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      if (bytes > 0) response.write(" ".repeat(bytes));
    };
    expect(await adminRequest(cluster())("GET", "/", undefined, 200)).toMatchObject({ kind: "no-answer" });
  });
});
