import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { decodeCarrierRecord } from "../../shared/core/decode/carrier-record.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { readRecord } from "../core/records.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXTENSION = join(ROOT, "docs/collectors/lambda-firehose/tributary-firehose.mjs");
const CATALOG = newCatalog(SOURCES);

const LINE = {
  time: "2026-11-23T09:08:33.718Z",
  type: "function",
  record: {
    timestamp: "2026-11-23T09:08:33.718Z",
    level: "WARN",
    requestId: "79b4f56e-95b1-4643-9700-2807f4e68189",
    message: "slow",
  },
};
const PRINTED = { time: "2026-11-23T09:08:33.719Z", type: "function", record: "printed words\n" };
const DONE = {
  time: "2026-11-23T09:08:33.900Z",
  type: "platform.runtimeDone",
  record: { requestId: "79b4f56e-95b1-4643-9700-2807f4e68189", status: "success", metrics: { durationMs: 182.4 } },
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Answer = { readonly headers?: Record<string, string>; readonly body: unknown };

async function serve(answer: (request: IncomingMessage, body: string) => Promise<Answer>): Promise<string> {
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => answer(request, body))
      .then(({ headers = {}, body }) => {
        response.writeHead(200, { "content-type": "application/json", ...headers });
        response.end(JSON.stringify(body));
      });
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const address = await serve(async () => ({ body: {} }));
  await new Promise((closed) => servers.pop()?.close(closed));
  return Number(address.split(":")[1]);
}

/** Runs the extension as Lambda does: one invocation whose telemetry is given, then the end. `refusals` requests are refused. */
async function run(
  telemetry: readonly object[],
  refusals = 0,
): Promise<{ records: Buffer[]; code: number | null; subscribed: unknown }> {
  const port = await freePort();
  const records: Buffer[] = [];
  let subscribed: unknown;
  let refused = 0;
  let next = 0;
  const firehose = await serve(async (_, body) => {
    const { Records } = JSON.parse(body) as { Records: { Data: string }[] };
    if (refused < refusals) {
      refused++;
      const each = Records.map(() => ({ ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." }));
      return { body: { FailedPutCount: each.length, RequestResponses: each } };
    }
    records.push(...Records.map(({ Data }) => Buffer.from(Data, "base64")));
    return {
      body: { FailedPutCount: 0, RequestResponses: Records.map(({ Data }) => ({ RecordId: `r${Data.length}` })) },
    };
  });
  const api = await serve(async ({ url = "" }, body) => {
    if (url.endsWith("/register")) {
      return {
        headers: { "lambda-extension-identifier": "self" },
        body: { functionName: "shop-orders", accountId: "111122223333" },
      };
    }
    if (url.endsWith("/telemetry")) {
      subscribed = JSON.parse(body);
      return { body: "OK" };
    }
    if (next++ > 0) return { body: { eventType: "SHUTDOWN" } };
    await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: JSON.stringify(telemetry) });
    return { body: { eventType: "INVOKE", deadlineMs: Date.now() + 60_000 } };
  });
  const child = spawn(process.execPath, [EXTENSION], {
    stdio: "ignore",
    env: {
      PATH: process.env["PATH"],
      AWS_LAMBDA_RUNTIME_API: api,
      AWS_LAMBDA_FUNCTION_NAME: "shop-orders",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_FIREHOSE: `http://${firehose}`,
      // The SDK of this repository stands in for the runtime's.
      LAMBDA_RUNTIME_DIR: ROOT,
      DELIVERY_STREAM: "tributary-dev-lambda",
      TRIBUTARY_EXTENSION_PORT: String(port),
    },
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  return { records, code, subscribed };
}

function documentsOf(records: readonly Buffer[]) {
  const carrier = {
    carrier: "firehose",
    region: "eu-west-1",
    deliveryStream: "tributary-dev-lambda",
    arrivedAt: 0,
  } as const;
  return records
    .flatMap((bytes) => decodeCarrierRecord(bytes, carrier, DEFAULT_SETTINGS.inflateMaxBytes).batches)
    .flatMap((batch) => normalizeBatch(batch, CATALOG, DEFAULT_SETTINGS));
}

describe("the Lambda extension", { timeout: 60_000 }, () => {
  it("puts a function's lines into one record, which the functions read as if CloudWatch Logs had sent it", async () => {
    const { records, code, subscribed } = await run([LINE, PRINTED, DONE]);
    expect(code).toBe(0);
    expect(records).toHaveLength(1);
    const documents = documentsOf(records);
    expect(documents.map(({ source }) => source)).toEqual([
      "lambda.application",
      "lambda.application",
      "lambda.platform",
    ]);
    expect(documents.map(({ json }) => readRecord(json).body).slice(0, 2)).toEqual(["slow", "printed words"]);
    expect(readRecord(documents[0]?.json ?? "").resource.attributes).toMatchObject({
      "cloud.account.id": "111122223333",
      "faas.name": "shop-orders",
      "faas.version": "$LATEST",
      "faas.instance": expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(new Set(documents.map(({ id }) => id)).size).toBe(3);
    expect(subscribed).toMatchObject({ types: ["platform", "function"] });
  });

  it("puts again what Firehose refused, once, in order and under the same ids", async () => {
    const { records, code } = await run([LINE, PRINTED, DONE], 1);
    expect(code).toBe(0);
    expect(documentsOf(records).map(({ id }) => /-0{11}(\d)-/.exec(id)?.[1])).toEqual(["0", "1", "2"]);
  });

  it("cuts what is too much for one record into several", async () => {
    const lines = Array.from({ length: 6 }, (_, index) => ({ ...PRINTED, record: `${index}${"x".repeat(200_000)}` }));
    const { records } = await run([...lines, DONE]);
    expect(records.length).toBeGreaterThan(2);
    expect(documentsOf(records)).toHaveLength(7);
  });
});
