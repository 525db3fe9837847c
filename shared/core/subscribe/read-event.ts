/** What an event asks of `subscribe`. */
export type SubscribeRequest =
  | { readonly kind: "sweep" }
  /** Only to say what `PutAccountPolicy` would need. */
  | { readonly kind: "account-policy" }
  | { readonly kind: "created"; readonly logGroup: string }
  /** A log group that was not created after all. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

/**
 * Reads an event: EventBridge's schedule, or `{"sweep": true}` from a person, asks for a sweep; `CreateLogGroup`, which
 * EventBridge has from CloudTrail, for one group; `{"accountPolicy": true}` for the input of the alternative.
 */
export function readSubscribeEvent(event: unknown): SubscribeRequest {
  const { sweep, accountPolicy, "detail-type": type, detail } = membersOf(event);
  if (sweep === true || type === "Scheduled Event") return { kind: "sweep" };
  if (accountPolicy === true) return { kind: "account-policy" };
  const { eventName, errorCode, requestParameters } = membersOf(detail);
  if (eventName !== "CreateLogGroup") return { kind: "unknown" };
  if (errorCode !== undefined && errorCode !== null) return { kind: "nothing" };
  const { logGroupName } = membersOf(requestParameters);
  return typeof logGroupName === "string" && logGroupName !== ""
    ? { kind: "created", logGroup: logGroupName }
    : { kind: "unknown" };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
