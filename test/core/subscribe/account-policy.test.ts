import { describe, expect, it } from "vitest";
import { accountPolicyInput } from "../../../shared/core/subscribe/account-policy.ts";
import { accountPolicyOf } from "../../../shared/core/subscribe/subscribe.ts";
import { ARCHIVE, INDEX, newFakeLogs, OWN } from "./fake-logs.ts";

describe("accountPolicyInput", () => {
  it("names each exception once", () => {
    expect(accountPolicyInput(ARCHIVE, ["/b", "/a", "/b"])).toEqual({
      ok: true,
      input: {
        policyName: "tributary-dev-archive",
        policyType: "SUBSCRIPTION_FILTER_POLICY",
        policyDocument: JSON.stringify({
          DestinationArn: ARCHIVE.destinationArn,
          RoleArn: ARCHIVE.roleArn,
          FilterPattern: "",
        }),
        scope: "ALL",
        selectionCriteria: 'LogGroupName NOT IN ["/a","/b"]',
      },
    });
  });

  it("has no role for a Lambda function", () => {
    const policy = accountPolicyInput(INDEX, ["/a"]);
    expect(policy.ok && policy.input.policyDocument).not.toContain("RoleArn");
  });

  it("refuses a list without exceptions, and one that AWS would refuse", () => {
    const many = Array.from({ length: 1000 }, (_, index) => `/aws/lambda/some-function-${index}`);
    expect(accountPolicyInput(INDEX, [])).toMatchObject({ ok: false });
    expect(accountPolicyInput(INDEX, many)).toMatchObject({ ok: false, problem: expect.stringContaining("25000") });
  });
});

describe("accountPolicyOf", () => {
  it("leaves out our groups, every delivery's groups and what the operator excludes", async () => {
    const groups = [
      "/aws/lambda/tributary-dev-index",
      "/aws/kinesisfirehose/theirs",
      "/audit",
      "/shop",
      "/aws/eks/demo/cluster",
    ];
    const logs = newFakeLogs(Object.fromEntries(groups.map((name) => [name, []])));
    const options = { include: ["/shop"], exclude: ["/audit"], own: OWN, wanted: [INDEX], filtersPerGroup: 2 };
    const policy = await accountPolicyOf(logs.ports, options);
    expect(policy.ok && policy.input.selectionCriteria).toBe(
      'LogGroupName NOT IN ["/audit","/aws/kinesisfirehose/theirs","/aws/lambda/tributary-dev-index"]',
    );
    expect(await accountPolicyOf(logs.ports, { ...options, wanted: [] })).toMatchObject({ ok: false });
  });
});
