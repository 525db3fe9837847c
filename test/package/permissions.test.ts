import { describe, expect, it } from "vitest";
import { choices, COLLECTION, FIREHOSE, template } from "./packaged.ts";
import { at, resourcesOf, type Template } from "./template.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

const AWS = "111122223333";
const DOMAIN = `arn:aws:es:eu-west-1:${AWS}:domain/tributary-dev`;
const STREAM = `arn:aws:firehose:eu-west-1:${AWS}:deliverystream/tributary-dev`;
const KEY = `arn:aws:kms:eu-west-1:${AWS}:key/0a1b2c3d`;
const BUCKET = "{FailuresBucket.Arn}";
const logsOf = (group: string): string => `arn:aws:logs:eu-west-1:${AWS}:log-group:${group}:*`;

/** Role → what it may do to what, one line a statement. */
function permissions(found: Template): Record<string, string[]> {
  const lines = new Map<string, string[]>();
  const add = (role: string, statements: readonly Statement[]): void => {
    const said = statements.map(({ Effect, Action, Resource }) => `${Effect} ${list(Action)} on ${list(Resource)}`);
    lines.set(role, [...(lines.get(role) ?? []), ...said]);
  };
  for (const [name, properties] of resourcesOf(found, "AWS::IAM::Role")) {
    lines.set(name, []);
    for (const policy of (properties["Policies"] ?? []) as unknown[]) {
      add(name, at(policy, "PolicyDocument", "Statement") as Statement[]);
    }
  }
  for (const [, properties] of resourcesOf(found, "AWS::IAM::Policy")) {
    const role = String(at(properties, "Roles", 0)).replaceAll(/[{}]/g, "");
    add(role, at(properties, "PolicyDocument", "Statement") as Statement[]);
  }
  return Object.fromEntries(lines);
}

const list = (value: string | readonly string[]): string => (typeof value === "string" ? value : value.join(", "));

function statementsOf(found: Template): Statement[] {
  return [
    ...resourcesOf(found, "AWS::IAM::Role").flatMap(([, properties]) =>
      ((properties["Policies"] ?? []) as unknown[]).flatMap((policy) => at(policy, "PolicyDocument", "Statement")),
    ),
    ...resourcesOf(found, "AWS::IAM::Policy").flatMap(([, properties]) =>
      at(properties, "PolicyDocument", "Statement"),
    ),
  ] as Statement[];
}

it("every role may do this, and nothing else", () => {
  expect(permissions(template("the default"))).toEqual({
    IndexRole: [
      `Allow logs:CreateLogStream, logs:PutLogEvents on ${logsOf("/aws/lambda/tributary-dev-index")}`,
      `Allow es:ESHttpPost on ${DOMAIN}/_bulk`,
      `Allow s3:PutObject on ${BUCKET}/failures/*, ${BUCKET}/aws/lambda/async/tributary-dev-index/*`,
      `Allow s3:ListBucket on ${BUCKET}`,
    ],
    TransformRole: [
      `Allow logs:CreateLogStream, logs:PutLogEvents on ${logsOf("/aws/lambda/tributary-dev-transform")}`,
      `Allow es:ESHttpPost on ${DOMAIN}/_bulk`,
      `Allow s3:PutObject on ${BUCKET}/failures/*`,
    ],
    RedriveRole: [
      `Allow logs:CreateLogStream, logs:PutLogEvents on ${logsOf("/aws/lambda/tributary-dev-redrive")}`,
      `Allow es:ESHttpPost on ${DOMAIN}/_bulk`,
      `Allow s3:ListBucket on ${BUCKET}`,
      `Allow s3:GetObject, s3:DeleteObject on ${BUCKET}/*`,
      `Allow s3:PutObject on ${BUCKET}/failures/*`,
    ],
    SubscribeRole: [
      `Allow logs:CreateLogStream, logs:PutLogEvents on ${logsOf("/aws/lambda/tributary-dev-subscribe")}`,
      // Log groups of tomorrow have no names yet.
      `Allow logs:DescribeLogGroups, logs:DescribeSubscriptionFilters, logs:PutSubscriptionFilter on arn:aws:logs:eu-west-1:${AWS}:log-group:*`,
      "Allow iam:PassRole on {ArchiveSubscriptionRole.Arn}",
      `Allow s3:PutObject on ${BUCKET}/aws/lambda/async/tributary-dev-subscribe/*`,
      `Allow s3:ListBucket on ${BUCKET}`,
    ],
    BootstrapRole: [
      `Allow logs:CreateLogStream, logs:PutLogEvents on ${logsOf("/aws/lambda/tributary-dev-bootstrap")}`,
      `Allow es:ESHttpGet, es:ESHttpPut on ${DOMAIN}/_index_template/tributary-*, ${DOMAIN}/_plugins/_ism/policies/tributary-*, ${DOMAIN}/_plugins/_security/api/roles/tributary-*, ${DOMAIN}/_plugins/_security/api/rolesmapping/tributary-*`,
      `Allow es:ESHttpGet on ${DOMAIN}/_plugins/_ism/explain/*`,
      `Allow es:ESHttpPost on ${DOMAIN}/_plugins/_ism/change_policy/*`,
      `Allow es:ESHttpGet, es:ESHttpPost on ${DOMAIN}/_dashboards/api/saved_objects/*`,
    ],
    DeliveryRole: [
      // Firehose's guide asks for these on the domain and on everything in it.
      `Allow es:DescribeDomain, es:DescribeDomains, es:DescribeDomainConfig, es:ESHttpPost, es:ESHttpPut on ${DOMAIN}, ${DOMAIN}/*`,
      `Allow es:ESHttpGet on ${["_all/_settings", "_cluster/stats", "_nodes", "_nodes/*", "_stats", "logs-*/_mapping/*", "logs-*/_stats"].map((path) => `${DOMAIN}/${path}`).join(", ")}`,
      `Allow lambda:InvokeFunction, lambda:GetFunctionConfiguration on arn:aws:lambda:eu-west-1:${AWS}:function:tributary-dev-transform, arn:aws:lambda:eu-west-1:${AWS}:function:tributary-dev-transform:*`,
      `Allow s3:AbortMultipartUpload, s3:GetObject, s3:PutObject on ${BUCKET}/firehose/*`,
      `Allow s3:GetBucketLocation, s3:ListBucket, s3:ListBucketMultipartUploads on ${BUCKET}`,
      `Allow logs:PutLogEvents on ${logsOf("/aws/kinesisfirehose/tributary-dev-delivery")}`,
    ],
    ArchiveRole: [
      `Allow lambda:InvokeFunction, lambda:GetFunctionConfiguration on arn:aws:lambda:eu-west-1:${AWS}:function:tributary-dev-transform, arn:aws:lambda:eu-west-1:${AWS}:function:tributary-dev-transform:*`,
      "Allow s3:AbortMultipartUpload, s3:GetObject, s3:PutObject on {ArchiveBucket.Arn}/*",
      "Allow s3:GetBucketLocation, s3:ListBucket, s3:ListBucketMultipartUploads on {ArchiveBucket.Arn}",
      `Allow logs:PutLogEvents on ${logsOf("/aws/kinesisfirehose/tributary-dev-delivery")}`,
    ],
    ArchiveSubscriptionRole: [`Allow firehose:PutRecord on ${STREAM}-archive`],
  });
});

