import type { Document } from "../../shared/core/document.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { type Capture, STREAMS } from "./varied-capture.ts";

const CATALOG = newCatalog(SOURCES);
const AT = Date.UTC(2026, 10, 23, 9, 6);

/** The records of a capture, as a subscription of its log group would make them. */
export function documentsOfCapture(capture: Capture): Document[] {
  return (["audit", "authenticator", "scheduler"] as const).flatMap((kind, number) =>
    normalizeBatch(
      {
        origin: {
          carrier: "cloudwatch",
          account: "111122223333",
          region: "eu-west-1",
          logGroup: "/aws/eks/varied/cluster",
          logStream: STREAMS[kind],
          deliveryStream: "",
          platform: undefined,
        },
        events: capture[kind].map((message, index) => ({
          id: `38${number}${String(index).padStart(53, "0")}`,
          timestamp: AT,
          message,
          bytes: undefined,
          account: undefined,
          region: undefined,
        })),
      },
      CATALOG,
      DEFAULT_SETTINGS,
    ),
  );
}
