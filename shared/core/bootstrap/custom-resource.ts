/** What CloudFormation asks of a custom resource ("Custom resource request objects"). */
export interface CustomResourceRequest {
  readonly type: "Create" | "Update" | "Delete";
  /** Where the answer has to be put, whatever happens: the stack waits for it for an hour. */
  readonly responseUrl: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  /** Undefined before the first answer. */
  readonly physicalId: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type CustomResourceOutcome =
  | { readonly ok: true; readonly data: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly reason: string };

/** Longest answer, bytes ("Custom resource response objects"). */
const ANSWER_BYTES = 4096;
/** Bytes of it for a reason or the data: the ids take up to 1.5 KB. */
const TEXT_BYTES = 2000;

/** Reads the event; undefined when it is from somebody else. */
export function readCustomResourceRequest(event: unknown): CustomResourceRequest | undefined {
  if (typeof event !== "object" || event === null) return undefined;
  const members: Readonly<Record<string, unknown>> = { ...event };
  const type = (["Create", "Update", "Delete"] as const).find((known) => known === members["RequestType"]);
  const [responseUrl, stackId, requestId, logicalId] = ["ResponseURL", "StackId", "RequestId", "LogicalResourceId"].map(
    (name) => {
      const value = members[name];
      return typeof value === "string" ? value : undefined;
    },
  );
  if (type === undefined || responseUrl === undefined || stackId === undefined) return undefined;
  if (requestId === undefined || logicalId === undefined) return undefined;
  const { PhysicalResourceId: physical, ResourceProperties: properties } = members;
  return {
    type,
    responseUrl,
    stackId,
    requestId,
    logicalId,
    physicalId: typeof physical === "string" ? physical : undefined,
    properties: typeof properties === "object" && properties !== null ? { ...properties } : {},
  };
}

/** The answer as JSON, within CloudFormation's 4,096 bytes. The physical id never changes: another one would be a replacement. */
export function customResourceAnswer(request: CustomResourceRequest, outcome: CustomResourceOutcome): string {
  const { stackId, requestId, logicalId, physicalId } = request;
  const ids = {
    PhysicalResourceId: physicalId ?? `${stackId.split("/")[1] ?? stackId}/${logicalId}`,
    StackId: stackId,
    RequestId: requestId,
    LogicalResourceId: logicalId,
  };
  if (!outcome.ok) return JSON.stringify({ Status: "FAILED", Reason: short(outcome.reason), ...ids });
  const answer = JSON.stringify({ Status: "SUCCESS", ...ids, Data: outcome.data });
  return Buffer.byteLength(answer) <= ANSWER_BYTES ? answer : JSON.stringify({ Status: "SUCCESS", ...ids });
}

/** As much of a text as fits, counted as JSON writes it. */
function short(text: string): string {
  let kept = text.slice(0, TEXT_BYTES);
  while (Buffer.byteLength(JSON.stringify(kept)) > TEXT_BYTES) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return kept;
}
