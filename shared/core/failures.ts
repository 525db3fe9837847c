/**
 * Every expected failure, declared once. The reason is the S3 prefix, the metric dimension, the log field and the heading in
 * `docs/failures.md` at the same time; a test holds them together.
 */
export const FAILURES = {
  event_invalid: {
    stage: "decode",
    retry: "never",
    summary: "The function was invoked with something that is neither a CloudWatch Logs nor a Firehose event.",
    remedy: "Look at what invokes the function: only a log-group subscription or a Firehose stream may.",
  },
  base64_invalid: {
    stage: "decode",
    retry: "never",
    summary: "The data of a record is not base64.",
    remedy: "The caller built the event by hand or a proxy changed it; send the bytes again.",
  },
  gzip_corrupt: {
    stage: "decode",
    retry: "never",
    summary: "The bytes begin like gzip but cannot be inflated.",
    remedy: "The producer cut or changed the payload. The bytes are kept; `gzip -dc` shows how far they go.",
  },
  gzip_too_large: {
    stage: "decode",
    retry: "never",
    summary: "The payload inflates beyond INFLATE_MAX_BYTES.",
    remedy: "Raise INFLATE_MAX_BYTES and the function's memory if the payload is genuine, then redrive.",
  },
  compression_unsupported: {
    stage: "decode",
    retry: "never",
    summary: "The record is compressed with something other than gzip.",
    remedy: "Set the agent's compression to gzip or none.",
  },
  envelope_invalid: {
    stage: "decode",
    retry: "never",
    summary: "A CloudWatch Logs payload lacks what it must have: messageType, logEvents.",
    remedy: "Something else writes to this stream in the shape of a subscription; compare with docs/inputs.md.",
  },
  log_event_invalid: {
    stage: "decode",
    retry: "never",
    summary: "One entry of logEvents has no message or timestamp.",
    remedy: "The other events of the payload were delivered. Look at the producer of this one.",
  },
  record_too_large: {
    stage: "plan",
    retry: "never",
    summary: "One record is larger than the destination accepts in a request.",
    remedy:
      "Cut the line at its producer, or raise BULK_MAX_BYTES on a cluster that takes larger requests, then redrive. What was too large for Firehose, a redrive delivers by _bulk as it is.",
  },
  response_too_large: {
    stage: "plan",
    retry: "later",
    summary: "The records do not fit into the 6 MB that a transformation may answer.",
    remedy: "Lower the stream's buffer size for the transformation, then redrive.",
  },
  bulk_rejected_mapping: {
    stage: "deliver",
    retry: "never",
    summary: "OpenSearch refused the document because of its fields.",
    remedy:
      "The index does not have Tributary's template, or another writer changed its mapping. Install it, then redrive.",
  },
  bulk_rejected: {
    stage: "deliver",
    retry: "never",
    summary: "OpenSearch refused the document for another reason than its fields.",
    remedy: "Read `detail`; mend the index (closed, read-only, wrong name), then redrive.",
  },
  index_blocked: {
    stage: "deliver",
    retry: "later",
    summary: "The index refuses writes: read-only block, closed, or creation of indices is off.",
    remedy: "Free disk space or lift the block; the scheduled redrive delivers the records afterwards.",
  },
  access_denied: {
    stage: "deliver",
    retry: "later",
    summary: "OpenSearch answered 401, 403 or 404 to the whole request.",
    remedy: "Check the endpoint, the role mapping of the writer and its policy; then redrive.",
  },
  certificate_untrusted: {
    stage: "deliver",
    retry: "later",
    summary: "OpenSearch's certificate is not trusted: an unknown authority, expired, or for another name.",
    remedy:
      "Read `detail`. Renew the certificate or correct OPENSEARCH_ENDPOINT; for an authority of your own, put its certificate into the package and its path into NODE_EXTRA_CA_CERTS. The scheduled redrive delivers the records.",
  },
  bulk_throttled: {
    stage: "deliver",
    retry: "later",
    summary: "OpenSearch was still rejecting documents with 429 when the time was up.",
    remedy:
      "The cluster is too small for the peak, or has too many shards; the scheduled redrive delivers the records.",
  },
  cluster_unavailable: {
    stage: "deliver",
    retry: "later",
    summary: "OpenSearch could not be reached, or answered 5xx or nonsense, until the time was up.",
    remedy: "Bring the cluster back; the scheduled redrive delivers the records.",
  },
  stream_unknown: {
    stage: "deliver",
    retry: "later",
    summary:
      "There is no delivery stream for the platform of the record: DELIVER_STREAMS names none, or Firehose does not know it.",
    remedy:
      "Name a stream for the platform in DELIVER_STREAMS, or create it; the scheduled redrive delivers the records by _bulk.",
  },
  firehose_refused: {
    stage: "deliver",
    retry: "later",
    summary:
      "Firehose refused the whole request: no permission, no encryption key, or a stream that nobody may put into.",
    remedy:
      "Allow the function firehose:PutRecordBatch on the stream, which has to be a Direct PUT stream without decompression of CloudWatch Logs; then redrive.",
  },
  firehose_throttled: {
    stage: "deliver",
    retry: "later",
    summary: "Firehose was still rejecting records for the stream's throughput when the time was up.",
    remedy:
      "Ask for a higher quota of the stream, or spread platforms over streams; the scheduled redrive delivers the records by _bulk.",
  },
  firehose_unavailable: {
    stage: "deliver",
    retry: "later",
    summary: "Firehose could not be reached, or failed by itself, until the time was up.",
    remedy:
      "Usually nothing: the scheduled redrive delivers the records by _bulk. Some of them may have arrived, and are then there twice.",
  },
  redrive_exhausted: {
    stage: "redrive",
    retry: "never",
    summary: "The record was redriven as often as REDRIVE_MAX_ATTEMPTS allows and failed each time.",
    remedy: "Read `detail` for the last reason, mend that, then redrive this prefix by hand.",
  },
} as const satisfies Record<string, FailureKind>;

/** When a failure may be tried again: by the next scheduled redrive, or only once somebody has changed something. */
export type Retry = "later" | "never";

export interface FailureKind {
  readonly stage: "decode" | "plan" | "deliver" | "redrive";
  readonly retry: Retry;
  /** What happened. */
  readonly summary: string;
  /** What to do. */
  readonly remedy: string;
}

export type Reason = keyof typeof FAILURES;

/** All reasons, in the order of the table. */
export const REASONS = Object.keys(FAILURES) as Reason[];

/** An expected failure: a value that is counted and kept, never thrown. */
export interface Failure {
  readonly reason: Reason;
  /** What exactly, for a person; never the data itself. */
  readonly detail: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (reason: Reason, detail: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { reason, detail },
});
