import { describe, expect, it } from "vitest";
import { parameterProblems, stageParameters } from "../../../tools/deploy/check-parameters.ts";
import { PARAMETERS, type Parameter } from "../../../tools/deploy/parameters.ts";

const problems = (values: Readonly<Record<string, unknown>>, stage = "dev"): string[] =>
  parameterProblems({ ...stageParameters(stage), ...values }, `tributary-${stage}`);

const DOMAIN = {
  opensearch: "domain",
  opensearchEndpoint: "https://search.example.com",
  opensearchArn: "arn:aws:es:eu-west-1:111122223333:domain/logs",
};
const COLLECTION = {
  opensearch: "serverless",
  opensearchEndpoint: "https://abc.eu-west-1.aoss.amazonaws.com",
  opensearchArn: "arn:aws:aoss:eu-west-1:111122223333:collection/abc",
  opensearchCollection: "logs",
};

describe("the parameters of a stack", () => {
  it.each(["dev", "prod", "staging"])("are right by default for stage %s", (stage) => {
    expect(problems({}, stage)).toEqual([]);
  });

  it.each([
    ["a domain", DOMAIN],
    ["a domain in China", { ...DOMAIN, opensearchArn: "arn:aws-cn:es:cn-north-1:111122223333:domain/logs" }],
    ["a collection", COLLECTION],
    ["a VPC", { vpcSubnetIds: "subnet-0123456789abcdef0", vpcSecurityGroupIds: "sg-01234567" }],
    ["numbers without quotes", { retentionDays: 7, domainInstanceCount: 2, domainZones: 2 }],
    ["values with = and quotes", { logGroupPlatforms: '{"^/a=b/": "ecs"}' }],
  ])("may ask for %s", (_, values) => {
    expect(problems(values)).toEqual([]);
  });

  it.each([
    [{ opensearchEndpoint: "https://search.example.com" }, "opensearchEndpoint has no meaning with opensearch=create"],
    [{ ...DOMAIN, opensearchArn: "" }, "opensearchArn must be set with opensearch=domain"],
    [{ ...DOMAIN, opensearchArn: COLLECTION.opensearchArn }, "opensearchArn is of a collection with opensearch=domain"],
    [{ ...COLLECTION, opensearchArn: DOMAIN.opensearchArn }, "opensearchArn is of a domain with opensearch=serverless"],
    [{ ...COLLECTION, opensearchCollection: "" }, "opensearchCollection must be set with opensearch=serverless"],
    [
      { ...DOMAIN, adminRoleArn: "arn:aws:iam::111122223333:role/a" },
      "adminRoleArn has no meaning with opensearch=domain",
    ],
    [{ vpcSubnetIds: "subnet-01234567" }, "vpcSecurityGroupIds must be set with vpcSubnetIds"],
    [{ vpcSecurityGroupIds: "sg-01234567" }, "vpcSecurityGroupIds has no meaning with no vpcSubnetIds"],
    [
      { vpcSubnetIds: "subnet-01234567,subnet-11234567", vpcSecurityGroupIds: "sg-01234567" },
      "vpcSubnetIds has 2 subnets; wanted: one for each of domainZones, 1",
    ],
    [{ domainZones: "2" }, "domainInstanceCount is 1; wanted: a multiple of domainZones, 2"],
    [
      { subscription: "account-policy", subscribeExclude: "/shop/*" },
      "subscribeExclude holds a pattern; an account policy leaves out whole names only",
    ],
  ])("refuses %j", (values, problem) => {
    expect(problems(values)).toEqual([problem]);
  });

  it("refuses a misspelt name, and says which there are", () => {
    expect(problems({ archve: "false" })).toEqual([
      expect.stringContaining("archve is no parameter of this stack; there are: opensearch, "),
    ]);
  });

  it("refuses a stage whose domain would have too long a name, and only where a domain is made", () => {
    const stage = "a-stage-with-a-long-name";
    expect(problems({}, stage)).toEqual([expect.stringContaining("the domain would be called tributary-a-stage")]);
    expect(problems(DOMAIN, stage)).toEqual([]);
  });

  it("says all that is wrong at once", () => {
    expect(problems({ redact: "yes", opensearch: "domain", retentionDays: "-1" })).toEqual([
      'retentionDays is "-1"; wanted: 0 or more',
      'redact is "yes"; wanted: true, false',
      "opensearchEndpoint must be set with opensearch=domain",
      "opensearchArn must be set with opensearch=domain",
    ]);
  });

  it.each(Object.entries<Parameter>(PARAMETERS))("%s takes its whole value or none of it", (name, { pattern }) => {
    const { source } = pattern;
    expect([source.startsWith("^"), source.endsWith("$")], name).toEqual([true, true]);
  });
});
