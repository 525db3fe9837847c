import { describe, expect, it } from "vitest";
import type { BulkAnswer } from "../../../shared/core/delivery/judge.ts";
import { bulkBody, judgePaste, type Pasted } from "../../../tools/firehose/bulk-paste.ts";
import { newFakeCluster } from "./fake-cluster.ts";

const answer = (status: number, body: unknown = ""): BulkAnswer => ({ kind: "answer", status, body });
const pasted = (...records: (string | Buffer)[]): Pasted[] =>
  records.map((data, at) => ({ index: "i", id: String(at), data: Buffer.from(data) }));
const codes = (said: BulkAnswer, records: readonly Pasted[]): string[] =>
  judgePaste(said, records).map((verdict) => (verdict.kind === "stored" ? verdict.kind : verdict.code));
const TWO = pasted('{"a":1}', '{"b":2}');

/** What comes of records with this data, each with an id. */
async function paste(...records: (string | Buffer)[]): Promise<string[]> {
  return codes(await newFakeCluster().bulk(bulkBody(pasted(...records))), pasted(...records));
}

describe("the _bulk body of Firehose", () => {
  it("holds each record byte for byte behind an index command, with an id or without", () => {
    const body = bulkBody([
      { index: "i-2026-11-23", id: "49", data: Buffer.from('{"a":1}') },
      { index: "i", id: undefined, data: Buffer.from([0xff, 0x0a]) },
    ]);
    const wanted = '{"index":{"_index":"i-2026-11-23","_id":"49"}}\n{"a":1}\n{"index":{"_index":"i"}}\n';
    expect(body).toEqual(Buffer.concat([Buffer.from(wanted), Buffer.from([0xff, 0x0a, 0x0a])]));
  });
});

describe("a record has to be one JSON object on one line", () => {
  it("which is stored", async () => {
    expect(await paste('{"a":1}', '{"b":2}')).toEqual(["stored", "stored"]);
  });

  it.each<[string, string[], string[]]>([
    ["with a line end behind it", ['{"a":1}\n', '{"b":2}'], ["OS.MalformedData", "stored"]],
    ["written on several lines", ['{\n"a": 1\n}', '{"b":2}'], ["OS.MalformedData", "OS.MalformedData"]],
    ["of two documents on two lines", ['{"a":1}\n{"b":2}', '{"c":3}'], ["OS.MalformedData", "OS.MalformedData"]],
    ["of two documents on one line", ['{"a":1} {"b":2}', '{"c":3}'], ["400", "stored"]],
    [
      "with a command and a document",
      ['{"a":1}\n{"index":{"_index":"i"}}\n{"b":2}', '{"c":3}'],
      ["OS.ResponseEntryCountMismatch", "OS.ResponseEntryCountMismatch"],
    ],
    [
      "with a command that takes the next line",
      ['{"a":1}\n{"create":{"_index":"i"}}', '{"c":3}'],
      ["OS.MalformedData", "OS.MalformedData"],
    ],
    ["that ends in a command", ['{"b":2}', '{"a":1}\n{"create":{"_index":"i"}}'], ["stored", "OS.MalformedData"]],
  ])("and is refused %s, if not its neighbours with it", async (_, records, wanted) => {
    expect(await paste(...records)).toEqual(wanted);
  });

  it("or a command of its own, which is found out by the answer", () => {
    const items = [{ index: { status: 201 } }, { delete: { status: 200 } }];
    expect(codes(answer(200, { items }), TWO)).toEqual(["OS.MalformedData", "OS.MalformedData"]);
  });

  it("is refused alone where it is no JSON, or no object", async () => {
    expect(await paste("not JSON", '{"a":1}', Buffer.from([0x1f, 0x8b]), "[1]")).toEqual([
      "400",
      "stored",
      "400",
      "400",
    ]);
  });
});

describe("what Firehose says of other answers", () => {
  it.each<[BulkAnswer, string]>([
    [{ kind: "no-answer", detail: "ECONNREFUSED" }, "OS.ConnectionFailed"],
    [answer(400, { error: { reason: "explicit index in bulk is not allowed" } }), "OS.ExplicitIndexInBulkNotAllowed"],
    [answer(400, { error: { reason: "Malformed action/metadata line" } }), "OS.MalformedData"],
    [answer(401), "OS.AccessDenied"],
    [answer(403), "OS.AccessDenied"],
    [answer(403, { error: { type: "cluster_block_exception" } }), "OS.ClusterBlockException"],
    [answer(404), "OS.ResourceNotFound"],
    [answer(413, "<html>"), "OS.ServiceException"],
    [answer(429), "OS.ServiceException"],
    [answer(502), "OS.BadGateway"],
    [answer(503), "OS.ServiceException"],
    [answer(504), "OS.GatewayTimeout"],
    [answer(200, "<html>"), "OS.ServiceException"],
    [answer(200, { items: [] }), "OS.ResponseEntryCountMismatch"],
  ])("%j is %s", (said, code) => {
    expect(codes(said, TWO)).toEqual([code, code]);
  });

  it("gives the status of the item, and its error as text", () => {
    const error = { type: "mapper_parsing_exception", reason: "failed to parse" };
    const items = [{ index: { status: 400, error } }, { index: { status: 200 } }, { index: null }];
    expect(judgePaste(answer(200, { items }), pasted("{}", "{}", "{}"))).toEqual([
      { kind: "refused", code: "400", message: JSON.stringify(error) },
      { kind: "stored" },
      { kind: "refused", code: "undefined", message: "null" },
    ]);
  });
});
