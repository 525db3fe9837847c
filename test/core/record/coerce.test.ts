import { describe, expect, it } from "vitest";
import { coerce } from "../../../shared/core/record/coerce.ts";
import type { Field, FieldType } from "../../../shared/schema/field.ts";

const MAX = Number.MAX_SAFE_INTEGER;

function field(type: FieldType, many?: true): Field {
  return { type, description: "", example: "", ...(many === undefined ? {} : { many }) };
}

const as = (value: unknown) => ({ value, changed: true });
const same = (value: unknown) => ({ value, changed: false });
const no = undefined;

describe("coerce", () => {
  it.each<[FieldType, unknown, ReturnType<typeof as> | undefined]>([
    ["keyword", "a", same("a")],
    ["keyword", "", same("")],
    ["keyword", 7, as("7")],
    ["keyword", 1e21, as("1e+21")],
    ["keyword", false, as("false")],
    ["keyword", null, no],
    ["keyword", ["a"], no],
    ["keyword", { a: 1 }, no],
    ["text", "a", same("a")],
    ["text", 1.5, as("1.5")],
    ["stored", "a", same("a")],
    ["integer", 403, same(403)],
    ["integer", "403", as(403)],
    ["integer", "-7", as(-7)],
    ["integer", 2_147_483_647, same(2_147_483_647)],
    ["integer", -2_147_483_647, same(-2_147_483_647)],
    ["integer", 2_147_483_648, no],
    ["integer", "2147483648", no],
    ["integer", 1.5, no],
    ["integer", "1.5", no],
    ["integer", "1e3", no],
    ["integer", " 1", no],
    ["integer", "", no],
    ["integer", "0x10", no],
    ["integer", true, no],
    ["integer", null, no],
    ["integer", [1], no],
    ["long", MAX, same(MAX)],
    ["long", String(MAX), as(MAX)],
    ["long", -MAX, same(-MAX)],
    ["long", MAX + 1, no],
    ["long", "9007199254740993", no],
    ["long", "12345678901234567890", no],
    ["double", 0.5, same(0.5)],
    ["double", "0.5", as(0.5)],
    ["double", "-12", as(-12)],
    ["double", 1e308, same(1e308)],
    ["double", "1e5", no],
    ["double", "NaN", no],
    ["double", Number.NaN, no],
    ["double", Number.POSITIVE_INFINITY, no],
    ["double", "", no],
    ["boolean", true, same(true)],
    ["boolean", "true", as(true)],
    ["boolean", "false", as(false)],
    ["boolean", "True", no],
    ["boolean", 1, no],
    ["date", "2026-11-23T12:00:00Z", same("2026-11-23T12:00:00Z")],
    ["date", "2026-11-23T13:00:00.123456789+01:00", as("2026-11-23T12:00:00.123456789Z")],
    ["date", "2026-11-23 12:00:00Z", as("2026-11-23T12:00:00Z")],
    ["date", 1_795_435_200, as("2026-11-23T12:00:00.000Z")],
    ["date", 1_795_435_200_123, as("2026-11-23T12:00:00.123Z")],
    ["date", "2026-11-23T12:00:00", no],
    ["date", "1969-12-31T23:59:59Z", no],
    ["date", "1970-01-01T00:00:00Z", same("1970-01-01T00:00:00Z")],
    ["date", "2261-12-31T23:59:59.999999999Z", same("2261-12-31T23:59:59.999999999Z")],
    ["date", "2262-01-01T00:00:00Z", no],
    ["date", "2026-02-30T00:00:00Z", no],
    ["date", "yesterday", no],
    ["date", 7, no],
    ["date", null, no],
  ])("makes %s of %j: %j", (type, value, wanted) => {
    expect(coerce(field(type), value)).toEqual(wanted);
  });

  it.each<[FieldType, unknown, ReturnType<typeof as> | undefined]>([
    ["keyword", ["a", "b"], same(["a", "b"])],
    ["keyword", [], same([])],
    ["keyword", "a", same(["a"])],
    ["keyword", 7, as(["7"])],
    ["keyword", ["a", 7], as(["a", "7"])],
    ["keyword", ["a", null], no],
    ["keyword", [["a"]], no],
    ["keyword", null, no],
    ["integer", ["1", 2], as([1, 2])],
    ["integer", [1, "x"], no],
  ])("makes a list of %s of %j: %j", (type, value, wanted) => {
    expect(coerce(field(type, true), value)).toEqual(wanted);
  });
});
