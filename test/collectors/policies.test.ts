import { describe, expect, it } from "vitest";
import { collectorFiles, readJson } from "./configurations.ts";
import { allPlaces, type Place } from "./places.ts";

interface Policy {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: string;
    readonly Action: readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

/** What each policy allows, and nothing beyond it. */
const WRITE = ["logs:CreateLogStream", "logs:PutLogEvents"];
const OWN_GROUPS = ["logs:CreateLogGroup", ...WRITE, "logs:PutRetentionPolicy"];
const AGENT = [...OWN_GROUPS, "logs:DescribeLogGroups", "logs:DescribeLogStreams"];
const PUT = ["firehose:PutRecordBatch"];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "ec2-fluent-bit/policy-cloudwatch.json": OWN_GROUPS,
  "ec2-fluent-bit/policy-firehose.json": PUT,
  "ec2-linux/policy.json": AGENT,
  "ec2-windows/policy.json": AGENT,
  "ecs-awslogs/policy-execution-role.json": WRITE,
  "ecs-firelens/policy-execution-role.json": WRITE,
  "ecs-firelens/policy-task-role-cloudwatch.json": WRITE,
  "ecs-firelens/policy-task-role-firehose.json": PUT,
  "eks-fargate/policy.json": OWN_GROUPS,
  "eks-fluent-bit/policy-cloudwatch.json": OWN_GROUPS,
  "eks-fluent-bit/policy-firehose.json": PUT,
  "eks-nodes/policy.json": AGENT,
  "lambda-firehose/policy.json": PUT,
};

const FILES = collectorFiles(/\/policy.*\.json$/);

function resourcesFor(policy: Policy, action: string): string[] {
  return policy.Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
}

/** IAM's pattern: `*` stands for any text. */
function allows(patterns: readonly string[], arn: string): boolean {
  return patterns.some((pattern) =>
    new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*")}$`).test(arn),
  );
}

function arnOf({ logGroup, deliveryStream }: Place): string {
  return deliveryStream === undefined
    ? `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroup}:log-stream:any`
    : `arn:aws:firehose:eu-west-1:111122223333:deliverystream/${deliveryStream}`;
}

describe("the collectors' policies", () => {
  it("are those of this table", () => {
    const allowed = FILES.map((path) => [
      path,
      (readJson(path) as Policy).Statement.flatMap(({ Action }) => Action).toSorted(),
    ]);
    const wanted = Object.entries(ALLOWED).map(([path, actions]) => [path, actions.toSorted()]);
    expect(Object.fromEntries(allowed)).toEqual(Object.fromEntries(wanted));
  });

  it.each(FILES)("%s names what it allows its actions on", (path) => {
    const { Version, Statement } = readJson(path) as Policy;
    expect(Version).toBe("2012-10-17");
    for (const { Effect, Resource } of Statement) {
      expect(Effect).toBe("Allow");
      for (const arn of [Resource].flat())
        expect(arn).toMatch(/^arn:aws:(?:logs|firehose):eu-west-1:111122223333:\S+$/);
    }
    // DescribeLogGroups alone cannot be narrowed to a group.
    const writing = Statement.filter(({ Action }) => !Action.includes("logs:DescribeLogGroups"));
    for (const { Resource } of writing)
      expect([Resource].flat()).not.toContain("arn:aws:logs:eu-west-1:111122223333:log-group:*");
  });

  it("reach every place that their collector delivers to, and no other collector's log groups", () => {
    const places = allPlaces().filter(({ collector }) => collector !== "lambda");
    for (const place of places) {
      const action = place.deliveryStream === undefined ? "logs:PutLogEvents" : "firehose:PutRecordBatch";
      const reaching = FILES.filter((path) => allows(resourcesFor(readJson(path) as Policy, action), arnOf(place)));
      expect(
        reaching.map((path) => path.split("/")[0]),
        place.by,
      ).toContain(place.collector);
    }
    const stranger = arnOf({ collector: "", by: "", logGroup: "/aws/lambda/payments" });
    expect(
      FILES.filter((path) => allows(resourcesFor(readJson(path) as Policy, "logs:PutLogEvents"), stranger)),
    ).toEqual([]);
  });
});
