import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inputShape } from "../../../../tools/cli/input/input-shape.ts";

const payload = { messageType: "DATA_MESSAGE", owner: "1", logGroup: "g", logStream: "s", logEvents: [] };
const audit = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}';

describe("inputShape", () => {
  it.each([
    ["nothing", ""],
    ["text", "I1123 08:59:17.433268   10648 flags.go:64] FLAG\n"],
    ["one object a line", `${audit}\n${audit}\n`],
    ["one object without line end", audit],
    ["blank lines before objects", `\n\n${audit}\n`],
    ["an object and text on a line", `${audit} took 3 ms\n`],
    ["a line longer than the head", `{"message":"${"x".repeat(70_000)}`],
    ["text that begins with a bracket", "[2026-11-23 09:00:00] INFO [main] up\n"],
    ["text that begins with a brace", "{unknown} went away\n"],
    ["a word that begins like base64", "H4sI is how gzip begins in base64\n"],
  ])("takes %s for lines", (_, text) => {
    expect(inputShape(Buffer.from(text))).toBe("lines");
  });

  it.each([
    ["a Lambda event", JSON.stringify({ awslogs: { data: "eA==" } })],
    ["a pretty Lambda event", JSON.stringify({ awslogs: { data: "eA==" } }, null, 2)],
    ["a Lambda event that is cut off", '{"awslogs":{"data":"H4sI'],
    [
      "a Firehose event",
      '{"invocationId":"1","deliveryStreamArn":"arn:aws:firehose:eu-west-1:1:deliverystream/s","records":[',
    ],
    ["a subscription payload", JSON.stringify(payload)],
    ["a payload with a byte order mark", `\ufeff${JSON.stringify(payload)}`],
    ["glued objects", audit + audit],
    ["pretty objects", `${JSON.stringify(JSON.parse(audit), null, 2)}\n`],
    ["an array of objects", `[${audit},${audit}]`],
  ])("takes %s for values", (_, text) => {
    expect(inputShape(Buffer.from(text))).toBe("values");
  });

  it("knows base64 of gzip", () => {
    expect(inputShape(Buffer.from(gzipSync("x").toString("base64")))).toBe("base64");
  });
});
