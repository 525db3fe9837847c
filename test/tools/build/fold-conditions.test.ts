import { describe, expect, it } from "vitest";
import { foldConditions, type Template } from "../../../tools/build/fold-conditions.ts";

const NO_VALUE = { Ref: "AWS::NoValue" };

function folded(template: Partial<Template>): Template {
  const Conditions = {
    Yes: { "Fn::Equals": ["a", "a"] },
    No: { "Fn::Not": [{ Condition: "Yes" }] },
    Both: { "Fn::And": [{ Condition: "Yes" }, { Condition: "No" }] },
    Either: { "Fn::Or": [{ Condition: "Both" }, { "Fn::Equals": [1, "1"] }] },
  };
  return foldConditions({ Conditions, Resources: {}, ...template });
}

const propertiesOf = (properties: Template["Resources"][string]): unknown =>
  folded({ Resources: { A: { Type: "T", Properties: properties } } }).Resources["A"]?.["Properties"];

describe("foldConditions", () => {
  it.each([
    ["Yes", true],
    ["No", false],
    ["Both", false],
    ["Either", true],
  ])("decides %s", (condition, holds) => {
    expect(propertiesOf({ a: { "Fn::If": [condition, 1, 2] } })).toEqual({ a: holds ? 1 : 2 });
  });

  it("leaves only the resources and outputs that were chosen, and nothing of the conditions", () => {
    const resource = (Condition: string) => ({ Type: "T", Condition });
    expect(
      folded({
        Resources: { A: resource("Yes"), B: resource("No"), C: { Type: "T" } },
        Outputs: { O: { Condition: "No", Value: 1 } },
      }),
    ).toEqual({
      Resources: { A: { Type: "T" }, C: { Type: "T" } },
      Outputs: {},
    });
  });

  it("leaves out what has no value, in objects and in lists", () => {
    const properties = {
      a: NO_VALUE,
      b: { "Fn::If": ["No", 1, NO_VALUE] },
      c: [1, { "Fn::If": ["Yes", NO_VALUE, 2] }, 3],
    };
    expect(propertiesOf(properties)).toEqual({ c: [1, 3] });
  });

  it("keeps lists in lists, branches in branches and everything else as it is", () => {
    const properties = {
      join: { "Fn::Join": ["", ["a", "b"]] },
      deep: { "Fn::If": ["Yes", { "Fn::If": ["No", 1, [[2], null, false, ""]] }, 3] },
      ref: { Ref: "A" },
    };
    expect(propertiesOf(properties)).toEqual({ ...properties, deep: [[2], null, false, ""] });
  });

  it("lets nothing wait for what is not there", () => {
    const { Resources } = folded({
      Resources: {
        A: { Type: "T", DependsOn: ["B", "C"] },
        B: { Type: "T", Condition: "No" },
        C: { Type: "T", DependsOn: "B" },
      },
    });
    expect(Resources).toEqual({ A: { Type: "T", DependsOn: ["C"] }, C: { Type: "T" } });
  });

  it.each([
    [{ "Fn::Equals": [{ Ref: "Stage" }, "prod"] }, /condition Bad is not made of constants: .*Stage/],
    [undefined, /condition Bad is not made of constants: undefined/],
  ])("refuses the condition %j, which only CloudFormation could decide", (condition, message) => {
    const Conditions = condition === undefined ? {} : { Bad: condition };
    const template = { Conditions, Resources: { A: { Type: "T", Condition: "Bad" } } };
    expect(() => foldConditions(template)).toThrow(message);
  });
});
