import { describe, expect, it } from "vitest";
import { splitJsonObjects, type Chunk } from "../../../shared/core/decode/json-values.ts";

const object = (text: string): Chunk => ({ kind: "object", text });
const line = (text: string): Chunk => ({ kind: "text", text });

describe("splitJsonObjects", () => {
  it.each<[string, string, Chunk[]]>([
    ["nothing", "", []],
    ["blank space", " \r\n\t\n", []],
    ["one object", '{"a":1}', [object('{"a":1}')]],
    ["objects glued together", '{"a":1}{"b":{}}{}', [object('{"a":1}'), object('{"b":{}}'), object("{}")]],
    ["objects on lines of their own", '{"a":1}\n{"b":2}\r\n', [object('{"a":1}'), object('{"b":2}')]],
    ["an object over several lines", '{\n  "a": 1\n}\n{"b":2}', [object('{\n  "a": 1\n}'), object('{"b":2}')]],
    ["brackets inside strings", '{"a":"}{"}{"b":"]["}', [object('{"a":"}{"}'), object('{"b":"]["}')]],
    ["escaped quotes", '{"a":"\\"}{\\\\"}{"b":1}', [object('{"a":"\\"}{\\\\"}'), object('{"b":1}')]],
    ["lines between objects", 'up\n{"a":1}\ndown', [line("up"), object('{"a":1}'), line("down")]],
    ["text behind an object", '{"a":1} tail', [object('{"a":1}'), line("tail")]],
    ["an object that never ends", '{"a":1\n{"b":2}', [line('{"a":1'), object('{"b":2}')]],
    ["a string that never ends", '{"a":"1\n{"b":2}', [line('{"a":"1'), object('{"b":2}')]],
    ["an object that ends with a backslash", '{"a":"\\', [line('{"a":"\\')]],
    ["a closing bracket too many", '}{"a":1}', [line('}{"a":1}')]],
    [
      "lines behind an object that never ends",
      '{\n{"a":1}\n{\n}',
      [line("{"), object('{"a":1}'), line("{"), line("}")],
    ],
  ])("cuts %s", (_, text, chunks) => {
    expect(splitJsonObjects(text)).toEqual(chunks);
  });

  it("stays linear where nothing ends", () => {
    const open = "{".repeat(300_000);
    expect(splitJsonObjects(open)).toEqual([line(open)]);
    expect(splitJsonObjects('{"\n'.repeat(200_000))).toHaveLength(200_000);
    expect(splitJsonObjects("{}".repeat(200_000))).toHaveLength(200_000);
  });
});
