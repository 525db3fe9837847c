/** A metric: namespace, name and dimensions. `NAME` in a dimension stands for `<service>-<stage>`. */
export interface WatchedMetric {
  readonly namespace: "Tributary" | "AWS/Lambda" | "AWS/Firehose" | "AWS/ES";
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What somebody has to look at, declared once: the stack's alarms and the page that explains them are generated from it. */
export interface Alarm {
  /** In kebab case; the alarm is called `<service>-<stage>-<id>`. */
  readonly id: string;
  readonly meaning: string;
  readonly remedy: string;
  /** Of several, CloudWatch watches the sum, the largest or the smallest. */
  readonly metrics: readonly WatchedMetric[];
  readonly of?: "SUM" | "MAX" | "MIN";
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average";
  /** An expression over the metric `m`, for units that nobody thinks in. */
  readonly expression?: string;
  readonly when: ">" | "<";
  readonly threshold: number | string;
  /** Minutes of one value, and how many of these in a row. */
  readonly minutes: number;
  readonly times: number;
  /** A condition of the stack; without it there is nothing to watch. */
  readonly condition?: string;
}

const STREAMS = ["eks", "ecs", "ec2", "lambda"] as const;

function ours(name: string, service: string, more: Readonly<Record<string, string>> = {}): WatchedMetric {
  return { namespace: "Tributary", name, dimensions: { service, ...more } };
}

function ofFunction(name: string, of: string): WatchedMetric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName: `NAME-${of}` } };
}

function ofStream(name: string, of: string): WatchedMetric {
  return { namespace: "AWS/Firehose", name, dimensions: { DeliveryStreamName: `NAME-${of}` } };
}

function ofDomain(name: string): WatchedMetric {
  return { namespace: "AWS/ES", name, dimensions: { DomainName: "NAME", ClientId: "ACCOUNT" } };
}

const everyPipeline = ["index", "transform", "redrive"] as const;
const once = { minutes: 5, times: 1, when: ">", threshold: 0 } as const;
const domain = { condition: "CreatesDomain", statistic: "Maximum", when: ">" } as const;

