import { describe, expect, it } from "vitest";
import { damagedMessages } from "../../../shared/core/decode/invalid-utf8.ts";

/** A payload whose messages are the given bytes, as they stand between the quotes. */
function payload(...messages: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('{"messageType":"DATA_MESSAGE","logEvents":[')];
  messages.forEach((message, index) => {
    if (index > 0) parts.push(Buffer.from(","));
    parts.push(Buffer.from('{"id":"1","message":"'), Buffer.from(message), Buffer.from('"}'));
  });
  return Buffer.concat([...parts, Buffer.from("]}")]);
}

const RAW = Buffer.from([0x66, 0xff, 0xfe, 0x67]);

describe("damagedMessages", () => {
  it.each([
    ["raw bytes", RAW, RAW],
    ["raw bytes beside UTF-8", Buffer.concat([Buffer.from("é€😀"), RAW]), Buffer.concat([Buffer.from("é€😀"), RAW])],
    ["the escape of a letter that is one byte in latin1", mixed("\\u00e9"), mixed("é")],
    ["escapes in upper case", mixed("\\u00E9\\u00FF"), mixed("éÿ")],
    ["the escape of a surrogate pair", mixed("\\ud83d\\ude00"), mixed("😀")],
    ["all of them mixed", mixed("\\u00e9é\\ud83d\\ude00😀\\u20ac"), mixed("éé😀😀€")],
    ["short escapes", mixed('\\n\\t\\"\\\\\\/\\u0000'), mixed('\n\t"\\/\0')],
    ["a backslash before what looks like an escape", mixed("\\\\u00e9"), mixed("\\u00e9")],
    ["a sequence that is cut", Buffer.from([0xe2, 0x82]), Buffer.from([0xe2, 0x82])],
    ["a surrogate in UTF-8", Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xed, 0xa0, 0x80])],
    ["a lone surrogate's escape", mixed("\\ud800"), mixed("\ufffd")],
    ["controls of latin1", Buffer.from([0x80, 0x85, 0xa0, 0xff]), Buffer.from([0x80, 0x85, 0xa0, 0xff])],
  ])("gives the exact bytes of %s", (_, message, bytes) => {
    expect(damagedMessages(payload("before", message, "äfter \\u00e9"))).toEqual([undefined, bytes, undefined]);
  });

  it("leaves entries alone that have no message", () => {
    const raw = Buffer.concat([
      Buffer.from('{"logEvents":[null,{},{"message":7},"x",{"message":"'),
      RAW,
      Buffer.from('"}]}'),
    ]);
    expect(damagedMessages(raw)).toEqual([undefined, undefined, undefined, undefined, RAW]);
  });
});

/** Bytes that are no UTF-8 on both sides of a text. */
function mixed(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xff]), Buffer.from(text), Buffer.from([0xc3])]);
}
