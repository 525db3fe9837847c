import { ALARMS, type Alarm, type WatchedMetric } from "../deploy/alarms.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const TELL: Json = { "Fn::If": ["TellsSomebody", ["${param:alarmTopicArn}"], { Ref: "AWS::NoValue" }] };
const OPERATORS = { ">": "GreaterThanThreshold", "<": "LessThanThreshold" } as const;
/** What stands for a metric without data: nothing that would be looked at. */
const NEUTRAL = { SUM: 0, MAX: 0, MIN: 1 } as const;

/** The alarms as resources of the stack. */
export function stackAlarms(): Json {
  return { Resources: Object.fromEntries(ALARMS.map((alarm) => [logicalName(alarm.id), resource(alarm)])) };
}

/** `docs/alarms.md`: for the person whom an alarm woke. */
export function alarmDocs(): string {
  const rows = ALARMS.map(({ id, meaning, remedy }) => [code(id), meaning, remedy]);
  return `${GENERATED_PAGE}# Alarms

Names begin with service and stage: \`tributary-dev-late\`. They tell the SNS topic of \`alarmTopicArn\`, and show in CloudWatch without one;
the CloudWatch dashboard \`tributary-dev\` has the same metrics side by side. An alarm is quiet where there is no data. Those of the cluster are
there for a domain that the stack made.

${table(["alarm", "it means", "what to do"], rows)}`;
}

function resource({ condition, ...alarm }: Alarm): Json {
  return {
    Type: "AWS::CloudWatch::Alarm",
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: {
      AlarmName: `\${self:custom.name}-${alarm.id}`,
      AlarmDescription: `${alarm.meaning} ${alarm.remedy}`,
      AlarmActions: TELL,
      OKActions: TELL,
      TreatMissingData: "notBreaching",
      ComparisonOperator: OPERATORS[alarm.when],
      Threshold: alarm.threshold,
      EvaluationPeriods: alarm.times,
      ...watched(alarm),
    },
  };
}

function watched({ metrics, of, expression, statistic, minutes }: Omit<Alarm, "condition">): Record<string, Json> {
  const [only, second] = metrics;
  if (only !== undefined && second === undefined && expression === undefined) {
    return { ...metric(only), Statistic: statistic, Period: minutes * 60 };
  }
  const ids = metrics.map((_, index) => (second === undefined ? "m" : `m${index}`));
  const combined = of === undefined ? "m" : `${of}([${ids.map((id) => `FILL(${id}, ${NEUTRAL[of]})`).join(", ")}])`;
  return {
    Metrics: [
      { Id: "watched", Expression: expression ?? combined },
      ...metrics.map((one, index) => ({
        Id: ids[index] ?? "m",
        ReturnData: false,
        MetricStat: { Metric: metric(one), Period: minutes * 60, Stat: statistic },
      })),
    ],
  };
}

function metric({ namespace, name, dimensions }: WatchedMetric): { readonly [key: string]: Json } {
  return {
    Namespace: namespace,
    MetricName: name.replace("DELIVERY", "${self:custom.deliveryMetrics.${param:opensearch}}"),
    Dimensions: Object.entries(dimensions).map(([Name, value]) => ({ Name, Value: valueOf(value) })),
  };
}

function valueOf(value: string): Json {
  return value === "ACCOUNT" ? { Ref: "AWS::AccountId" } : value.replace(/^NAME/, "${self:custom.name}");
}

/** `dead-letters` → `DeadLettersAlarm` */
function logicalName(id: string): string {
  const words = id.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join("")}Alarm`;
}
