import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { piecesOf } from "../../../../tools/cli/input/pieces.ts";
import { chunked, collected } from "../streams.ts";

const pieces = (text: string) => collected(piecesOf(chunked(Buffer.from(text), []), "capture.json"));
const line = (text: string, ended = true) => ({ kind: "line", line: { bytes: Buffer.from(text), ended } });
const payload = (text: string) => ({ kind: "payload", bytes: Buffer.from(text) });

const data = '{"messageType":"DATA_MESSAGE","logEvents":[]}';
const control = '{"messageType":"CONTROL_MESSAGE","logEvents":[]}';

describe("piecesOf", () => {
  it("cuts text into lines", async () => {
    expect(await pieces("a\n\nb")).toEqual([line("a"), line(""), line("b", false)]);
  });

  it("tells payloads apart, glued or not, and keeps the lines between them", async () => {
    expect(await pieces(`${data}${control}\ntext\n{"a":1}`)).toEqual([
      payload(data),
      payload(control),
      line("text"),
      line('{"a":1}'),
    ]);
  });

  it("leaves a broken payload to the function", async () => {
    const cut = '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","mess';
    expect(await pieces(`${data}\n${cut}`)).toEqual([payload(data), payload(cut)]);
  });

  it("knows the events of both services", async () => {
    const awslogs = { awslogs: { data: "eA==" } };
    const firehose = { deliveryStreamArn: "arn", records: [{ recordId: "1", data: "eA==" }] };
    expect(await pieces(`${JSON.stringify(awslogs, null, 1)}\n${JSON.stringify(firehose)}`)).toEqual([
      { kind: "awslogs", event: awslogs },
      { kind: "firehose", event: firehose },
    ]);
  });

  it("takes an agent's record with a field named records for a line", async () => {
    expect(await pieces('{"records":[{"a":1}]}{"records":3}')).toEqual([
      line('{"records":[{"a":1}]}'),
      line('{"records":3}'),
    ]);
  });

  it("puts wrapped base64 together again", async () => {
    const text = gzipSync(`${data}${"x".repeat(100)}`).toString("base64");
    const wrapped = text.replace(/.{20}/g, "$&\r\n");
    expect(await pieces(`${wrapped}\n${text}\n`)).toEqual([
      { kind: "base64", text },
      { kind: "base64", text },
    ]);
  });

  it.each(['{"awslogs":{"data":"H4sI', '{"deliveryStreamArn":"arn","records":[{"recordId":"1"'])(
    "refuses an event that is cut off: %s",
    async (text) => {
      await expect(pieces(text)).rejects.toThrow("capture.json: the JSON of an event is cut off or broken");
    },
  );
});
