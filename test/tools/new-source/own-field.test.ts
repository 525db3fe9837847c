import { describe, expect, it } from "vitest";
import { newLine } from "../../../shared/sources/source.ts";
import { memberLinesOf } from "../../../tools/new-source/members.ts";
import { ownMember, ownWord } from "../../../tools/new-source/own-field.ts";
import { shapeOf } from "../../../tools/new-source/shape.ts";

const anyName = (): boolean => true;
const linesOf = (...texts: string[]) => texts.map((text) => newLine(text, 0));

function memberOf(texts: string[], isFree: (name: string) => boolean = anyName) {
  return ownMember("payment-audit", memberLinesOf(linesOf(...texts))!, isFree);
}

describe("the field of its own", () => {
  it.each([
    ["text before numbers", ['{"amount":1,"paymentId":"p1"}'], "payment_audit.payment_id", "keyword", "p1"],
    ["a number", ['{"amount":1}', '{"amount":-2}'], "payment_audit.amount", "long", 1],
    ["a fraction", ['{"ratio":1}', '{"ratio":0.5}'], "payment_audit.ratio", "double", 1],
    ["yes and no", ['{"ok":true}'], "payment_audit.ok", "boolean", true],
    ["a number in logfmt, which is text", ["hits=3 misses=4"], "payment_audit.hits", "long", 3],
    ["text in logfmt", ["hits=3 who=al"], "payment_audit.who", "keyword", "al"],
    [
      "not one that loggers write",
      ['{"level":"info","msg":"x","trace_id":"0","kind.of":"a b"}'],
      "payment_audit.kind_of",
      "keyword",
      "a b",
    ],
  ])("is %s", (_, lines, name, type, example) => {
    expect(memberOf(lines)).toMatchObject({ name, type, example });
  });

  it.each([
    ["objects and lists", ['{"a":{"b":1},"c":[1]}']],
    ["mixed types", ['{"a":1}', '{"a":"x"}']],
    ["nothing in common", ['{"a":1}', '{"b":1}']],
    ["names that make none", ['{"…":1}']],
  ])("is none of %s", (_, lines) => {
    expect(memberOf(lines)).toBeUndefined();
  });

  it("has a name that nobody has declared", () => {
    expect(memberOf(['{"aa":"1","bb":"2"}'], (name) => name !== "payment_audit.aa")?.name).toBe("payment_audit.bb");
  });

  it("shows the beginning of what is long", () => {
    expect(memberOf([JSON.stringify({ aa: "x".repeat(500) })])?.example).toHaveLength(80);
  });

  it("is what the pattern of text has a group for", () => {
    const lines = linesOf("order 17 placed", "order 18 placed");
    const shape = shapeOf(lines);
    expect(ownWord("shop", shape, lines, anyName)).toEqual({
      name: "shop.order",
      type: "keyword",
      example: "17",
      member: undefined,
    });
    expect(ownWord("shop", shape, lines, () => false)).toBeUndefined();
    expect(ownWord("shop", undefined, lines, anyName)).toBeUndefined();
  });
});
