import type { StreamRecord } from "./stream-ports.ts";
import type { FailedDialect } from "./stream-settings.ts";

/** How the delivery or transformation of a record ended. */
export interface FailedAttempt {
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  /** When the last attempt ended, ms since 1970. */
  readonly endedAt: number;
}

/** A document that OpenSearch did not take. */
export interface Address {
  readonly id: string;
  readonly index: string;
}

/** The line of a record in `processing-failed`: with its data as it came in (Firehose developer guide, "Handle failure in data transformation"). */
export function processingFailedLine(
  record: StreamRecord,
  attempt: FailedAttempt,
  lambdaArn: string,
  dialect: FailedDialect,
): Buffer {
  return line({ ...common(record, attempt, dialect), [dialect.lambda]: lambdaArn }, dialect);
}

/**
 * The line of a document that OpenSearch did not take, with its data as it was sent: after the transformation (Firehose developer
 * guide, "Handle data delivery failures").
 */
export function deliveryFailedLine(
  record: StreamRecord,
  attempt: FailedAttempt,
  { id, index }: Address,
  dialect: FailedDialect,
): Buffer {
  const { rawData, ...rest } = common(record, attempt, dialect);
  return line({ ...rest, esDocumentId: id, esIndexName: index, esTypeName: "", rawData }, dialect);
}

function common(record: StreamRecord, attempt: FailedAttempt, { numbers }: FailedDialect) {
  const written = (value: number): number | string => (numbers === "number" ? value : String(value));
  return {
    attemptsMade: written(attempt.attempts),
    arrivalTimestamp: written(record.arrivedAt),
    errorCode: attempt.code,
    errorMessage: attempt.message,
    attemptEndingTimestamp: written(attempt.endedAt),
    rawData: record.data.toString("base64"),
  };
}

function line(members: object, { separator }: FailedDialect): Buffer {
  return Buffer.from(JSON.stringify(members) + separator);
}
