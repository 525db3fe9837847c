/** A metric of a widget as CloudWatch writes it: namespace, name, dimensions in pairs, and how it is shown. */
type Metric = readonly (string | Readonly<Record<string, unknown>>)[];

interface Widget {
  readonly title: string;
  readonly metrics: readonly Metric[];
  readonly stat?: string;
  readonly stacked?: true;
}

/** serverless puts service and stage here, CloudFormation the rest. */
const NAME = "${self:custom.name}";
const FUNCTIONS = ["index", "transform", "redrive", "subscribe", "bootstrap"] as const;
const STREAMS = ["eks", "ecs", "ec2", "lambda"] as const;
const WIDTH = 8;
const HEIGHT = 6;
const ACROSS = 24;

const ours = (name: string, service: string, label: string): Metric => [
  "Tributary",
  name,
  "service",
  service,
  { label },
];
const lambda = (name: string, of: string, label: string): Metric => [
  "AWS/Lambda",
  name,
  "FunctionName",
  `${NAME}-${of}`,
  { label },
];
const firehose = (name: string, of: string, label: string): Metric => [
  "AWS/Firehose",
  name,
  "DeliveryStreamName",
  `${NAME}-${of}`,
  { label },
];
const cluster = (name: string, label: string, stat: string): Metric => [
  "AWS/ES",
  name,
  "DomainName",
  NAME,
  "ClientId",
  "${AWS::AccountId}",
  { label, stat },
];

function pipelineWidgets(delivery: string): Widget[] {
  return [
    {
      title: "What became of log events (index, transform)",
      stacked: true,
      metrics: ["delivered", "duplicate", "filtered", "failed"].flatMap((name) =>
        ["index", "transform"].map((service) => ours(name, service, `${service} ${name}`)),
      ),
    },
    {
      title: "Conservation: what is not accounted for (must be 0)",
      metrics: ["index", "transform", "redrive"].map((service) => ours("conservationGap", service, service)),
    },
    {
      title: "Failed by reason (docs/failures.md)",
      stacked: true,
      metrics: [[{ expression: `SEARCH('{Tributary,service,reason} MetricName="failedByReason"', 'Sum', 300)` }]],
    },
    {
      title: "Oldest event: how long it waited, seconds",
      stat: "Maximum",
      metrics: [
        ["AWS/Lambda", "AsyncEventAge", "FunctionName", `${NAME}-index`, { id: "age", visible: false }],
        [{ expression: "age / 1000", label: "before index" }],
        ...["index", "transform"].map((service) => ours("oldestEventAge", service, `at the end of ${service}`)),
        ...STREAMS.map((stream) => firehose(`${delivery}.DataFreshness`, stream, `in stream ${stream}`)),
        firehose("DeliveryToS3.DataFreshness", "archive", "in stream archive"),
      ],
    },
    {
      title: "Firehose: share of deliveries that succeeded",
      stat: "Average",
      metrics: [
        ...STREAMS.map((stream) => firehose(`${delivery}.Success`, stream, stream)),
        firehose("DeliveryToS3.Success", "archive", "archive"),
        ...STREAMS.map((stream) => firehose("ExecuteProcessing.Success", stream, `${stream}: transformation`)),
      ],
    },
    {
      title: "Throttled",
      metrics: [
        ...FUNCTIONS.map((name) => lambda("Throttles", name, name)),
        ...[...STREAMS, "archive"].map((stream) => firehose("ThrottledRecords", stream, `stream ${stream}, records`)),
      ],
    },
    {
      title: "Errors of functions, and dead letters",
      metrics: [
        ...FUNCTIONS.map((name) => lambda("Errors", name, name)),
        lambda("AsyncEventsDropped", "index", "index: events given up, into the failures bucket"),
        lambda("DestinationDeliveryFailures", "index", "index: events that not even the bucket took"),
      ],
    },
    {
      title: "Redrive",
      metrics: ["received", "delivered", "duplicate", "failed"].map((name) => ours(name, "redrive", name)),
    },
    {
      title: "Subscribe: filters",
      metrics: ["filtersWritten", "filtersWithoutSlot", "filtersFailed", "logGroupsUnvisited"].map((name) =>
        ours(name, "subscribe", name),
      ),
    },
  ];
}

const CLUSTER_WIDGETS: readonly Widget[] = [
  {
    title: "Cluster: state",
    stat: "Maximum",
    metrics: [
      cluster("ClusterStatus.red", "red", "Maximum"),
      cluster("ClusterStatus.yellow", "yellow", "Maximum"),
      cluster("ClusterIndexWritesBlocked", "writes blocked", "Maximum"),
    ],
  },
  { title: "Cluster: free space of the fullest node, MB", metrics: [cluster("FreeStorageSpace", "free", "Minimum")] },
  {
    title: "Cluster: JVM memory and CPU, %",
    metrics: [cluster("JVMMemoryPressure", "JVM memory", "Maximum"), cluster("CPUUtilization", "CPU", "Maximum")],
  },
];

/**
 * The body of the CloudWatch dashboard (`AWS::CloudWatch::Dashboard`): what the alarms watch, side by side.
 *
 * @param destination which metrics Firehose has of its deliveries, and whether there is a domain of the stack's own.
 */
export function cloudWatchDashboard(destination: "domain" | "existing-domain" | "collection"): string {
  const delivery =
    destination === "collection" ? "DeliveryToAmazonOpenSearchServerless" : "DeliveryToAmazonOpenSearchService";
  const widgets = [...pipelineWidgets(delivery), ...(destination === "domain" ? CLUSTER_WIDGETS : [])];
  const body = {
    widgets: widgets.map(({ title, metrics, stat = "Sum", stacked = false }, position) => ({
      type: "metric",
      x: (position * WIDTH) % ACROSS,
      y: Math.floor((position * WIDTH) / ACROSS) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: { title, metrics, stat, stacked, period: 300, view: "timeSeries", region: "${AWS::Region}" },
    })),
  };
  return `${JSON.stringify(body)}\n`;
}
