import type { FaultRow } from "./fault-row.ts";

/** What the failures bucket does wrong while OpenSearch refuses half of the documents; without that nobody would notice. */
export const S3_ROWS = {
  "s3-down": {
    hop: "S3",
    fault: "down: connections break",
    routes: ["index", "transform"],
    meanwhile:
      "`index` throws, and Lambda invokes it again with the same event; `transform` answers ProcessingFailed, and Firehose keeps the record",
    kept: [],
    keptByAws: ["processing-failed", "AmazonOpenSearchService-failed"],
    throws: true,
    redrive: "schedule",
  },
  "s3-slow": {
    hop: "S3",
    fault: "slow",
    routes: ["index", "transform"],
    meanwhile: "the invocation takes longer; 8 s of its time are kept back for it",
    kept: ["index_blocked"],
    keptByAws: ["AmazonOpenSearchService-failed"],
    redrive: "schedule",
  },
  "s3-access-denied": {
    hop: "S3",
    fault: "AccessDenied",
    routes: ["index", "transform"],
    meanwhile: "as if it were down",
    kept: [],
    keptByAws: ["processing-failed", "AmazonOpenSearchService-failed"],
    throws: true,
    redrive: "schedule",
  },
  "s3-slow-down": {
    hop: "S3",
    fault: "503 SlowDown for the first attempts of each write",
    routes: ["index", "transform"],
    meanwhile: "the write is tried again",
    kept: ["index_blocked"],
    keptByAws: ["AmazonOpenSearchService-failed"],
    redrive: "schedule",
  },
  "s3-slow-down-without-end": {
    hop: "S3",
    fault: "503 SlowDown without end",
    routes: ["index", "transform"],
    meanwhile: "after three attempts as if it were down",
    kept: [],
    keptByAws: ["processing-failed", "AmazonOpenSearchService-failed"],
    throws: true,
    redrive: "schedule",
  },
  "s3-half": {
    hop: "S3",
    fault: "fails after half of the objects",
    routes: ["index", "transform"],
    meanwhile:
      "what is written stays; as the invocation throws, its next attempt writes the same keys again, none twice",
    kept: ["index_blocked"],
    keptByAws: ["processing-failed", "AmazonOpenSearchService-failed"],
    throws: true,
    redrive: "schedule",
  },
  "s3-redrive": {
    hop: "S3",
    fault: "every other object can be neither read nor removed while a redrive runs",
    routes: ["index"],
    meanwhile: "the other objects are redriven; the redrive throws at its end, and the next one takes the rest",
    kept: ["index_blocked"],
    redrive: "schedule",
  },
} as const satisfies Readonly<Record<string, FaultRow>>;
