import { describe, expect, it, vi } from "vitest";
import { reportLog } from "../../functions/subscribe/report-log.ts";
import { COUNTS, newAccount } from "../../shared/core/accounting.ts";
import { REASONS } from "../../shared/core/failures.ts";
import { newReport } from "../../shared/core/subscribe/report.ts";
import { powertoolsTelemetry } from "../../shared/aws/telemetry.ts";
import { choices, COLLECTION, FIREHOSE, template } from "./packaged.ts";
import { at, propertiesOf, resourcesOf, type Members } from "./template.ts";

/** `namespace name dimension=…,…` */
type MetricName = string;

/**
 * AWS's own metrics that the stack watches (AWS Lambda, Amazon Data Firehose and OpenSearch Service developer guides, "metrics"), with
 * their dimensions: a name that AWS does not know would be an alarm that never rings.
 */
const OF_AWS: Readonly<Record<string, { readonly dimensions: readonly string[]; readonly names: readonly string[] }>> =
  {
    "AWS/Lambda": {
      dimensions: ["FunctionName"],
      names: ["AsyncEventAge", "AsyncEventsDropped", "DestinationDeliveryFailures", "Errors", "Throttles"],
    },
    "AWS/Firehose": {
      dimensions: ["DeliveryStreamName"],
      names: [
        "DeliveryToAmazonOpenSearchServerless.DataFreshness",
        "DeliveryToAmazonOpenSearchServerless.Success",
        "DeliveryToAmazonOpenSearchService.DataFreshness",
        "DeliveryToAmazonOpenSearchService.Success",
        "DeliveryToS3.DataFreshness",
        "DeliveryToS3.Success",
        "ExecuteProcessing.Success",
        "ThrottledRecords",
      ],
    },
    "AWS/ES": {
      dimensions: ["ClientId", "DomainName"],
      names: [
        "ClusterIndexWritesBlocked",
        "ClusterStatus.red",
        "ClusterStatus.yellow",
        "CPUUtilization",
        "FreeStorageSpace",
        "JVMMemoryPressure",
      ],
    },
  };

const named = (namespace: string, name: string, dimensions: readonly string[]): MetricName =>
  `${namespace} ${name} ${dimensions.toSorted().join(",")}`;

/** What our functions really emit, taken from the lines that CloudWatch reads. */
function emitted(): Set<MetricName> {
  const lines: string[] = [];
  // Powertools' own switch: write to the console that can be watched, metrics too.
  vi.stubEnv("POWERTOOLS_DEV", "true");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "false");
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  for (const method of ["info", "warn", "error"] as const) vi.spyOn(console, method).mockReturnValue();
  const account = {
    ...newAccount(),
    received: 1,
    failed: 1,
    oldestEvent: 0,
    failedByReason: new Map(REASONS.map((reason) => [reason, 1])),
  };
  account.deliveredTo.opensearch = 1;
  account.filteredByRule.set("rule", 1);
  powertoolsTelemetry("index").account(account);
  reportLog()(newReport());
  const metrics = new Set<MetricName>();
  for (const line of lines) {
    const read = JSON.parse(line) as {
      _aws?: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
    };
    for (const { Namespace, Dimensions, Metrics } of read._aws?.CloudWatchMetrics ?? [])
      for (const { Name } of Metrics) metrics.add(named(Namespace, Name, Dimensions[0] ?? []));
  }
  return metrics;
}

function isKnown(metric: MetricName, ours: ReadonlySet<MetricName>): boolean {
  const [namespace = "", name = "", dimensions = ""] = metric.split(" ");
  const aws = OF_AWS[namespace];
  if (aws === undefined) return ours.has(metric);
  return aws.names.includes(name) && aws.dimensions.join(",") === dimensions;
}

