import type { Values } from "../../shared/core/env.ts";
import { readPatterns } from "../../shared/core/subscribe/log-group-pattern.ts";
import type { SubscriptionFilter } from "../../shared/core/subscribe/plan-filters.ts";
import type { SubscribeOptions } from "../../shared/core/subscribe/subscribe.ts";
import type { VARIABLES } from "./env.ts";

/** What an environment asks for: `index` first, and the archive where there is one. */
export function optionsOf(env: Values<typeof VARIABLES>): SubscribeOptions {
  const pattern = env.SUBSCRIBE_FILTER_PATTERN;
  const named = (what: string): string => `${env.SUBSCRIBE_FILTER_NAME}-${what}`;
  const wanted: SubscriptionFilter[] = [
    { name: named("index"), destinationArn: env.INDEX_FUNCTION_ARN, roleArn: "", pattern },
  ];
  if (env.ARCHIVE_STREAM_ARN !== "") {
    const [destinationArn, roleArn] = [env.ARCHIVE_STREAM_ARN, env.ARCHIVE_ROLE_ARN];
    wanted.push({ name: named("archive"), destinationArn, roleArn, pattern });
  }
  return {
    include: readPatterns(env.SUBSCRIBE_INCLUDE),
    exclude: readPatterns(env.SUBSCRIBE_EXCLUDE),
    own: readPatterns(env.SUBSCRIBE_OWN),
    wanted,
    filtersPerGroup: env.SUBSCRIBE_FILTERS_PER_GROUP,
  };
}
