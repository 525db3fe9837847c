import { describe, expect, it } from "vitest";
import { sampleLines } from "../../../tools/new-source/sample-lines.ts";

describe("the lines that were given", () => {
  it("come without line ends, byte order mark and empty lines; blanks in front mean something", () => {
    expect(sampleLines("\ufeffone\r\n\n  two\n \t\nthree ")).toEqual(["one", "  two", "three "]);
  });

  it.each(["", "\n", " \r\n\t\n"])("are missing in %j", (text) => {
    expect(() => sampleLines(text)).toThrow("no lines on standard input");
  });

  it("are as many as a person reads", () => {
    expect(sampleLines("a\n".repeat(200))).toHaveLength(200);
    expect(() => sampleLines("a\n".repeat(201))).toThrow("201 lines");
    expect(() => sampleLines("a".repeat(256 * 1024 + 1))).toThrow("256 KB");
  });
});