export const ALARMS: readonly Alarm[] = [
  {
    ...once,
    id: "conservation",
    meaning: "An invocation received log events that are neither delivered nor duplicate, filtered or failed.",
    remedy:
      "This is a bug. The log line `conservation broken` of the function has the counts; keep the events of that time, and report it.",
    metrics: everyPipeline.map((service) => ours("conservationGap", service)),
    of: "SUM",
    statistic: "Sum",
  },
  {
    ...once,
    id: "failed",
    meaning: "Many log events could not be delivered. They are in the failures bucket.",
    remedy:
      "The dashboard says by reason; docs/failures.md says what each means. What can be tried again is tried every 15 minutes.",
    metrics: ["index", "transform"].map((service) => ours("failed", service)),
    of: "SUM",
    statistic: "Sum",
    threshold: "${param:alarmFailedEvents}",
  },
  {
    ...once,
    id: "access-denied",
    meaning: "OpenSearch refuses the functions' roles: nothing is delivered.",
    remedy:
      "Look at the domain's access policy and role mapping (docs/bootstrap.md). What failed is redriven by itself afterwards.",
    metrics: everyPipeline.map((service) => ours("failedByReason", service, { reason: "access_denied" })),
    of: "SUM",
    statistic: "Sum",
  },
  {
    ...once,
    id: "given-up",
    meaning: "Log events failed as often as REDRIVE_MAX_ATTEMPTS allows. The schedule does not try them again.",
    remedy:
      "Their `detail` has the last reason (docs/redrive.md). Mend it, then redrive the reason redrive_exhausted by hand.",
    metrics: [ours("failedByReason", "redrive", { reason: "redrive_exhausted" })],
    statistic: "Sum",
  },
  {
    ...once,
    id: "function-errors",
    meaning:
      "A function threw. `index` and `transform` only do that when not even the failures bucket takes what failed.",
    remedy: "Read the function's log: `invocation failed` has the error. Lambda and Firehose try again by themselves.",
    metrics: ["index", "transform", "redrive", "subscribe", "bootstrap"].map((name) => ofFunction("Errors", name)),
    of: "SUM",
    statistic: "Sum",
  },
  {
    ...once,
    id: "throttled",
    meaning: "Lambda or Firehose take less than arrives. Nothing is lost yet; log events come late.",
    remedy: "Raise the concurrency of the account or of the function, or the quotas of the stream.",
    metrics: [
      ...["index", "transform", "redrive", "subscribe"].map((name) => ofFunction("Throttles", name)),
      ...STREAMS.map((name) => ofStream("ThrottledRecords", name)),
    ],
    of: "SUM",
    statistic: "Sum",
    times: 3,
  },
  {
    id: "late",
    meaning: "Log events of CloudWatch wait for more than 15 minutes before `index` sees them.",
    remedy: "`index` is throttled, or fails and is tried again: look at these two alarms.",
    metrics: [ofFunction("AsyncEventAge", "index")],
    statistic: "Maximum",
    expression: "m / 60000",
    when: ">",
    threshold: 15,
    minutes: 5,
    times: 1,
  },
  {
    ...once,
    id: "dead-letters",
    meaning: "Lambda gave up on events, and put them into the failures bucket under `aws/lambda/async/`.",
    remedy:
      "`redrive` takes those of `index` within 15 minutes. Those of `subscribe` say which log group was not subscribed; the next sweep does it.",
    metrics: ["index", "subscribe"].map((name) => ofFunction("AsyncEventsDropped", name)),
    of: "SUM",
    statistic: "Sum",
  },
  {
    ...once,
    id: "dead-letters-lost",
    meaning: "Lambda gave up on events, and could not put them into the failures bucket either. They are lost.",
    remedy:
      "Look at the bucket's policy and key, and at the function's role. CloudWatch Logs still has the events: replay them from there.",
    metrics: ["index", "subscribe"].map((name) => ofFunction("DestinationDeliveryFailures", name)),
    of: "SUM",
    statistic: "Sum",
  },
  {
    id: "stream-delivery",
    meaning:
      "Firehose could not deliver to OpenSearch. What it gives up on is in the failures bucket under `firehose/`.",
    remedy: "The log stream `delivery` of the streams' log group has the error; docs/firehose.md has their meaning.",
    metrics: STREAMS.map((name) => ofStream("DELIVERY.Success", name)),
    of: "MIN",
    statistic: "Average",
    when: "<",
    threshold: 1,
    minutes: 5,
    times: 3,
  },
  {
    id: "stream-transformation",
    meaning: "Firehose could not have records transformed. They are kept under `processing-failed/`, and redriven.",
    remedy: "Look at the errors and the duration of `transform`.",
    metrics: STREAMS.map((name) => ofStream("ExecuteProcessing.Success", name)),
    of: "MIN",
    statistic: "Average",
    when: "<",
    threshold: 1,
    minutes: 5,
    times: 3,
  },
  {
    id: "stream-age",
    meaning:
      "The oldest record in a stream to OpenSearch has waited for more than 15 minutes. After 24 hours Firehose loses records.",
    remedy: "The cluster is down or slow, or S3 takes no failures: see the alarms of the cluster and stream-delivery.",
    metrics: STREAMS.map((name) => ofStream("DELIVERY.DataFreshness", name)),
    of: "MAX",
    statistic: "Maximum",
    when: ">",
    threshold: 900,
    minutes: 5,
    times: 1,
  },
  {
    id: "archive-age",
    meaning: "The oldest record on its way into the archive has waited for more than an hour; 15 minutes are usual.",
    remedy: "Look at the log stream `archive` of the streams' log group, and at `transform`.",
    metrics: [ofStream("DeliveryToS3.DataFreshness", "archive")],
    statistic: "Maximum",
    when: ">",
    threshold: 3600,
    minutes: 5,
    times: 1,
    condition: "KeepsArchive",
  },
  {
    ...domain,
    id: "cluster-red",
    meaning: "A primary shard is missing: part of the indices takes no records and answers no questions.",
    remedy: "Look at _cluster/allocation/explain. Records wait in the failures bucket meanwhile.",
    metrics: [ofDomain("ClusterStatus.red")],
    threshold: 0,
    minutes: 1,
    times: 3,
  },
  {
    ...domain,
    id: "cluster-writes-blocked",
    meaning: "The cluster takes no records, mostly for want of space or memory.",
    remedy: "Make room (retentionDays, domainVolumeGb). Records wait in the failures bucket meanwhile.",
    metrics: [ofDomain("ClusterIndexWritesBlocked")],
    threshold: 0,
    minutes: 1,
    times: 3,
  },
  {
    ...domain,
    id: "cluster-space",
    meaning:
      "The fullest node has less than a fifth of its volume free. At 20 GB or a fifth, whichever is less, the cluster blocks writes.",
    remedy: "Raise domainVolumeGb or domainInstanceCount, or lower retentionDays.",
    metrics: [ofDomain("FreeStorageSpace")],
    statistic: "Minimum",
    expression: "100 * m / (${param:domainVolumeGb} * 1024)",
    when: "<",
    threshold: 20,
    minutes: 5,
    times: 3,
  },
  {
    ...domain,
    id: "cluster-memory",
    meaning: "JVM memory pressure above 85 %. At 92 % for half an hour the cluster blocks writes.",
    remedy: "A larger domainInstanceType, or fewer shards: look at heavy searches first.",
    metrics: [ofDomain("JVMMemoryPressure")],
    threshold: 85,
    minutes: 5,
    times: 3,
  },
  {
    ...domain,
    id: "cluster-cpu",
    meaning: "The cluster computes at more than 80 % for 45 minutes.",
    remedy: "A larger domainInstanceType or more nodes.",
    metrics: [ofDomain("CPUUtilization")],
    threshold: 80,
    minutes: 15,
    times: 3,
  },
];
