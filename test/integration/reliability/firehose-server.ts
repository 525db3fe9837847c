import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { PutAnswer } from "../../../shared/core/delivery/judge-put.ts";
import { putRecordBatch, type PutFaults } from "../../../tools/firehose/put-record-batch.ts";
import type { DeliveryStream } from "../../../tools/firehose/delivery-stream.ts";

/** Firehose's front door over HTTP, before streams in memory: what the SDK's client talks to. */
export interface FirehoseServer {
  readonly url: string;
  readonly set: (faults: PutFaults) => void;
  readonly close: () => Promise<void>;
}

interface Request {
  readonly DeliveryStreamName: string;
  readonly Records: readonly { readonly Data: string }[];
}

export async function startFirehoseServer(streams: ReadonlyMap<string, DeliveryStream>): Promise<FirehoseServer> {
  let put = putRecordBatch(streams);
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { DeliveryStreamName: stream, Records } = JSON.parse(Buffer.concat(chunks).toString()) as Request;
      const records = Records.map(({ Data }) => Buffer.from(Data, "base64").toString());
      void put(stream, records, 0).then((answer) => {
        if (answer.kind === "no-answer") return response.destroy();
        const [status, body] = bodyOf(answer);
        return response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (faults) => {
      put = putRecordBatch(streams, faults);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function bodyOf(answer: Exclude<PutAnswer, { kind: "no-answer" }>): [status: number, body: unknown] {
  if (answer.kind === "refused") return [answer.status, { __type: answer.code, message: answer.message }];
  const RequestResponses = answer.results.map(({ errorCode, errorMessage }, at) =>
    errorCode === undefined ? { RecordId: String(at) } : { ErrorCode: errorCode, ErrorMessage: errorMessage },
  );
  const FailedPutCount = answer.results.filter(({ errorCode }) => errorCode !== undefined).length;
  return [200, { FailedPutCount, RequestResponses }];
}
