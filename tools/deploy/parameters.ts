/** What an operator may choose about a stack; `serverless deploy --param="name=value"` sets it. */
export interface Parameter {
  readonly doc: string;
  /** What a right value looks like, for messages and the table. */
  readonly wanted: string;
  readonly pattern: RegExp;
  /** Empty where it is left out. */
  readonly fallback: string;
  /** For the stage `prod`, where that differs. */
  readonly prod?: string;
}

export type ParameterName = keyof typeof PARAMETERS;

const COUNT = /^[1-9]\d{0,4}$/;
const ARN = "arn:aws[\\w-]*";

/**
 * The parameters of the stack, declared once: the defaults that serverless.yml reads, the check before packaging and the table of
 * docs/deploy.md come from here. All values are text, as the command line has them.
 */
export const PARAMETERS = {
  opensearch: choice(
    "Where records go: into a domain that the stack creates, one that exists, or a Serverless collection",
    ["create", "domain", "serverless"],
    "create",
  ),
  opensearchEndpoint: optional(
    "URL of the domain or collection that exists",
    "https://…, without path",
    /^https:\/\/[\w.-]+(?::\d+)?$/,
  ),
  opensearchArn: optional(
    "ARN of the domain or collection that exists; its account may be another one",
    "arn:aws:es:…:domain/NAME or arn:aws:aoss:…:collection/ID",
    new RegExp(`^${ARN}:(?:es:[\\w-]+:\\d{12}:domain/[\\w-]+|aoss:[\\w-]+:\\d{12}:collection/[\\w-]+)$`),
  ),
  opensearchCollection: optional(
    "Name of that collection, for the data access policy that the stack adds",
    "a collection's name",
    /^[a-z][a-z0-9-]{2,31}$/,
  ),
  writerRoles: choice(
    "On a domain that exists: whether it has fine-grained access control, so that the roles are mapped",
    ["true", "false"],
    "true",
  ),
  adminRoleArn: optional(
    "IAM role of the people who may do everything on the domain that the stack creates",
    "an ARN of a role",
    new RegExp(`^${ARN}:iam::\\d{12}:role/\\S+$`),
  ),
  domainVersion: text(
    "Engine of the domain",
    "OpenSearch_2.19 or newer",
    /^OpenSearch_(?:2\.19|[3-9]\.\d+)$/,
    "OpenSearch_3.5",
  ),
  domainInstanceType: text(
    "Data nodes: type",
    "an instance type that ends in .search",
    /^[a-z0-9]+\.\w+\.search$/,
    "t3.medium.search",
    "r7g.large.search",
  ),
  domainInstanceCount: text("Data nodes: how many; a multiple of domainZones", "1 or more", COUNT, "1", "3"),
  domainZones: choice("Availability zones of the data nodes", ["1", "2", "3"], "1", "3"),
  domainMasterType: text(
    "Dedicated masters: type",
    "an instance type that ends in .search",
    /^[a-z0-9]+\.\w+\.search$/,
    "m7g.large.search",
  ),
  domainMasterCount: choice("Dedicated masters: how many", ["0", "3", "5"], "0", "3"),
  domainVolumeGb: text("Volume of each data node, GB (gp3)", "10 or more", /^[1-9]\d{1,4}$/, "20", "500"),
  indexPrefix: text("First part of index names", "lower-case letters, digits, -", /^[a-z0-9][a-z0-9-]{0,39}$/, "logs"),
  retentionDays: text("Days until an index is deleted; 0: never", "0 or more", /^\d{1,5}$/, "30", "90"),
  warmAfterDays: text(
    "Days until an index moves to UltraWarm storage, which the domain has to have; 0: never",
    "0 or more",
    /^\d{1,5}$/,
    "0",
  ),
  indexShards: text("Primary shards of each daily index (docs/bootstrap.md)", "1 to 1024", /^[1-9]\d{0,3}$/, "1"),
  indexReplicas: choice("Copies of each shard", ["0", "1", "2", "3", "4", "5"], "1"),
  indexCodec: choice(
    "How indices are compressed; zstd: from OpenSearch 2.9 on",
    ["best_compression", "default", "zstd", "zstd_no_dict"],
    "best_compression",
  ),
  dashboards: choice(
    "Language of the dashboards in OpenSearch Dashboards; none: no dashboards",
    ["none", "en", "ja"],
    "en",
  ),
  deliverTo: choice(
    "How index delivers: by _bulk itself, or through Firehose",
    ["opensearch", "firehose"],
    "opensearch",
  ),
  archive: choice("Whether everything is kept in S3 as well, for Athena", ["true", "false"], "true"),
  archiveRetentionDays: text(
    "Days until an archived object is deleted",
    "91 or more",
    /^(?:9[1-9]|[1-9]\d{2,4})$/,
    "400",
  ),
  failuresRetentionDays: text(
    "Days until an undelivered log event is given up",
    "31 or more",
    /^(?:3[1-9]|[4-9]\d|[1-9]\d{2,4})$/,
    "365",
  ),
  logRetentionDays: choice(
    "Days that the stack's own logs are kept",
    ["1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365"],
    "14",
    "30",
  ),
  subscription: choice(
    "How CloudWatch Logs delivers: by a filter in each log group, by one policy for the account, or not at all",
    ["log-groups", "account-policy", "none"],
    "log-groups",
  ),
  subscribeInclude: optional(
    "Patterns of log groups in place of the default (docs/subscribe.md)",
    "patterns, separated by commas",
    /^[\w./#*, -]+$/,
  ),
  subscribeExclude: optional(
    "Patterns of log groups that are left out; names, without *, with an account policy",
    "patterns, separated by commas",
    /^[\w./#*, -]+$/,
  ),
  filtersPerGroup: text("Filters that a log group may have: 2; in ca-central-1, 5", "1 to 10", /^(?:[1-9]|10)$/, "2"),
  logGroupPlatforms: text(
    "LOG_GROUP_PLATFORMS of the functions (docs/environment.md)",
    "a JSON object",
    /^\{[^]*\}$/,
    "{}",
  ),
  filters: text("FILTERS of the functions (docs/filters.md)", "a JSON array", /^\[[^]*\]$/, "[]"),
  redact: choice("Whether credentials are taken out of records", ["true", "false"], "true"),
  redactions: text("REDACTIONS of the functions (docs/redaction.md)", "a JSON array", /^\[[^]*\]$/, "[]"),
  keepOriginal: choice("Whether each record keeps its raw line", ["true", "false"], "false"),
  vpcSubnetIds: optional(
    "Subnets for the functions, the domain and Firehose's interfaces; as many as domainZones where the stack creates the domain",
    "subnet-…, separated by commas",
    /^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})(?:,subnet-(?:[0-9a-f]{8}|[0-9a-f]{17}))*$/,
  ),
  vpcSecurityGroupIds: optional(
    "Security groups for the same; they must let each other in on port 443",
    "sg-…, separated by commas",
    /^sg-(?:[0-9a-f]{8}|[0-9a-f]{17})(?:,sg-(?:[0-9a-f]{8}|[0-9a-f]{17}))*$/,
  ),
  kmsKeyArn: optional(
    "Customer managed key for buckets, streams, logs, variables and the domain; AWS's own keys without it",
    "an ARN of a key",
    new RegExp(`^${ARN}:kms:[\\w-]+:\\d{12}:key/[\\w-]+$`),
  ),
  indexConcurrency: optional("Reserved concurrency of index; none without it", "1 or more", COUNT),
  transformConcurrency: optional("Reserved concurrency of transform; none without it", "1 or more", COUNT),
  alarmTopicArn: optional(
    "SNS topic that alarms tell; without it they only show",
    "an ARN of a topic",
    new RegExp(`^${ARN}:sns:[\\w-]+:\\d{12}:[\\w.-]+$`),
  ),
  alarmFailedEvents: text("Failed log events in five minutes from which an alarm is raised", "1 or more", COUNT, "100"),
} as const satisfies Readonly<Record<string, Parameter>>;

function text(doc: string, wanted: string, pattern: RegExp, fallback: string, prod?: string): Parameter {
  return { doc, wanted, pattern, fallback, ...(prod === undefined ? {} : { prod }) };
}

function optional(doc: string, wanted: string, pattern: RegExp): Parameter {
  return { doc, wanted, pattern, fallback: "" };
}

function choice(doc: string, choices: readonly string[], fallback: string, prod?: string): Parameter {
  return text(doc, choices.join(", "), new RegExp(`^(?:${choices.join("|")})$`), fallback, prod);
}
