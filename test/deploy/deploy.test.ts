import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeSubscriptionFiltersCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeDeliveryStreamCommand, FirehoseClient, ListDeliveryStreamsCommand } from "@aws-sdk/client-firehose";
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import {
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalAws } from "../../tools/servers/local-aws.ts";
import { say } from "../../tools/servers/progress.ts";
import { startHttpCluster } from "./cluster.ts";
import { documented } from "./documented.ts";
import { deploy, isUnknownToMinistack, serverless, type Parameters } from "./serverless.ts";

const local = await startLocalAws();
if (!local.ok) say(`Not run: ${local.reason}`);
const aws = local.ok ? local.value : { endpoint: "http://127.0.0.1:1", region: "eu-west-1", stop: async () => {} };
const cluster = await startHttpCluster();
const home = mkdtempSync(path.join(tmpdir(), "tributary-deploy-"));

const config = {
  endpoint: aws.endpoint,
  region: aws.region,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};
const stacks = new CloudFormationClient(config);
const lambda = new LambdaClient(config);
const firehose = new FirehoseClient(config);
const logs = new CloudWatchLogsClient(config);
const s3 = new S3Client({ ...config, forcePathStyle: true });

const STACK = "tributary-dev";
const FUNCTIONS = ["bootstrap", "index", "redrive", "subscribe", "transform"].map((name) => `${STACK}-${name}`);
const PARAMETERS: Parameters = {
  opensearch: "domain",
  opensearchEndpoint: cluster.url.replace("http:", "https:"),
  opensearchArn: "arn:aws:es:eu-west-1:000000000000:domain/theirs",
};

/** Logical name → physical id of what is in the stack. */
async function resources(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { StackResourceSummaries: page = [] } of paginateListStackResources(
    { client: stacks },
    { StackName: STACK },
  ))
    for (const { LogicalResourceId: name = "", PhysicalResourceId: id = "" } of page) found.set(name, id);
  return found;
}

async function invoke(name: string, event: unknown): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: `${STACK}-${name}`, Payload: JSON.stringify(event) }),
  );
  const said = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined) throw new Error(said);
  return said === "" ? undefined : (JSON.parse(said) as unknown);
}

const eventOf = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, "../../events", file), "utf8")) as unknown;

async function bucketNames(): Promise<string[]> {
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return buckets.map(({ Name: name = "" }) => name);
}

async function ownLogGroups(): Promise<Map<string, number | undefined>> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ limit: 50 }));
  const own = logGroups.filter(({ logGroupName: name }) => name?.includes(STACK));
  return new Map(own.map(({ logGroupName: name = "", retentionInDays: days }) => [name, days]));
}

afterAll(async () => {
  await cluster.stop();
  await aws.stop();
  rmSync(home, { recursive: true });
});

