import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A log event that was sent: what its record has to be found by. */
export interface Sent {
  /** Stands in the record's body, once for each log event. */
  readonly token: string;
  /** `_id` where Tributary gives it, worked out here from what docs/redrive.md and docs/firehose.md promise. */
  readonly id: string;
}

/** One subscription payload, compressed as CloudWatch Logs does it. */
export interface Payload {
  readonly bytes: Buffer;
  readonly sent: readonly Sent[];
}

/** 2026-11-23T12:00:00Z: when everything happens. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** What a token looks like in a record's body. */
export const TOKEN = /t-\d{9}/;

export const tokenOf = (number: number): string => `t-${String(number).padStart(9, "0")}`;

interface Stream {
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly line: (token: string) => string;
}

const OWNER = "111122223333";

/** Streams whose lines are never joined, so that each log event is one record: klog text, audit JSON, a plain line. */
const STREAMS: readonly [Stream, Stream, Stream] = [
  {
    owner: OWNER,
    logGroup: "/aws/eks/dev/cluster",
    logStream: "kube-scheduler-0123456789abcdef0123456789abcdef",
    line: (token) =>
      `I1123 11:59:18.424246       1 schedule_one.go:314] "Bound ${token} to node" pod="default/${token}" node="ip-10-0-2-22" evaluatedNodes=3`,
  },
  {
    owner: OWNER,
    logGroup: "/aws/eks/dev/cluster",
    logStream: "kube-apiserver-audit-0123456789abcdef0123456789abcdef",
    line: (token) =>
      JSON.stringify({
        kind: "Event",
        apiVersion: "audit.k8s.io/v1",
        level: "Metadata",
        auditID: token,
        stage: "ResponseComplete",
        requestURI: `/api/v1/namespaces/default/pods/${token}`,
        verb: "get",
        user: { username: "system:node:ip-10-0-2-22", groups: ["system:nodes", "system:authenticated"] },
        sourceIPs: ["10.0.2.22"],
        userAgent: "kubelet/v1.33.0",
        objectRef: { resource: "pods", namespace: "default", name: token, apiVersion: "v1" },
        responseStatus: { metadata: {}, code: 200 },
        requestReceivedTimestamp: "2026-11-23T11:59:18.100000Z",
        stageTimestamp: "2026-11-23T11:59:18.200000Z",
      }),
  },
  {
    owner: OWNER,
    logGroup: "/aws/lambda/checkout",
    logStream: "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef",
    line: (token) =>
      JSON.stringify({ timestamp: "2026-11-23T11:59:18.100Z", level: "INFO", message: `order ${token} was paid` }),
  },
];

/** The `_id` of a CloudWatch log event: its event id, and eight hex characters of owner, group and stream. */
function idOf(eventId: string, { owner, logGroup, logStream }: Stream): string {
  const sum = createHash("sha256").update(`${owner}\n${logGroup}\n${logStream}`).digest("hex");
  return `${eventId}-${sum.slice(0, 8)}`;
}

/** The `_id` of a log event by its number and the turn of its stream. */
export function idOfNumber(number: number, turn: number): string {
  return idOf(eventIdOf(number), STREAMS[turn % STREAMS.length] ?? STREAMS[0]);
}

/** A CloudWatch event id: 56 digits that grow. */
const eventIdOf = (number: number): string => `382${String(number).padStart(53, "0")}`;

/**
 * A payload of `count` log events, numbered from `from`, of one of the streams in turn.
 *
 * @param suffix what each line ends with; only the lines of turn 0 may have one.
 */
export function subscriptionPayload(
  from: number,
  count: number,
  turn = 0,
  suffix: (number: number) => string = () => "",
): Payload {
  const stream = STREAMS[turn % STREAMS.length] ?? STREAMS[0];
  const entries = Array.from({ length: count }, (_, at) => {
    return { message: stream.line(tokenOf(from + at)) + suffix(from + at) };
  });
  return payloadOf(from, entries, stream);
}

/** One entry of `logEvents`; its time is noon unless said. */
export interface Entry {
  readonly message: string;
  readonly timestamp?: number;
}

/** A payload of lines of one's own, which hold the tokens from `from` on, as a Lambda function writes them. */
export function linesPayload(from: number, entries: readonly Entry[]): Payload {
  return payloadOf(from, entries, STREAMS[2]);
}

function payloadOf(from: number, entries: readonly Entry[], stream: Stream): Payload {
  const { owner, logGroup, logStream } = stream;
  const logEvents = entries.map((entry, at) => ({ id: eventIdOf(from + at), timestamp: NOON, ...entry }));
  const payload = {
    messageType: "DATA_MESSAGE",
    owner,
    logGroup,
    logStream,
    subscriptionFilters: ["tributary"],
    logEvents,
  };
  const sent = logEvents.map(({ id }, at) => ({ token: tokenOf(from + at), id: idOf(id, stream) }));
  return { bytes: gzipSync(JSON.stringify(payload)), sent };
}

/** What an agent puts into Firehose itself: one object, one log event. */
export function agentRecord(number: number, more = ""): Buffer {
  return Buffer.from(JSON.stringify({ log: `GET /cart/${tokenOf(number)} 200`, container_name: "shop", more }));
}

/** Hex text that gzip can only halve; the same for the same seed. */
export function noise(characters: number, seed = 0): string {
  const bytes = createHash("shake256", { outputLength: Math.ceil(characters / 2) })
    .update(String(seed))
    .digest("hex");
  return bytes.slice(0, characters);
}

/** The event that a subscription invokes `index` with. */
export function awslogsEvent(bytes: Uint8Array): { readonly awslogs: { readonly data: string } } {
  return { awslogs: { data: Buffer.from(bytes).toString("base64") } };
}