it("Firehose in front takes no more than putting records into the streams, a key no more than using it", () => {
  const { IndexRole: plain } = permissions(template("the default"));
  const { IndexRole: more } = permissions(template(FIREHOSE));
  expect((more ?? []).filter((line) => !plain?.includes(line))).toEqual([
    `Allow firehose:PutRecordBatch on ${["eks", "ecs", "ec2", "lambda", "other"].map((name) => `${STREAM}-${name}`).join(", ")}`,
    `Allow kms:Decrypt, kms:GenerateDataKey on ${KEY}`,
  ]);
});

it("whoever names administrators lets bootstrap share what it has, and nothing more", () => {
  const security = "arn:aws:es:eu-west-1:111122223333:domain/tributary-prod/_plugins/_security/api/rolesmapping";
  const resources = statementsOf(template("production")).flatMap(({ Resource }) => Resource);
  const mappings = resources.filter((resource) => resource.includes("/rolesmapping/"));
  expect(mappings).toEqual([`${security}/tributary-*`, `${security}/all_access`, `${security}/security_manager`]);
});

it("a collection is reached by its own permission, and the domain by none", () => {
  const arn = `arn:aws:aoss:eu-west-1:${AWS}:collection/abc`;
  const roles = permissions(template(COLLECTION));
  expect(JSON.stringify(roles)).not.toContain("es:ESHttp");
  for (const name of ["IndexRole", "TransformRole", "RedriveRole", "BootstrapRole", "DeliveryRole"]) {
    expect(roles[name], name).toContain(`Allow aoss:APIAccessAll on ${arn}`);
  }
});

describe.each(choices)("with %s", (choice) => {
  it("no permission is for everything, but for network interfaces that have no name yet", () => {
    const wide = statementsOf(template(choice)).filter(({ Resource }) => [Resource].flat().includes("*"));
    const actions = wide.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^ec2:(?:Describe|(?:Create|Delete)NetworkInterface)/.test(action))).toEqual([]);
    expect(actions.length > 0).toBe(choice === FIREHOSE);
  });

  it("no permission is a pattern of actions", () => {
    const actions = statementsOf(template(choice)).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("each function has a role of its own, and no policy of AWS's beyond network interfaces", () => {
    const roles = resourcesOf(template(choice), "AWS::Lambda::Function").map(([, { Role }]) => Role);
    expect(new Set(roles).size).toBe(5);
    const managed = resourcesOf(template(choice), "AWS::IAM::Role").flatMap(
      ([, role]) => role["ManagedPolicyArns"] ?? [],
    );
    const network = "arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess";
    expect(managed).toEqual(choice === FIREHOSE ? Array(5).fill(network) : []);
  });

  it("roles trust one service each, and services act for this account only", () => {
    for (const [name, role] of resourcesOf(template(choice), "AWS::IAM::Role")) {
      const statements = at(role, "AssumeRolePolicyDocument", "Statement") as { Condition?: unknown }[];
      expect(statements, name).toHaveLength(1);
      const isFunction = at(statements[0], "Principal", "Service") === "lambda.amazonaws.com";
      expect(isFunction || JSON.stringify(statements[0]?.Condition).includes(AWS), name).toBe(true);
    }
  });

  it("whoever may invoke a function is named with the account or the rule", () => {
    for (const [name, permission] of resourcesOf(template(choice), "AWS::Lambda::Permission")) {
      expect(String(permission["SourceArn"] ?? permission["SourceAccount"]), name).toMatch(/111122223333|\{.*\.Arn\}/);
    }
  });
});