describe.skipIf(!local.ok)("serverless deploy, against a local CloudFormation", () => {
  let deployed: Awaited<ReturnType<typeof deploy>>;
  let made = new Map<string, string>();

  beforeAll(async () => {
    deployed = await deploy(home, aws, PARAMETERS);
    if (deployed.code !== 0) throw new Error(deployed.output);
    made = await resources();
  }, 180_000);

  it("makes everything that is in the template", () => {
    expect([...made.keys()].toSorted()).toEqual(Object.keys(deployed.template.Resources).toSorted());
    expect(Object.values(deployed.template.Resources).filter(isUnknownToMinistack)).toEqual([]);
    expect(made.size).toBeGreaterThan(50);
  });

  it.each(["FailuresBucket", "ArchiveBucket"])("%s is encrypted, private and for TLS only", async (name) => {
    const bucket = { Bucket: made.get(name) };
    const encryption = await s3.send(new GetBucketEncryptionCommand(bucket));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toHaveLength(1);
    const access = await s3.send(new GetPublicAccessBlockCommand(bucket));
    expect(Object.values(access.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const { OwnershipControls: ownership } = await s3.send(new GetBucketOwnershipControlsCommand(bucket));
    expect(ownership?.Rules).toEqual([{ ObjectOwnership: "BucketOwnerEnforced" }]);
    const { Policy: policy } = await s3.send(new GetBucketPolicyCommand(bucket));
    expect(policy).toContain(`arn:aws:s3:::${bucket.Bucket}/*`);
    expect(policy).toContain("aws:SecureTransport");
  });

  it("has an active, encrypted stream for each platform, and the archive's", async () => {
    const { DeliveryStreamNames: names = [] } = await firehose.send(new ListDeliveryStreamsCommand({}));
    expect(names.toSorted()).toEqual(["archive", "ec2", "ecs", "eks", "lambda"].map((name) => `${STACK}-${name}`));
    for (const name of names) {
      const { DeliveryStreamDescription: stream } = await firehose.send(
        new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }),
      );
      expect(stream, name).toMatchObject({
        DeliveryStreamStatus: "ACTIVE",
        DeliveryStreamType: "DirectPut",
        DeliveryStreamEncryptionConfiguration: { Status: "ENABLED" },
      });
    }
  });

  it("has five functions with their roles, on arm64, and a dead letter where an event would be lost", async () => {
    const { Functions: functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(functions.map(({ FunctionName: name = "" }) => name).toSorted()).toEqual(FUNCTIONS);
    expect(new Set(functions.map(({ Role: role }) => role)).size).toBe(5);
    for (const { FunctionName: name } of functions) {
      const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      expect(configuration, name).toMatchObject({ Architectures: ["arm64"], Runtime: "nodejs24.x" });
    }
    const dead = { FunctionName: `${STACK}-index`, Qualifier: "$LATEST" };
    const { DestinationConfig: destination } = await lambda.send(new GetFunctionEventInvokeConfigCommand(dead));
    expect(destination?.OnFailure?.Destination).toBe(`arn:aws:s3:::${made.get("FailuresBucket")}`);
  });

  it("has prepared the cluster: bootstrap was asked by CloudFormation, and answered", () => {
    const prepared = [...cluster.stored.keys()].filter((name) => /tributary-logs(?:-writer|-firehose)?$/.test(name));
    expect(prepared).toEqual(
      expect.arrayContaining([
        "/_index_template/tributary-logs",
        "/_plugins/_security/api/roles/tributary-logs-writer",
        "/_plugins/_security/api/rolesmapping/tributary-logs-writer",
        "/_plugins/_security/api/rolesmapping/tributary-logs-firehose",
      ]),
    );
    const mapping = cluster.stored.get("/_plugins/_security/api/rolesmapping/tributary-logs-writer");
    const role = (name: string): string => `arn:aws:iam::000000000000:role/${STACK}-eu-west-1-${name}`;
    expect(mapping).toMatchObject({ backend_roles: [role("index"), role("transform"), role("redrive")] });
  });

  it("indexes what CloudWatch Logs delivers", async () => {
    await invoke("index", eventOf("cloudwatch/eks.scheduler.bindings.json"));
    expect(cluster.delivered.length).toBeGreaterThan(0);
    expect(cluster.delivered[0]?.index).toMatch(/^logs-eks-\d{4}-\d{2}-\d{2}$/);
  });

  it("answers Firehose for every record, and keeps in the failures bucket what cannot be decoded", async () => {
    const event = eventOf("firehose/mixed.json") as { records: { recordId: string }[] };
    const answer = (await invoke("transform", event)) as { records: { recordId: string }[] };
    expect(answer.records.map(({ recordId }) => recordId)).toEqual(event.records.map(({ recordId }) => recordId));
    const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: made.get("FailuresBucket") }));
    expect(objects.map(({ Key: key }) => key)).toEqual([
      expect.stringMatching(/^failures\/stage=decode\/reason=gzip_corrupt\//),
    ]);
    expect(await invoke("redrive", { reason: "gzip_corrupt" })).toMatchObject({ objects: 1, received: 1, failed: 1 });
  });

  it("subscribes log groups to index and the archive, and none of its own", async () => {
    const group = "/aws/eks/dev/cluster";
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    const sweep = await serverless(documented("invoke", "--function", "subscribe"), home, aws);
    expect(sweep).toMatchObject({ code: 0, output: expect.stringMatching(/"matched": 6,\s+"guarded": 5,/) as string });
    const { subscriptionFilters: filters = [] } = await logs.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName: group }),
    );
    expect(filters.map(({ filterName: name = "" }) => name).toSorted()).toEqual([`${STACK}-archive`, `${STACK}-index`]);
    for (const own of (await ownLogGroups()).keys()) {
      const found = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: own }));
      expect(found.subscriptionFilters ?? [], own).toEqual([]);
    }
  });

  describe("a second time", () => {
    it("changes nothing", async () => {
      const writes = cluster.writes.length;
      const { code, output } = await deploy(home, aws, PARAMETERS);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("No changes to deploy") as string });
      expect(await resources()).toEqual(made);
      expect(cluster.writes).toHaveLength(writes);
    });

    it("changes what a parameter changes, and replaces nothing", async () => {
      expect(new Set((await ownLogGroups()).values())).toEqual(new Set([14]));
      const { code, output } = await deploy(home, aws, { ...PARAMETERS, logRetentionDays: "30", retentionDays: "7" });
      expect(code, output).toBe(0);
      expect(new Set((await ownLogGroups()).values())).toEqual(new Set([30]));
      const after = await resources();
      for (const name of ["FailuresBucket", "ArchiveBucket", "IndexLambdaFunction", "Bootstrap"])
        expect(after.get(name), name).toBe(made.get(name));
      // The custom resource has another property now.
      expect(cluster.writes.filter((write) => write.includes("tributary-logs-retention"))).toHaveLength(2);
    });

    it("refuses wrong parameters before it builds anything, all at once", async () => {
      const { code, output } = await serverless(["deploy", "--region", aws.region], home, aws, {
        retentionDays: "soon",
        archve: "false",
      });
      expect(code).toBe(1);
      expect(output).toContain('retentionDays is "soon"; wanted: 0 or more');
      expect(output).toContain("archve is no parameter of this stack");
    });
  });

  describe("removed", () => {
    beforeAll(async () => {
      const { code, output } = await serverless(documented("remove"), home, aws);
      if (code !== 0) throw new Error(output);
    }, 60_000);

    it("leaves no stack, function, stream or log group behind", async () => {
      await expect(stacks.send(new DescribeStacksCommand({ StackName: STACK }))).rejects.toThrow(/does not exist/);
      expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
      expect((await firehose.send(new ListDeliveryStreamsCommand({}))).DeliveryStreamNames).toEqual([]);
      expect([...(await ownLogGroups()).keys()]).toEqual([]);
    });

    it("keeps the buckets that hold log events, and the cluster's data", async () => {
      expect((await bucketNames()).toSorted()).toEqual(
        ["ArchiveBucket", "FailuresBucket"].map((name) => made.get(name) ?? "").toSorted(),
      );
      expect(cluster.stored.has("/_index_template/tributary-logs")).toBe(true);
    });
  });
});
