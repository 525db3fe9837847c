import { gzipSync } from "node:zlib";

/** 2026-11-23T12:00:00Z: when everything in these tests happens. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** One entry of `logEvents`, well formed or not. */
export type Entry = Readonly<Record<string, unknown>>;

/** A CloudWatch event id: 56 digits that grow. */
export function eventId(number: number): string {
  return `382${String(number).padStart(53, "0")}`;
}

export function entry(message: string, number = 0, timestamp = NOON): Entry {
  return { id: eventId(number), timestamp, message };
}

/** A subscription payload as CloudWatch Logs sends it. */
export function subscription(logEvents: unknown, more: Entry = {}): Entry {
  return {
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: "/aws/eks/dev/cluster",
    logStream: "kube-scheduler-0123456789abcdef0123456789abcdef",
    subscriptionFilters: ["tributary"],
    logEvents,
    ...more,
  };
}

/** What CloudWatch Logs sends to see whether anybody is there. */
export const CONTROL: Entry = {
  messageType: "CONTROL_MESSAGE",
  owner: "CloudwatchLogs",
  logGroup: "",
  logStream: "",
  subscriptionFilters: [],
  logEvents: [
    { id: "", timestamp: NOON, message: "CWL CONTROL MESSAGE: Checking health of destination Kinesis Firehose." },
  ],
};

/** The bytes of a payload, compressed as CloudWatch Logs does. */
export function gz(value: unknown): Buffer {
  return gzipSync(JSON.stringify(value));
}

/** The event that a subscription invokes a function with. */
export function awslogs(bytes: Uint8Array): { awslogs: { data: string } } {
  return { awslogs: { data: Buffer.from(bytes).toString("base64") } };
}

export const STREAM_ARN = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/";

/** The event that a Firehose stream invokes a function with; records are named `record-0`, `record-1`… */
export function firehoseInvocation(records: readonly Uint8Array[], stream = "tributary-eks") {
  return {
    invocationId: "3a1b6a5b-2f09-4b0e-9d0e-3f8a2d1c7e55",
    deliveryStreamArn: STREAM_ARN + stream,
    region: "eu-west-1",
    records: records.map((bytes, index) => ({
      recordId: `record-${index}`,
      approximateArrivalTimestamp: NOON,
      data: Buffer.from(bytes).toString("base64"),
    })),
  };
}
