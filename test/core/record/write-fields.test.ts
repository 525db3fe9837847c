import { describe, expect, it } from "vitest";
import { attributeTable, RESOURCE_TABLE } from "../../../shared/core/record/field-table.ts";
import { writeFields } from "../../../shared/core/record/write-fields.ts";
import { openMap } from "../../../shared/schema/draft.ts";
import { eksStub } from "../stub-sources.ts";

const TABLE = attributeTable([eksStub]);

function write(values: Readonly<Record<string, unknown>>, payload = openMap()) {
  const overflow = { payload, notes: [] as string[] };
  const text = writeFields(values, TABLE, "attributes", overflow);
  return { written: JSON.parse(`{${text}}`) as unknown, payload: { ...payload }, notes: overflow.notes };
}

describe("writeFields", () => {
  it("writes the fields of all sources and the common ones", () => {
    const values = { "stub.count": 7, "http.request.method": "GET", "stub.names": ["a"], "stub.name": undefined };
    expect(write(values)).toEqual({
      written: { "stub.count": 7, "http.request.method": "GET", "stub.names": ["a"] },
      payload: {},
      notes: [],
    });
  });

  it("writes nothing of nothing", () => {
    expect(writeFields({ a: undefined }, TABLE, "attributes", { payload: {}, notes: [] })).toBe("");
  });

  it("notes what it coerces", () => {
    expect(write({ "stub.count": "7" })).toEqual({
      written: { "stub.count": 7 },
      payload: {},
      notes: ["coerced:attributes.stub.count"],
    });
  });

  it.each([
    ["does not fit", { "stub.count": { a: 1 } }],
    ["is out of range", { "stub.count": 3_000_000_000 }],
    ["nobody has declared", { "stub.unknown": "x" }],
  ])("moves to the payload what %s, with a note", (_, values) => {
    const [name] = Object.keys(values);
    expect(write(values)).toEqual({ written: {}, payload: values, notes: [`moved:attributes.${name ?? ""}`] });
  });

  it("moves null without a note", () => {
    expect(write({ "stub.count": null })).toEqual({ written: {}, payload: { "stub.count": null }, notes: [] });
  });

  it("does not overwrite what the payload has", () => {
    expect(write({ "stub.count": "x" }, Object.assign(openMap(), { "stub.count": "mine" })).payload).toEqual({
      "stub.count": "mine",
      "attributes.stub.count": "x",
    });
  });
});

describe("the tables", () => {
  it("keep attributes and resource apart", () => {
    expect(RESOURCE_TABLE.has("stub.count")).toBe(false);
    expect(RESOURCE_TABLE.has("cloud.region")).toBe(true);
    expect(TABLE.has("cloud.region")).toBe(false);
  });
});