/** Metrics of an alarm, of whichever kind. */
function watched(properties: Members): { metric: MetricName; dimensions: Record<string, string> }[] {
  const single = properties["MetricName"] === undefined ? [] : [properties];
  const several = ((properties["Metrics"] ?? []) as unknown[]).map((query) => at(query, "MetricStat", "Metric"));
  return [...single, ...several]
    .filter((metric) => metric !== undefined)
    .map((metric) => {
      const pairs = at(metric, "Dimensions") as { Name: string; Value: string }[];
      const dimensions = Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
      return {
        metric: named(String(at(metric, "Namespace")), String(at(metric, "MetricName")), Object.keys(dimensions)),
        dimensions,
      };
    });
}

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly properties: {
    readonly title: string;
    readonly metrics: readonly (readonly unknown[])[];
    readonly region: string;
  };
}

const widgetsOf = (choice: (typeof choices)[number]): Widget[] =>
  (JSON.parse(String(propertiesOf(template(choice), "Dashboard")["DashboardBody"])) as { widgets: Widget[] }).widgets;

describe.each(choices)("with %s", (choice) => {
  const alarms = () => resourcesOf(template(choice), "AWS::CloudWatch::Alarm");

  it("every alarm watches metrics that somebody emits", () => {
    const ours = emitted();
    expect(ours.size).toBeGreaterThan(COUNTS.length);
    for (const [name, properties] of alarms()) {
      expect(watched(properties).length, name).toBeGreaterThan(0);
      expect(
        watched(properties).filter(({ metric }) => !isKnown(metric, ours)),
        name,
      ).toEqual([]);
    }
  });

  it("every alarm watches what is in the stack", () => {
    const { Resources } = template(choice);
    const names = Object.values(Resources).flatMap(({ Properties }) =>
      [Properties["FunctionName"], Properties["DeliveryStreamName"], Properties["DomainName"]].map(String),
    );
    for (const [name, properties] of alarms())
      for (const { dimensions } of watched(properties)) {
        const { service, reason, ClientId: account, ...resource } = dimensions;
        const ofService = Object.values(Resources).map(({ Properties }) => String(Properties["Handler"]).split("/")[1]);
        expect([undefined, ...ofService], name).toContain(service);
        expect([undefined, ...REASONS], name).toContain(reason);
        expect([undefined, "111122223333"], name).toContain(account);
        expect(
          Object.values(resource).filter((value) => !names.includes(value)),
          name,
        ).toEqual([]);
      }
  });

  it("the dashboard shows metrics that somebody emits, beside each other", () => {
    const ours = emitted();
    const places = new Set(widgetsOf(choice).map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(widgetsOf(choice).length);
    for (const { properties } of widgetsOf(choice)) {
      expect(properties.region).toBe("eu-west-1");
      for (const [namespace, name, ...rest] of properties.metrics) {
        if (typeof namespace !== "string") continue;
        const dimensions = rest.filter((part) => typeof part === "string").filter((_, index) => index % 2 === 0);
        const metric = named(namespace, String(name), dimensions);
        expect([properties.title, metric, isKnown(metric, ours)]).toEqual([properties.title, metric, true]);
      }
    }
    expect(JSON.stringify(widgetsOf(choice))).toContain("failedByReason");
  });

  it("alarms tell the topic that was named, if one was", () => {
    const topics = new Set(alarms().map(([, properties]) => JSON.stringify(properties["AlarmActions"])));
    const topic = '["arn:aws:sns:eu-west-1:111122223333:on-call"]';
    expect([...topics]).toEqual([choice === FIREHOSE ? topic : undefined]);
  });
});

it("a collection has its own metrics of deliveries, and no cluster to watch", () => {
  const all = resourcesOf(template(COLLECTION), "AWS::CloudWatch::Alarm");
  expect(JSON.stringify(all)).toContain("DeliveryToAmazonOpenSearchServerless.Success");
  expect(JSON.stringify([all, widgetsOf(COLLECTION)])).not.toMatch(/AWS\/ES|DeliveryToAmazonOpenSearchService/);
  expect(JSON.stringify(resourcesOf(template("the default"), "AWS::CloudWatch::Alarm"))).toContain("ClusterStatus.red");
});
