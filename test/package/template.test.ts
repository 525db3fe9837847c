import { describe, expect, it } from "vitest";
import { AWS_PREFIXES } from "../../shared/core/redrive/selection.ts";
import { evaluatePrefix } from "../../tools/firehose/key-prefix.ts";
import { choices, COLLECTION, FIREHOSE, template } from "./packaged.ts";
import { at, propertiesOf, resourcesOf } from "./template.ts";

const DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d";

describe.each(choices)("the stack with %s", (choice) => {
  it("has only what was chosen: no conditions, no branches", () => {
    expect(Object.keys(template(choice))).not.toContain("Conditions");
    expect(JSON.stringify(template(choice))).not.toContain("AWS::NoValue");
  });

  it("encrypts every bucket, closes it to the public, to other owners and to plain connections", () => {
    const buckets = resourcesOf(template(choice), "AWS::S3::Bucket");
    const policies = resourcesOf(template(choice), "AWS::S3::BucketPolicy");
    expect(buckets.length).toBeGreaterThan(1);
    for (const [name, bucket] of buckets) {
      const encryption = at(bucket, "BucketEncryption", "ServerSideEncryptionConfiguration", 0);
      expect(at(encryption, "ServerSideEncryptionByDefault", "SSEAlgorithm"), name).toMatch(/^(?:AES256|aws:kms)$/);
      expect(bucket["PublicAccessBlockConfiguration"], name).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      const policy = policies.find(([, { Bucket }]) => Bucket === `{${name}}`)?.[1];
      const denied = at(policy, "PolicyDocument", "Statement") as { Effect: string; Condition: unknown }[];
      expect(
        denied.map(({ Effect }) => Effect),
        name,
      ).toContain("Deny");
      expect(JSON.stringify(denied), name).toContain("aws:SecureTransport");
      // The bucket that serverless makes for its own packages holds no log events.
      if (name === "ServerlessDeploymentBucket") continue;
      expect(at(bucket, "OwnershipControls", "Rules", 0, "ObjectOwnership"), name).toBe("BucketOwnerEnforced");
      expect(JSON.stringify(denied), name).toContain('"s3:TlsVersion":"1.2"');
      expect(at(bucket, "LifecycleConfiguration", "Rules"), name).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ AbortIncompleteMultipartUpload: expect.anything() as unknown }),
        ]),
      );
      expect(template(choice).Resources[name]?.DeletionPolicy, name).toBe("Retain");
    }
  });

  it("keeps no log for ever, and makes the group of every function and stream itself", () => {
    const groups = resourcesOf(template(choice), "AWS::Logs::LogGroup");
    for (const [name, { RetentionInDays }] of groups) expect(Number(RetentionInDays), name).toBeGreaterThan(0);
    const names = groups.map(([, { LogGroupName }]) => LogGroupName);
    const functions = resourcesOf(template(choice), "AWS::Lambda::Function");
    expect(functions).toHaveLength(5);
    expect(names).toEqual(
      expect.arrayContaining(functions.map(([, { FunctionName }]) => `/aws/lambda/${String(FunctionName)}`)),
    );
    expect(names).toHaveLength(6);
  });

  it("runs functions on arm64 and Node 24, with logs in JSON", () => {
    for (const [name, properties] of resourcesOf(template(choice), "AWS::Lambda::Function")) {
      expect(properties, name).toMatchObject({
        Architectures: ["arm64"],
        Runtime: "nodejs24.x",
        LoggingConfig: { LogFormat: "JSON" },
      });
    }
  });

  it("has dead letters where an event would be lost, and says of every function how often it is tried again", () => {
    const settings = resourcesOf(template(choice), "AWS::Lambda::EventInvokeConfig");
    const byFunction = Object.fromEntries(
      settings.map(([, { FunctionName, ...rest }]) => [String(FunctionName), rest]),
    );
    const kept = { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: "{FailuresBucket.Arn}" } } };
    expect(byFunction).toMatchObject({
      "{IndexLambdaFunction}": kept,
      "{SubscribeLambdaFunction}": kept,
      "{RedriveLambdaFunction}": { MaximumRetryAttempts: 0 },
      "{BootstrapLambdaFunction}": { MaximumRetryAttempts: 0 },
    });
    // Firehose invokes `transform` and waits: there is no asynchronous event to be lost.
    expect(settings).toHaveLength(4);
  });

  it("has a stream for each platform, encrypted, transformed and rotated as `index` rotates", () => {
    const streams = resourcesOf(template(choice), DELIVERY_STREAM).filter(([name]) => name !== "ArchiveStream");
    expect(streams.map(([name]) => name)).toEqual([
      "EksStream",
      "EcsStream",
      "Ec2Stream",
      "LambdaStream",
      ...(choice === FIREHOSE ? ["OtherStream"] : []),
    ]);
    for (const [name, properties] of streams) {
      const platform = name.replace("Stream", "").toLowerCase();
      const serverless = choice === COLLECTION;
      const destination = at(
        properties,
        serverless
          ? "AmazonOpenSearchServerlessDestinationConfiguration"
          : "AmazonopensearchserviceDestinationConfiguration",
      );
      expect(properties["DeliveryStreamName"]).toMatch(new RegExp(`^tributary-(?:dev|prod)-${platform}$`));
      expect(at(properties, "DeliveryStreamEncryptionConfigurationInput", "KeyType")).toMatch(/_CMK$/);
      expect(destination, name).toMatchObject({
        S3BackupMode: "FailedDocumentsOnly",
        CloudWatchLoggingOptions: { Enabled: true },
        ...(serverless
          ? { IndexName: `logs-${platform}-firehose` }
          : {
              IndexName: `logs-${platform}`,
              IndexRotationPeriod: "OneDay",
              DocumentIdOptions: { DefaultDocumentIdFormat: "FIREHOSE_DEFAULT" },
            }),
      });
      expect(destination).not.toHaveProperty("TypeName");
      expect(at(destination, "ProcessingConfiguration", "Processors")).toHaveLength(1);
      expect(processorOf(destination)["LambdaArn"]).toMatch(/:function:tributary-\w+-transform$/);
      // A request to *.large instances may have 10 MiB.
      expect(Number(at(destination, "BufferingHints", "SizeInMBs"))).toBeLessThan(10);
    }
  });

  it("puts what a stream cannot deliver where `redrive` looks", () => {
    const looksAt = String(
      at(propertiesOf(template(choice), "RedriveLambdaFunction"), "Environment", "Variables", "REDRIVE_PREFIXES"),
    ).split(",");
    const streams = resourcesOf(template(choice), DELIVERY_STREAM).filter(([name]) => name !== "ArchiveStream");
    for (const [name, properties] of streams) {
      const bucket = Object.values(properties)
        .map((value) => at(value, "S3Configuration"))
        .find((value) => value !== undefined);
      expect(at(bucket, "BucketARN"), name).toBe("{FailuresBucket.Arn}");
      const prefixes = {
        prefix: String(at(bucket, "Prefix")),
        errorOutputPrefix: String(at(bucket, "ErrorOutputPrefix")),
      };
      for (const type of [
        "processing-failed",
        "AmazonOpenSearchService-failed",
        "AmazonOpenSearchService_failed",
      ] as const) {
        const prefix = evaluatePrefix(prefixes, type, Date.UTC(2026, 10, 23, 9), () => 0);
        expect(prefix).toBe(`firehose/${type}/2026/11/23/09/`);
        expect(
          looksAt.some((place) => prefix.startsWith(place)),
          prefix,
        ).toBe(true);
      }
    }
    expect(looksAt).toContain(
      `aws/lambda/async/${String(propertiesOf(template(choice), "IndexLambdaFunction")["FunctionName"])}/`,
    );
    expect(AWS_PREFIXES).toContain("aws/lambda/async/");
  });
});

