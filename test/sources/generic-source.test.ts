import { describe, expect, it } from "vitest";
import { PLATFORMS, type Origin } from "../../shared/sources/source.ts";
import { genericSource } from "../../shared/sources/generic-source.ts";
import { originOf } from "./drafts.ts";

const sources = PLATFORMS.map((platform) => genericSource(platform, ""));

/** The platform whose generic source claims an origin most. */
function platformOf(origin: Origin): string | undefined {
  const claims = sources.map((source) => ({ platform: source.platform, score: source.detect(origin) as number }));
  return claims.toSorted((a, b) => b.score - a.score)[0]?.platform;
}

describe("generic sources", () => {
  it.each([
    ["/aws/eks/dev/cluster", "", "eks"],
    ["/aws/containerinsights/dev/host", "", "eks"],
    ["/aws/otel/containerinsights/dev/application", "", "eks"],
    ["/ecs/web", "i-0123456789abcdef0", "ecs"],
    ["/aws/ecs/web", "", "ecs"],
    ["/aws/ec2/web", "", "ec2"],
    ["anything", "i-0123456789abcdef0", "ec2"],
    ["/aws/lambda/web", "", "lambda"],
    ["/aws/lambda-insights", "web", "lambda"],
    ["/aws/lambdas", "", "other"],
    ["anything", "at all", "other"],
  ])("take group %s and stream %s for %s", (logGroup, logStream, platform) => {
    expect(platformOf(originOf({ logGroup, logStream }))).toBe(platform);
  });

  it("follow the operator's setting", () => {
    expect(platformOf(originOf({ logGroup: "/aws/lambda/web", platform: "ecs" }))).toBe("ecs");
    expect(platformOf(originOf({ logGroup: "/aws/lambda/web", platform: "other" }))).toBe("other");
  });
});
