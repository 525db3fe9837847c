import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordPutter } from "../../shared/aws/firehose.ts";
import { json, startLocalServer, text, type LocalServer } from "./local-server.ts";

let server: LocalServer;
beforeEach(async () => {
  server = await startLocalServer(json(200, { FailedPutCount: 0, RequestResponses: [{ RecordId: "a" }] }));
});
afterEach(() => server.close());

function putter(endpoint = server.url) {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" };
  return recordPutter({ endpoint, region: "eu-west-1", credentials });
}

interface Sent {
  readonly DeliveryStreamName: string;
  readonly Records: readonly { readonly Data: string }[];
}

describe("recordPutter", () => {
  it("puts records as they are, and nothing between them", async () => {
    await putter()("tributary-eks", ['{"body":"é"}', "{}"], 5000);
    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request?.headers["x-amz-target"]).toBe("Firehose_20150804.PutRecordBatch");
    const sent = JSON.parse(request?.body.toString() ?? "") as Sent;
    expect(sent.DeliveryStreamName).toBe("tributary-eks");
    expect(sent.Records.map(({ Data }) => Buffer.from(Data, "base64").toString())).toEqual(['{"body":"é"}', "{}"]);
  });

  it("gives the result of each record", async () => {
    const failed = { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." };
    server.answer = json(200, { FailedPutCount: 1, RequestResponses: [{ RecordId: "a" }, failed] });
    expect(await putter()("tributary-eks", ["{}", "{}"], 5000)).toEqual({
      kind: "answer",
      results: [
        { errorCode: undefined, errorMessage: undefined },
        { errorCode: "ServiceUnavailableException", errorMessage: "Slow down." },
      ],
    });
  });

  it.each([
    [400, "ResourceNotFoundException", "Firehose tributary-eks not found"],
    [400, "AccessDeniedException", "not authorized to perform: firehose:PutRecordBatch"],
    [503, "ServiceUnavailableException", "Slow down."],
    [500, "InternalFailure", "odd"],
  ])("says that the whole request was refused: %i %s, and tries once", async (status, code, message) => {
    server.answer = json(status, { __type: code, message });
    expect(await putter()("tributary-eks", ["{}"], 5000)).toEqual({ kind: "refused", status, code, message });
    expect(server.received).toHaveLength(1);
  });

  it("has no answer where the answer is none", async () => {
    server.answer = text(200, "application/x-amz-json-1.1", '{"FailedPutCount":0,"RequestResp');
    expect(await putter()("tributary-eks", ["{}"], 5000)).toMatchObject({ kind: "no-answer" });
    expect(server.received).toHaveLength(1);
  });

  it("gives up after the time it was given", async () => {
    server.answer = () => {};
    expect(await putter()("tributary-eks", ["{}"], 50)).toMatchObject({ kind: "no-answer" });
    expect(server.received).toHaveLength(1);
  });

  it("has no answer where nobody listens", async () => {
    await server.close();
    expect(await putter()("tributary-eks", ["{}"], 5000)).toMatchObject({
      kind: "no-answer",
      detail: expect.stringContaining("ECONNREFUSED") as unknown,
    });
    server = await startLocalServer(json(200, {}));
  });
});
