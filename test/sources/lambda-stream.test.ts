import { describe, expect, it } from "vitest";
import { isLambdaOrigin, lambdaResource, parseLambdaStream } from "../../shared/sources/lambda-stream.ts";
import { originOf } from "./drafts.ts";

describe("parseLambdaStream", () => {
  it.each([
    ["2020/03/05/[$LATEST]20bddfd5a2dc4c6b97ac02800eae90d0", undefined, "$LATEST", "20bddfd5a2dc4c6b97ac02800eae90d0"],
    ["2023/07/05/[56]374c0000aaaa1111bbbb2222cccc3333", undefined, "56", "374c0000aaaa1111bbbb2222cccc3333"],
    [
      "2023/11/06/test-customized-log-group1[$LATEST]13e304cba4b9446eb7ef082a00038990",
      "test-customized-log-group1",
      "$LATEST",
      "13e304cba4b9446eb7ef082a00038990",
    ],
    ["2023/11/06/fn[7][13e304cba4b9446eb7ef082a00038990]", "fn", "7", "13e304cba4b9446eb7ef082a00038990"],
    ["2020/01/31/[$LATEST]3893xmpl7fac4485b47bb75b671a283c", undefined, "$LATEST", "3893xmpl7fac4485b47bb75b671a283c"],
  ])("takes %s apart", (stream, functionName, version, instance) => {
    expect(parseLambdaStream(stream)).toEqual({ functionName, version, instance });
  });

  it.each([
    "",
    "ecs/web/3de392df6bfa470b97edaa6f482cd7a6",
    "2020/03/05/x",
    "i-0123456789abcdef0",
    "2020/3/5/[1]20bddfd5a2dc4c6b97ac02800eae90d0",
  ])("refuses %j", (stream) => {
    expect(parseLambdaStream(stream)).toBeUndefined();
  });
});

describe("lambdaResource", () => {
  const stream = "2020/03/05/[$LATEST]20bddfd5a2dc4c6b97ac02800eae90d0";

  it.each([
    ["/aws/lambda/Checkout", stream, "Checkout", "arn:aws:lambda:eu-west-1:111122223333:function:Checkout"],
    ["/aws/lambda/us-east-1.edge", stream, "edge", "arn:aws:lambda:us-east-1:111122223333:function:edge"],
    [
      "team",
      "2023/11/06/fn[7]13e304cba4b9446eb7ef082a00038990",
      "fn",
      "arn:aws:lambda:eu-west-1:111122223333:function:fn",
    ],
    ["team", stream, undefined, undefined],
  ])("of group %s and stream %s", (logGroup, logStream, name, arn) => {
    const resource = lambdaResource(originOf({ logGroup, logStream }));
    expect(resource).toMatchObject({ "faas.name": name, "cloud.resource_id": arn });
  });

  it("names the partition of China and no ARN without an account", () => {
    const cn = lambdaResource(originOf({ logGroup: "/aws/lambda/a", region: "cn-north-1" }));
    expect(cn["cloud.resource_id"]).toBe("arn:aws-cn:lambda:cn-north-1:111122223333:function:a");
    expect(lambdaResource(originOf({ logGroup: "/aws/lambda/a", account: "" }))["cloud.resource_id"]).toBeUndefined();
  });
});

it.each([
  ["/aws/lambda/a", "anything", true],
  ["team", "2023/11/06/fn[7]13e304cba4b9446eb7ef082a00038990", true],
  ["/aws/lambda-insights", "a", false],
  ["team", "web", false],
])("group %s and stream %s are Lambda's: %s", (logGroup, logStream, expected) => {
  expect(isLambdaOrigin(originOf({ logGroup, logStream }))).toBe(expected);
});
