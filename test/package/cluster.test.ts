import { describe, expect, it } from "vitest";
import { COLLECTION, FIREHOSE, template } from "./packaged.ts";
import { at, propertiesOf, resourcesOf } from "./template.ts";

describe("the domain", () => {
  it("is encrypted, takes TLS 1.2 and newer only, has access control and no passwords", () => {
    for (const choice of ["the default", "production", FIREHOSE] as const) {
      expect(propertiesOf(template(choice), "Domain"), choice).toMatchObject({
        EncryptionAtRestOptions: { Enabled: true },
        NodeToNodeEncryptionOptions: { Enabled: true },
        DomainEndpointOptions: {
          EnforceHTTPS: true,
          TLSSecurityPolicy: expect.stringMatching(/^Policy-Min-TLS-1-2/) as string,
        },
        AdvancedSecurityOptions: {
          Enabled: true,
          InternalUserDatabaseEnabled: false,
          MasterUserOptions: { MasterUserARN: "{BootstrapRole.Arn}" },
        },
        AdvancedOptions: { "rest.action.multi.allow_explicit_index": "true" },
      });
      // Its own logs would grow by what is indexed.
      expect(propertiesOf(template(choice), "Domain")).not.toHaveProperty("LogPublishingOptions");
    }
  });

  it("is small by default, and has three zones and masters of its own in production", () => {
    expect(propertiesOf(template("the default"), "Domain")["ClusterConfig"]).toMatchObject({
      InstanceCount: "1",
      ZoneAwarenessEnabled: false,
      DedicatedMasterEnabled: false,
    });
    expect(propertiesOf(template("production"), "Domain")["ClusterConfig"]).toMatchObject({
      InstanceCount: "3",
      ZoneAwarenessConfig: { AvailabilityZoneCount: "3" },
      DedicatedMasterCount: "3",
    });
  });

  it("outlives the stack", () => {
    expect(template("the default").Resources["Domain"]?.DeletionPolicy).toBe("RetainExceptOnCreate");
  });

  it("lets in the roles of the pipeline and the operator's administrators, and nobody else", () => {
    const principals = at(
      propertiesOf(template("production"), "Domain"),
      "AccessPolicies",
      "Statement",
      0,
      "Principal",
      "AWS",
    );
    const roles = ["Index", "Transform", "Redrive", "Bootstrap", "Delivery"].map((name) => `{${name}Role.Arn}`);
    expect(principals).toEqual([...roles, "arn:aws:iam::111122223333:role/admins"]);
    expect(
      at(propertiesOf(template("the default"), "Domain"), "AccessPolicies", "Statement", 0, "Principal", "AWS"),
    ).toEqual(roles);
  });

  it("is not made where there is one, in whatever account", () => {
    const existing = template("a domain of another account");
    expect(resourcesOf(existing, "AWS::OpenSearchService::Domain")).toEqual([]);
    const destination = at(propertiesOf(existing, "EksStream"), "AmazonopensearchserviceDestinationConfiguration");
    expect(destination).toMatchObject({ ClusterEndpoint: "https://search.example.com" });
    expect(destination).not.toHaveProperty("DomainARN");
    expect(at(propertiesOf(existing, "IndexLambdaFunction"), "Environment", "Variables")).toMatchObject({
      OPENSEARCH_ENDPOINT: "https://search.example.com",
      OPENSEARCH_AUTH: "es",
      OPENSEARCH_IDS: "true",
    });
  });
});

describe("a Serverless collection", () => {
  it("is written to without ids, by roles that its access policy names", () => {
    const collection = template(COLLECTION);
    expect(at(propertiesOf(collection, "IndexLambdaFunction"), "Environment", "Variables")).toMatchObject({
      OPENSEARCH_AUTH: "aoss",
      OPENSEARCH_IDS: "false",
    });
    const policy = JSON.parse(String(propertiesOf(collection, "CollectionAccess")["Policy"])) as {
      Principal: string[];
    }[];
    expect(policy[0]?.Principal).toEqual([
      "{IndexRole.Arn}",
      "{TransformRole.Arn}",
      "{RedriveRole.Arn}",
      "{DeliveryRole.Arn}",
    ]);
    expect(propertiesOf(collection, "Bootstrap")).toMatchObject({ RetentionDays: 0 });
    expect(propertiesOf(collection, "Bootstrap")).not.toHaveProperty("WriterRoles");
  });
});
