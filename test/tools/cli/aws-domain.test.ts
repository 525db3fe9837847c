import { describe, expect, it } from "vitest";
import { awsServiceOf } from "../../../tools/cli/aws-domain.ts";

describe("awsServiceOf", () => {
  it.each([
    ["https://search-logs-abc.eu-west-1.es.amazonaws.com", { service: "es", region: "eu-west-1" }],
    ["https://vpc-logs-abc.cn-north-1.es.amazonaws.com.cn", { service: "es", region: "cn-north-1" }],
    ["https://abc.us-east-2.aoss.amazonaws.com", { service: "aoss", region: "us-east-2" }],
  ])("knows %s by its name", (url, service) => {
    expect(awsServiceOf(new URL(url), { AWS_REGION: "eu-central-1" })).toEqual(service);
  });

  it.each(["http://127.0.0.1:9200", "https://logs.example.com", "https://es.amazonaws.com.example.com"])(
    "does not take %s for one",
    (url) => {
      expect(awsServiceOf(new URL(url), {})).toBeUndefined();
      expect(awsServiceOf(new URL(url), { OPENSEARCH_AUTH: "none" })).toBeUndefined();
    },
  );

  it("takes one under a name of its own for what OPENSEARCH_AUTH says", () => {
    const url = new URL("https://logs.example.com");
    expect(awsServiceOf(url, { OPENSEARCH_AUTH: "aoss", AWS_REGION: "eu-west-1" })).toEqual({
      service: "aoss",
      region: "eu-west-1",
    });
    expect(() => awsServiceOf(url, { OPENSEARCH_AUTH: "es" })).toThrow(
      "--to logs.example.com: in which region is it? Set AWS_REGION",
    );
  });
});
