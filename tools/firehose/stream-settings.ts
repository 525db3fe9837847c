import type { Rotation } from "./index-rotation.ts";

const MIB = 1024 * 1024;

/** When a buffer is handed on: whichever comes first. */
export interface BufferSettings {
  readonly maxBytes: number;
  readonly maxMs: number;
  /** Firehose documents no such limit; tests may want one. */
  readonly maxRecords: number;
}

/** A data transformation (API: ProcessingConfiguration with a Lambda processor). */
export interface TransformationSettings {
  readonly lambdaArn: string;
  /** `BufferSizeInMBs` and `BufferIntervalInSeconds`: hints, of raw bytes. */
  readonly buffer: BufferSettings;
  /** `NumberOfRetries`: invocations beyond the first. */
  readonly retries: number;
}

/** Objects in S3: what a stream to S3 delivers, and what any stream could not deliver. */
export interface BucketSettings {
  readonly prefix: string;
  readonly errorOutputPrefix: string | undefined;
  readonly compression: "none" | "gzip";
  /** In place of the one that follows from the compression; data objects only. */
  readonly fileExtension: string | undefined;
  readonly buffer: BufferSettings;
}

export interface OpenSearchSettings {
  readonly kind: "opensearch";
  readonly indexName: string;
  readonly rotation: Rotation;
  /** FIREHOSE_DEFAULT: an id that stays over retries. NO_DOCUMENT_ID: the cluster makes one each time. */
  readonly documentIds: "FIREHOSE_DEFAULT" | "NO_DOCUMENT_ID";
  /** `RetryOptions.DurationInSeconds`, in ms; includes the first attempt, 0 is one attempt. */
  readonly retryMs: number;
  readonly buffer: BufferSettings;
  readonly backup: "FailedDocumentsOnly" | "AllDocuments";
}

/** What AWS's pages leave open about failed records, so that readers can be held against each of it. */
export interface FailedDialect {
  /** Between the JSON objects of one S3 object. */
  readonly separator: "\n" | "";
  /** The pages show text, captured objects hold numbers. */
  readonly numbers: "number" | "text";
  /** The pages say `lambdaArn`, captured objects `lambdaARN`. */
  readonly lambda: "lambdaArn" | "lambdaARN";
  /** The API reference writes `-failed`, the developer guide `_failed`, streams to Elasticsearch say `elasticsearch-failed`. */
  readonly openSearchFolder:
    | "AmazonOpenSearchService-failed"
    | "AmazonOpenSearchService_failed"
    | "elasticsearch-failed";
}

export interface StreamSettings {
  readonly name: string;
  /** Begins with 1 and grows with each change of the configuration; part of object names. */
  readonly version: number;
  readonly region: string;
  readonly account: string;
  readonly transformation: TransformationSettings | undefined;
  readonly destination: OpenSearchSettings | { readonly kind: "s3" };
  readonly bucket: BucketSettings;
  readonly dialect: FailedDialect;
}

/** Firehose's defaults (API reference, BufferingHints and ProcessorParameter). */
const DELIVERY_BUFFER: BufferSettings = { maxBytes: 5 * MIB, maxMs: 300_000, maxRecords: Number.POSITIVE_INFINITY };
const LAMBDA_BUFFER: BufferSettings = { maxBytes: MIB, maxMs: 60_000, maxRecords: Number.POSITIVE_INFINITY };

export const LAMBDA_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:tributary-transform";

export function transformation(more: Partial<TransformationSettings> = {}): TransformationSettings {
  return { lambdaArn: LAMBDA_ARN, buffer: LAMBDA_BUFFER, retries: 3, ...more };
}

/** What of a stream may be left to Firehose's defaults. */
export interface StreamChoices extends Partial<Omit<StreamSettings, "name" | "destination" | "bucket">> {
  readonly bucket?: Partial<BucketSettings>;
}

/** A stream to S3 with Firehose's defaults: no transformation, no compression. */
export function streamToS3(name: string, { bucket, ...more }: StreamChoices = {}): StreamSettings {
  return {
    name,
    version: 1,
    region: "eu-west-1",
    account: "111122223333",
    transformation: undefined,
    destination: { kind: "s3" },
    dialect: {
      separator: "\n",
      numbers: "number",
      lambda: "lambdaArn",
      openSearchFolder: "AmazonOpenSearchService-failed",
    },
    ...more,
    bucket: {
      prefix: "",
      errorOutputPrefix: undefined,
      compression: "none",
      fileExtension: undefined,
      buffer: DELIVERY_BUFFER,
      ...bucket,
    },
  };
}

/** A stream to OpenSearch with Firehose's defaults: an index a day, ids, retries for five minutes. */
export function streamToOpenSearch(
  name: string,
  {
    destination,
    ...more
  }: StreamChoices & { readonly destination: Partial<OpenSearchSettings> & { readonly indexName: string } },
): StreamSettings {
  const settings: OpenSearchSettings = {
    kind: "opensearch",
    rotation: "OneDay",
    documentIds: "FIREHOSE_DEFAULT",
    retryMs: 300_000,
    buffer: DELIVERY_BUFFER,
    backup: "FailedDocumentsOnly",
    ...destination,
  };
  return { ...streamToS3(name, more), destination: settings };
}
