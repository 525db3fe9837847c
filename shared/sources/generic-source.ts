import { continuesApplication, fillFromApplicationLine } from "./application-line.ts";
import { hostOfStream } from "./ec2-host.ts";
import { isEcsGroup } from "./ecs-stream.ts";
import { defineSource, type Origin, type Platform, type Score, type Source } from "./source.ts";

/** A group's name says more than a stream's. */
const BY_GROUP: Score = 0.05;
const BY_STREAM: Score = 0.04;
const ANYTHING: Score = 0.01;

/** How surely an origin is a platform's, whatever its lines are. */
const CLAIMS: Readonly<Record<Exclude<Platform, "other">, (origin: Origin) => Score>> = {
  eks: ({ logGroup }) => (/^\/aws\/(?:eks|containerinsights|otel\/containerinsights)\//i.test(logGroup) ? BY_GROUP : 0),
  ecs: ({ logGroup }) => (isEcsGroup(logGroup) ? BY_GROUP : 0),
  ec2: (origin) => {
    if (origin.logGroup.startsWith("/aws/ec2/")) return BY_GROUP;
    return hostOfStream(origin)["host.id"] === undefined ? 0 : BY_STREAM;
  },
  lambda: ({ logGroup }) => (/^\/aws\/lambda(?:-insights)?(?:\/|$)/.test(logGroup) ? BY_GROUP : 0),
};

/**
 * The source of a platform for lines that no other one claims. Unknown is not a failure: what application lines are understood
 * by goes for these as well.
 */
export function genericSource(platform: Platform, description: string): Source {
  return defineSource({
    name: `${platform}.generic`,
    platform,
    description,
    detect: (origin) => claim(platform, origin),
    resource: (origin) => (platform === "ec2" ? hostOfStream(origin) : {}),
    continues: continuesApplication,
    fields: {},
    normalize: (line, record) => {
      fillFromApplicationLine(line, record);
    },
  });
}

/** The operator's setting decides where there is one. */
function claim(platform: Platform, origin: Origin): Score {
  if (platform === "other") return ANYTHING;
  if (origin.platform !== undefined) return origin.platform === platform ? BY_GROUP : 0;
  return CLAIMS[platform](origin);
}
