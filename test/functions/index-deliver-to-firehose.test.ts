import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { handler } from "../../functions/index/handler.ts";
import { json, startLocalServer, type LocalServer } from "../aws/local-server.ts";
import { awslogs, entry, gz, subscription } from "../core/payloads.ts";
import { readRecord } from "../core/records.ts";
import { contextWith } from "./invocation.ts";

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(json(200, { FailedPutCount: 0, RequestResponses: [{ RecordId: "a" }] }));
});
afterEach(() => server.close());

it("index as deployed with DELIVER_TO=firehose puts finished records into the stream of their platform, and nothing else", async () => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.spyOn(console, "log").mockImplementation(() => {});
  const environment = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not-a-secret",
    AWS_ENDPOINT_URL_FIREHOSE: server.url,
    OPENSEARCH_ENDPOINT: "https://search.example.com",
    FAILURES_BUCKET: "failures",
    DELIVER_TO: "firehose",
    DELIVER_STREAMS: '{"eks":"tributary-eks"}',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const message =
    'I1123 11:59:18.424246       1 schedule_one.go:314] "Successfully bound pod to node" pod="default/web"';
  await handler(awslogs(gz(subscription([entry(message, 1)]))), contextWith(60_000));
  expect(server.received).toHaveLength(1);
  const sent = JSON.parse(String(server.received[0]?.body)) as {
    DeliveryStreamName: string;
    Records: { Data: string }[];
  };
  expect(sent.DeliveryStreamName).toBe("tributary-eks");
  const [record = ""] = sent.Records.map(({ Data }) => Buffer.from(Data, "base64").toString());
  expect(readRecord(record)).toMatchObject({
    body: "Successfully bound pod to node",
    event: { dataset: "eks.scheduler" },
  });
  expect(record).not.toMatch(/[\r\n]/);
});
