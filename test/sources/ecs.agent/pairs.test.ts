import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAgentPairs } from "../../../shared/sources/ecs.agent/pairs.ts";
import { anyText } from "../../formats/damaged-lines.ts";

describe("readAgentPairs", () => {
  it.each([
    [
      'msg="a \\"b\\"" k2=2',
      [
        ["msg", 'a "b"'],
        ["k2", "2"],
      ],
      "",
    ],
    [
      "k4={subK4_1:a b subK4_2:3} k5=x",
      [
        ["k4", "{subK4_1:a b subK4_2:3}"],
        ["k5", "x"],
      ],
      "",
    ],
    [
      "m=map[a:b c:[d e]] n=&{A:(1 2)}",
      [
        ["m", "map[a:b c:[d e]]"],
        ["n", "&{A:(1 2)}"],
      ],
      "",
    ],
    [
      "open={a b k=v",
      [
        ["open", "{a"],
        ["k", "v"],
      ],
      "b",
    ],
    [
      "k= j=1",
      [
        ["k", ""],
        ["j", "1"],
      ],
      "",
    ],
    ["loose words k=v end", [["k", "v"]], "loose words end"],
    ['cut="no end', [["cut", '"no']], "end"],
    ["", [], ""],
  ])("%s", (text, pairs, loose) => {
    expect(readAgentPairs(text)).toEqual({ pairs, loose });
  });

  it("loses no character but quotes and blanks", () => {
    const bare = fc.string().map((text) => text.replace(/["\\ ]/g, ""));
    fc.assert(
      fc.property(fc.array(bare), (words) => {
        const { pairs, loose } = readAgentPairs(words.join(" "));
        const kept = [...pairs.map(([key, value]) => `${key}=${value}`), loose].join("").replaceAll(" ", "");
        expect(kept.split("").toSorted()).toEqual(words.join("").split("").toSorted());
      }),
    );
  });

  it("takes any text", () => {
    fc.assert(fc.property(anyText, (text) => void readAgentPairs(text)));
  });
});
