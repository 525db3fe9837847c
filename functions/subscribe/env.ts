import { integerVariable, textVariable } from "../../shared/core/env.ts";
import { DEFAULT_INCLUDE, PATTERN_LIST } from "../../shared/core/subscribe/log-group-pattern.ts";

const PATTERNS = "patterns of log group names, separated by commas; * stands for any text";
const ARN = /^arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:\S+$/;

/** The environment of `subscribe`. */
export const VARIABLES = {
  INDEX_FUNCTION_ARN: textVariable("The function that log events are delivered to first", "an ARN", undefined, ARN),
  ARCHIVE_STREAM_ARN: textVariable(
    "The delivery stream of the archive, where a slot is left; empty for none",
    "an ARN",
    "",
    ARN,
  ),
  ARCHIVE_ROLE_ARN: textVariable("The role by which CloudWatch Logs puts into that stream", "an ARN", "", ARN),
  SUBSCRIBE_INCLUDE: textVariable("Log groups to subscribe", PATTERNS, DEFAULT_INCLUDE.join(","), PATTERN_LIST),
  SUBSCRIBE_EXCLUDE: textVariable("Log groups to leave, of those", PATTERNS, "", PATTERN_LIST),
  SUBSCRIBE_OWN: textVariable(
    "Log groups of the stack's own functions and streams, which are never subscribed",
    PATTERNS,
    undefined,
    PATTERN_LIST,
  ),
  SUBSCRIBE_FILTER_NAME: textVariable(
    "First part of the names of our filters; another name is another stack's filter",
    "text without : and *",
    "tributary",
    /^[^:*]{1,500}$/,
  ),
  SUBSCRIBE_FILTER_PATTERN: textVariable(
    "CloudWatch's filter pattern: which log events are delivered; empty for all",
    "a filter pattern of at most 1,024 characters",
    "",
    /^[^]{1,1024}$/,
  ),
  SUBSCRIBE_FILTERS_PER_GROUP: integerVariable("Filters that a log group may have: 2; in ca-central-1, 5", 1, 10, 2),
} as const;
