import { flagVariable, integerVariable, parsedVariable, textVariable, type Values } from "../core/env.ts";
import { FILTER_RULES, readFilterRules } from "../core/filter.ts";
import { DEFAULT_BACKOFF } from "../core/delivery/backoff.ts";
import type { Pipeline } from "../core/pipeline/pipeline.ts";
import { newCatalog } from "../core/normalize.ts";
import { REDACTION_RULES, readRedactionRules } from "../core/redaction/read-rules.ts";
import { DEFAULT_SETTINGS } from "../core/settings.ts";
import { readLogGroupTable, readStreamTable } from "../core/settings-tables.ts";
import { SOURCES } from "../core/registry.gen.ts";
import { objectWriter } from "./s3.ts";
import { CLUSTER_VARIABLES } from "./cluster-variables.ts";
import { compilePattern } from "./linear-engine.ts";

const MIB = 1024 * 1024;
const {
  logGroups: NO_LOG_GROUPS,
  streams: NO_STREAMS,
  filters: NO_FILTERS,
  redactions: NO_REDACTIONS,
} = DEFAULT_SETTINGS;

/** Variables of every function that makes records and delivers them. */
export const DELIVERY_VARIABLES = {
  ...CLUSTER_VARIABLES,
  OPENSEARCH_GZIP: flagVariable("Compress request bodies", true),
  OPENSEARCH_IDS: flagVariable(
    "Send our own `_id`; Serverless time-series collections refuse ids, and are at-least-once then",
    true,
  ),
  FAILURES_BUCKET: textVariable("Bucket for what could not be delivered", "a bucket name"),
  FAILURES_PREFIX: textVariable(
    "First part of the keys in that bucket",
    "a key prefix without slash at its end",
    "failures",
    /^[\w!.*'()/=-]*[^/\s]$/,
  ),
  INDEX_PREFIX: textVariable(
    "First part of index names",
    "lower-case letters, digits, . _ -",
    "logs",
    /^[a-z0-9][a-z0-9._-]{0,80}$/,
  ),
  LOG_GROUP_PLATFORMS: parsedVariable(
    'Log groups whose platform is known, as JSON: {"^/shop/": "ecs"}',
    "a JSON object: regular expression → platform",
    NO_LOG_GROUPS,
    readLogGroupTable,
  ),
  STREAMS: parsedVariable(
    'Firehose streams, as JSON: {"name": {"platform": "eks", "destination": "opensearch"}}',
    "a JSON object: stream name → {platform, destination}",
    NO_STREAMS,
    readStreamTable,
  ),
  INFLATE_MAX_BYTES: integerVariable("Cap on the inflated size of one carrier record, bytes", MIB, 256 * MIB, 64 * MIB),
  KEEP_ORIGINAL: flagVariable("Keep the raw line of each record in `original`", false),
  FILTERS: parsedVariable(
    'What is left out, as JSON: [{"name": "leases", "keep": 0.1, "sources": ["eks.audit"], "logGroup": "^/aws/", "severityBelow": 13}]; the first rule that matches decides',
    FILTER_RULES,
    NO_FILTERS,
    readFilterRules,
  ),
  REDACT: flagVariable("Take credentials (tokens, AWS secret keys) out of records", true),
  REDACTIONS: parsedVariable(
    'What else is taken out of records, as JSON: [{"name": "cards", "pattern": "\\\\b4\\\\d{15}\\\\b"}, {"name": "passwords", "members": "(?i)^password$"}] (docs/redaction.md)',
    REDACTION_RULES,
    NO_REDACTIONS,
    (text) => {
      const read = readRedactionRules(text, compilePattern);
      return read.ok ? read.rules : undefined;
    },
    (text) => {
      const read = readRedactionRules(text, compilePattern);
      return read.ok ? [] : read.problems;
    },
  ),
  BULK_MAX_BYTES: integerVariable(
    "Size of one _bulk request; instances of size large and smaller take 10 MiB at most",
    1000,
    100 * MIB,
    5_000_000,
  ),
  BULK_MAX_DOCUMENTS: integerVariable("Documents in one _bulk request", 1, 100_000, 5_000),
  REQUEST_TIMEOUT_MS: integerVariable("Longest wait for one answer of OpenSearch, ms", 100, 300_000, 30_000),
} as const;

type Environment = Values<typeof DELIVERY_VARIABLES>;

/**
 * Builds the pipeline that an environment describes; connects to nothing until the first delivery.
 *
 * @param bulk reaches the cluster of that environment: at hand, or loaded when it is needed.
 */
export function pipelineOf(env: Environment, bulk: Pipeline["bulk"]): Pipeline {
  return {
    catalog: newCatalog(SOURCES),
    settings: {
      indexPrefix: env.INDEX_PREFIX,
      logGroups: env.LOG_GROUP_PLATFORMS,
      streams: env.STREAMS,
      inflateMaxBytes: env.INFLATE_MAX_BYTES,
      keepOriginal: env.KEEP_ORIGINAL,
      filters: env.FILTERS,
      redact: env.REDACT,
      redactions: env.REDACTIONS,
    },
    bulk,
    putFailure: objectWriter(env.FAILURES_BUCKET),
    now: Date.now,
    random: Math.random,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    delivery: {
      limits: { maxBytes: env.BULK_MAX_BYTES, maxDocuments: env.BULK_MAX_DOCUMENTS },
      target: { withIds: env.OPENSEARCH_IDS },
      backoff: DEFAULT_BACKOFF,
      requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
      failuresPrefix: env.FAILURES_PREFIX,
    },
  };
}
