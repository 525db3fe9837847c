import { describe, expect, it } from "vitest";
import { accountGroupsOf, feedbackGroups } from "../../shared/core/subscribe/delivery-graph.ts";
import { matchesAny, readPatterns } from "../../shared/core/subscribe/log-group-pattern.ts";
import { choices, COLLECTION, template } from "./packaged.ts";
import { at, propertiesOf, resourcesOf, type Members, type Template } from "./template.ts";

/** Every log group that a part of the stack writes to: functions, delivery streams, the domain. */
function groupsWritten(found: Template): string[] {
  const ofFunctions = resourcesOf(found, "AWS::Lambda::Function").map(
    ([, properties]) =>
      at(properties, "LoggingConfig", "LogGroup") ?? `/aws/lambda/${String(properties["FunctionName"])}`,
  );
  const names = new Map(
    resourcesOf(found, "AWS::Logs::LogGroup").map(([name, group]) => [`{${name}}`, group["LogGroupName"]]),
  );
  const ofStreams = resourcesOf(found, "AWS::KinesisFirehose::DeliveryStream").flatMap(([, properties]) =>
    memberNamed(properties, "LogGroupName").map((group) => names.get(String(group)) ?? group),
  );
  const ofDomain = resourcesOf(found, "AWS::OpenSearchService::Domain").flatMap(([, properties]) =>
    memberNamed(properties, "CloudWatchLogsLogGroupArn"),
  );
  return [...new Set([...ofFunctions, ...ofStreams, ...ofDomain].map(String))];
}

/** Values of a member, wherever it is. */
function memberNamed(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Members).flatMap(([key, member]) =>
    key === name ? [member] : memberNamed(member, name),
  );
}

const variablesOf = (found: Template): Record<string, string> =>
  at(propertiesOf(found, "SubscribeLambdaFunction"), "Environment", "Variables") as Record<string, string>;

describe.each(choices)("with %s", (choice) => {
  it("no log group of the stack can be given a filter", () => {
    const own = readPatterns(variablesOf(template(choice))["SUBSCRIBE_OWN"] ?? "");
    const written = groupsWritten(template(choice));
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((group) => !matchesAny(group, own))).toEqual([]);
  });

  it("no path leads from a log group back to itself", async () => {
    const found = template(choice);
    const variables = variablesOf(found);
    const written = groupsWritten(found);
    const destinations = [variables["INDEX_FUNCTION_ARN"] ?? "", variables["ARCHIVE_STREAM_ARN"] ?? ""].filter(
      (arn) => arn !== "",
    );
    const fedBack = await feedbackGroups(destinations, {
      groupsOf: accountGroupsOf(destinations, readPatterns(variables["SUBSCRIBE_OWN"] ?? ""), written),
      destinationsOf: () => Promise.resolve([]),
    });
    expect(written.filter((group) => !fedBack.has(group))).toEqual([]);
    // Filters of the template itself would bypass the guard of `subscribe`.
    expect(resourcesOf(found, "AWS::Logs::SubscriptionFilter")).toEqual([]);
  });
});

describe("the account policy", () => {
  const policy = () => propertiesOf(template(COLLECTION), "AccountPolicy");

  it("leaves out every log group that its own delivery writes to, and those that the operator names", () => {
    const named = /^LogGroupName NOT IN (\[.*\])$/.exec(String(policy()["SelectionCriteria"]))?.[1] ?? "";
    const names = JSON.parse(named) as string[];
    expect(names).toEqual(
      expect.arrayContaining([...groupsWritten(template(COLLECTION)), "/shop/noise", "/shop/secret"]),
    );
    expect(Buffer.byteLength(named)).toBeLessThan(25_000);
  });

  it("delivers to `index`", () => {
    expect(JSON.parse(String(policy()["PolicyDocument"]))).toEqual({
      DestinationArn: "{IndexLambdaFunction.Arn}",
      FilterPattern: "",
    });
    expect(policy()).toMatchObject({ PolicyType: "SUBSCRIPTION_FILTER_POLICY", Scope: "ALL" });
  });

  it("stands in place of the filters, not beside them", () => {
    const groups = ["/aws/eks/dev/cluster", "/aws/lambda/pay", "none"];
    const include = readPatterns(variablesOf(template(COLLECTION))["SUBSCRIBE_INCLUDE"] ?? "");
    expect(include).toHaveLength(1);
    expect(groups.filter((group) => matchesAny(group, include))).toEqual(["none"]);
    expect(Object.keys(template("the default").Resources)).not.toContain("AccountPolicy");
  });
});