/** The parameters of a stream's transformation. */
function processorOf(destination: unknown): Readonly<Record<string, string>> {
  const parameters = at(destination, "ProcessingConfiguration", "Processors", 0, "Parameters") as {
    ParameterName: string;
    ParameterValue: string;
  }[];
  return Object.fromEntries(parameters.map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]));
}

describe("concurrency", () => {
  it("is not reserved unless asked for", () => {
    for (const [, properties] of resourcesOf(template("the default"), "AWS::Lambda::Function"))
      expect(properties).not.toHaveProperty("ReservedConcurrentExecutions");
    expect(propertiesOf(template(FIREHOSE), "IndexLambdaFunction")["ReservedConcurrentExecutions"]).toBe("50");
    expect(propertiesOf(template(FIREHOSE), "TransformLambdaFunction")["ReservedConcurrentExecutions"]).toBe("20");
    expect(propertiesOf(template(FIREHOSE), "RedriveLambdaFunction")).not.toHaveProperty(
      "ReservedConcurrentExecutions",
    );
  });
});

describe("a key of the operator's", () => {
  it("encrypts everything that can be", () => {
    const { Resources } = template(FIREHOSE);
    const encrypted = Object.values(Resources).filter(({ Type }) =>
      ["AWS::Lambda::Function", "AWS::Logs::LogGroup", DELIVERY_STREAM, "AWS::OpenSearchService::Domain"].includes(
        Type,
      ),
    );
    expect(encrypted).toHaveLength(5 + 6 + 5 + 1);
    for (const { Type, Properties } of encrypted) expect(JSON.stringify(Properties), Type).toContain(KEY);
    expect(JSON.stringify(propertiesOf(template(FIREHOSE), "FailuresBucket")["BucketEncryption"])).toContain(KEY);
  });
});

describe("a VPC", () => {
  it("holds the functions, the domain and Firehose's interfaces", () => {
    const vpc = { SubnetIds: ["subnet-0a1b2c3d"], SecurityGroupIds: ["sg-0a1b2c3d", "sg-1a1b2c3d"] };
    for (const [, properties] of resourcesOf(template(FIREHOSE), "AWS::Lambda::Function"))
      expect(properties["VpcConfig"]).toEqual(vpc);
    expect(propertiesOf(template(FIREHOSE), "Domain")["VPCOptions"]).toEqual(vpc);
    for (const [, properties] of resourcesOf(template(FIREHOSE), DELIVERY_STREAM))
      expect(at(properties, "AmazonopensearchserviceDestinationConfiguration", "VpcConfiguration")).toMatchObject(vpc);
  });
});
