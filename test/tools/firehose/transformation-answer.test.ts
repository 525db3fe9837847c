import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeTransformation } from "../../../tools/firehose/transformation-answer.ts";

const IDS = ["a", "b", "c"];
const ok = (recordId: string, text = recordId) => ({
  recordId,
  result: "Ok",
  data: Buffer.from(text).toString("base64"),
});
const judge = (records: unknown) => judgeTransformation(JSON.stringify({ records }), IDS);

function words(records: unknown): string[] {
  const verdict = judge(records);
  if (verdict.kind === "void") return [verdict.code];
  return verdict.verdicts.map((one) => (one.kind === "failed" ? one.code : one.kind));
}

describe("the answer of a transformation: each record id that was sent comes back exactly once", () => {
  it("is taken in the order of what was sent", () => {
    const verdict = judge([ok("c"), { recordId: "a", result: "Dropped" }, ok("b")]);
    expect(verdict).toEqual({
      kind: "records",
      verdicts: [{ kind: "dropped" }, { kind: "ok", data: Buffer.from("b") }, { kind: "ok", data: Buffer.from("c") }],
    });
  });

  it.each<[string, unknown, string[]]>([
    ["missing", [ok("a"), ok("c")], ["ok", "Lambda.MissingRecordId", "ok"]],
    ["returned twice", [ok("a"), ok("b"), ok("a"), ok("c")], ["Lambda.DuplicatedRecordId", "ok", "ok"]],
    ["returned thrice", [ok("a"), ok("a"), ok("a"), ok("b"), ok("c")], ["Lambda.DuplicatedRecordId", "ok", "ok"]],
    ["changed", [ok("a"), ok("B"), ok("c")], ["ok", "Lambda.MissingRecordId", "ok"]],
  ])("fails alone where an id was %s", (_, records, wanted) => {
    expect(words(records)).toEqual(wanted);
  });

  it("does not look at ids that were never sent", () => {
    expect(words([...IDS.map((id) => ok(id)), ok("d")])).toEqual(["ok", "ok", "ok"]);
  });

  it("may leave out the data of what was Dropped or has ProcessingFailed", () => {
    const records = [
      { recordId: "a", result: "Dropped" },
      { recordId: "b", result: "ProcessingFailed" },
      { recordId: "c", result: "ProcessingFailed", data: "eA==" },
    ];
    expect(words(records)).toEqual(["dropped", "Lambda.ProcessingFailedStatus", "Lambda.ProcessingFailedStatus"]);
  });

  it("may have no data in it", () => {
    const verdict = judge([ok("a", ""), ok("b"), ok("c")]);
    expect(verdict.kind === "records" ? verdict.verdicts[0] : verdict).toEqual({ kind: "ok", data: Buffer.alloc(0) });
  });
});

describe("an answer of another structure is void", () => {
  it.each<[string, string]>([
    ["", "Lambda.JsonProcessingException"],
    ['{"records":[', "Lambda.JsonProcessingException"],
    ["null", "Lambda.FunctionError"],
    ["[]", "Lambda.FunctionError"],
    ['{"Records":[]}', "Lambda.FunctionError"],
    ['{"records":{}}', "Lambda.FunctionError"],
  ])("%j", (payload, code) => {
    expect(judgeTransformation(payload, IDS)).toMatchObject({ kind: "void", code });
  });

  it.each<[string, unknown]>([
    ["no record", null],
    ["no id", { result: "Ok", data: "" }],
    ["another status", { ...ok("a"), result: "OK" }],
    ["no status", { recordId: "a", data: "" }],
    ["Ok without data", { recordId: "a", result: "Ok" }],
    ["data that is no base64", { recordId: "a", result: "Ok", data: "{}" }],
    ["data that is no text", { recordId: "a", result: "Ok", data: 1 }],
  ])("with one record that is %s", (_, record) => {
    expect(words([record, ok("b"), ok("c")])).toEqual(["Lambda.FunctionError"]);
  });

  it("whatever it is, each record is judged or none", () => {
    const id = fc.constantFrom("a", "b", "c", "d", 1);
    const entry = fc.record(
      {
        recordId: id,
        result: fc.constantFrom("Ok", "Dropped", "ProcessingFailed", "ok"),
        data: fc.constantFrom("", "eA==", "*", null),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 20, arbitrary: entry }, fc.jsonValue()), { maxLength: 5 }), (records) => {
        const verdict = judge(records);
        return verdict.kind === "void" || verdict.verdicts.length === 3;
      }),
    );
  });
});
