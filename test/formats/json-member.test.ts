import { describe, expect, it } from "vitest";
import { addMember } from "../../shared/formats/json-member.ts";
import { openMap, type Json } from "../../shared/schema/draft.ts";

describe("addMember", () => {
  it("makes a list of what comes under one name, in order", () => {
    const object = openMap<Json>();
    for (const value of ["a", "b", "c"]) addMember(object, "k", value);
    addMember(object, "__proto__", "x");
    expect(Object.entries(object)).toEqual([
      ["k", ["a", "b", "c"]],
      ["__proto__", "x"],
    ]);
  });
});
