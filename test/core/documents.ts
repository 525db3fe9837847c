import type { Document } from "../../shared/core/document.ts";
import type { LogEvent } from "../../shared/core/log-batch.ts";
import type { Origin } from "../../shared/sources/source.ts";
import { eventId, NOON } from "./payloads.ts";

export const ORIGIN: Origin = {
  carrier: "cloudwatch",
  account: "111122223333",
  region: "eu-west-1",
  logGroup: "/aws/eks/dev/cluster",
  logStream: "kube-scheduler-0123456789abcdef0123456789abcdef",
  deliveryStream: "",
  platform: undefined,
};

export function logEvent(message: string, number = 0, more: Partial<LogEvent> = {}): LogEvent {
  return {
    id: eventId(number),
    timestamp: NOON,
    message,
    bytes: undefined,
    account: undefined,
    region: undefined,
    ...more,
  };
}

/** A finished document that no normalizing was needed for. */
export function stubDocument(number: number, more: Partial<Document> = {}): Document {
  return {
    id: `${eventId(number)}-0a1b2c3d`,
    index: "logs-eks-2026-11-23",
    day: "2026-11-23",
    platform: "eks",
    source: "eks.stub",
    json: `{"body":"line ${number}"}`,
    events: [logEvent(`line ${number}`, number)],
    origin: ORIGIN,
    ...more,
  };
}

export function stubDocuments(count: number): Document[] {
  return Array.from({ length: count }, (_, number) => stubDocument(number));
}
