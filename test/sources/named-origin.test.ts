import { describe, expect, it } from "vitest";
import { claimByName, nameClaim } from "../../shared/sources/named-origin.ts";
import { newLine } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const NAME = /\.log$/;

describe("nameClaim", () => {
  it.each([
    ["a.log", "b.log", 1],
    ["a", "b.log", 0.9],
    ["a.log", "b", 0.5],
    ["a", "b", 0],
  ])("claims group %s, stream %s by %d", (logGroup, logStream, score) => {
    expect(nameClaim(originOf({ logGroup, logStream }), NAME)).toBe(score);
  });
});

describe("claimByName", () => {
  it.each([
    [1, 0.8, 1],
    [0.9, 0.85, 0.9],
    [0.5, 0.8, 0.8],
    [0.5, 0, 0.5],
    [0, 0.8, 0.8],
    [0, 0, 0],
  ])("of the name's %d and the shape's %d takes %d", (name, shape, score) => {
    const claim = claimByName(name, 0.85, () => shape);
    expect(typeof claim === "function" ? claim(newLine("x", 0)) : claim).toBe(score);
  });
});
