import { DELIVERY_VARIABLES } from "../../shared/aws/environment.ts";
import { choiceVariable, parsedVariable } from "../../shared/core/env.ts";
import { readPlatformStreams } from "../../shared/core/settings-tables.ts";
import type { Platform } from "../../shared/sources/source.ts";

const NO_STREAMS: ReadonlyMap<Platform, string> = new Map();

/** The environment of `index`. */
export const VARIABLES = {
  ...DELIVERY_VARIABLES,
  DELIVER_TO: choiceVariable(
    "Where documents go: into OpenSearch, or into the delivery stream of their platform (docs/firehose.md)",
    ["opensearch", "firehose"],
    "opensearch",
  ),
  DELIVER_STREAMS: parsedVariable(
    'With DELIVER_TO=firehose, the delivery stream of each platform, as JSON: {"eks": "tributary-eks"}',
    "a JSON object: platform → name of a delivery stream",
    NO_STREAMS,
    readPlatformStreams,
  ),
} as const;
