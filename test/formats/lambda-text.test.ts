import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLambdaText } from "../../shared/formats/lambda-text.ts";
import { anyText } from "./damaged-lines.ts";

const ID = "1e46b449-6571-11e8-8af3-e7d42a6dbde1";
const TIME = "2025-02-10T07:37:10.463Z";

describe("parseLambdaText", () => {
  it.each([
    [`${TIME}\t${ID}\tINFO\ta\tb`, ID, 9, "a\tb"],
    [`${TIME}\tundefined\tERROR\tUncaught Exception \t{}`, undefined, 17, "Uncaught Exception \t{}"],
    [`${TIME}\t${ID}\twarn\tfrom .NET`, ID, 13, "from .NET"],
    [`${TIME}\t${ID}\tcrit\tfrom .NET`, ID, 21, "from .NET"],
    [`${TIME}\t\tdbug\tbefore`, undefined, 5, "before"],
    [`[WARNING]\t${TIME}\t${ID}\tfrom Python`, ID, 13, "from Python"],
    [`[CRITICAL]\t${TIME}\t\tfrom Python`, undefined, 21, "from Python"],
    [`[Level 25]\t${TIME}\t${ID}\tof my own`, ID, undefined, "of my own"],
    [`${TIME}\t${ID}\tINFO\t`, ID, 9, ""],
    [`${TIME}\t8f507cfc-xmpl-4697-b07a-ac58fc914c95\tINFO\tx`, "8f507cfc-xmpl-4697-b07a-ac58fc914c95", 9, "x"],
  ])("reads %j", (text, requestId, number, message) => {
    const parsed = parseLambdaText(text);
    expect(parsed).toMatchObject({ time: TIME, requestId, message });
    expect(parsed?.severity?.number).toBe(number);
  });

  it.each([
    "",
    "a\tb\tc\td",
    `${TIME}\tsomebody\tINFO\tx`,
    `${TIME}\t${ID}\tINFO`,
    `[INFO] ${TIME}\t${ID}\tx\ty`,
    `2025-02-10 07:37:10\t${ID}\tINFO\tx`,
  ])("leaves %j alone", (text) => {
    expect(parseLambdaText(text)).toBeUndefined();
  });

  it("keeps any message to its last character", () => {
    fc.assert(fc.property(anyText, (text) => parseLambdaText(`${TIME}\t${ID}\tINFO\t${text}`)?.message === text));
  });
});
