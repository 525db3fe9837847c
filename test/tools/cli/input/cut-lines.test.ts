import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutLines } from "../../../../tools/cli/input/cut-lines.ts";
import { chunked, collected } from "../streams.ts";

const cut = (text: string, lengths: number[] = []) => collected(cutLines(chunked(Buffer.from(text), lengths)));
const texts = async (text: string) => (await cut(text)).map(({ bytes }) => bytes.toString());

describe("cutLines", () => {
  it.each([
    ["", []],
    ["a", ["a"]],
    ["a\n", ["a"]],
    ["a\nb", ["a", "b"]],
    ["\n", [""]],
    ["a\n\n\nb\n", ["a", "", "", "b"]],
    ["a\r\nb", ["a\r", "b"]],
  ])("cuts %j", async (text, lines) => {
    expect(await texts(text)).toEqual(lines);
  });

  it("knows whether a line was ended", async () => {
    expect((await cut("a\nb")).map(({ ended }) => ended)).toEqual([true, false]);
  });

  it("gives back all bytes, however the stream is cut", async () => {
    const bytes = fc
      .uint8Array({ maxLength: 60 })
      .map((array) => Buffer.from(array.map((byte) => (byte < 90 ? 10 : byte))));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(fc.nat(9)), async (all, lengths) => {
        const lines = await collected(cutLines(chunked(all, lengths)));
        const again = Buffer.concat(lines.flatMap((line) => [line.bytes, Buffer.from(line.ended ? "\n" : "")]));
        expect(again).toEqual(all);
        expect(lines.every((line) => !line.bytes.includes(10))).toBe(true);
      }),
    );
  });
});
