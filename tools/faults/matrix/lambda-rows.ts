import type { FaultRow } from "./fault-row.ts";

/** What Lambda does to invocations, and the limits that it sets them. */
export const LAMBDA_ROWS = {
  "lambda-deadline": {
    hop: "Lambda",
    fault: "the time is up at any stage: before and after each request to OpenSearch and each write to S3",
    routes: ["index"],
    meanwhile:
      "Lambda invokes again; what is stored is a duplicate then, what is written is written again under its key",
    kept: ["index_blocked", "cluster_unavailable"],
    throws: true,
    redrive: "schedule",
  },
  "lambda-retried": {
    hop: "Lambda",
    fault: "an invocation that had done its work is repeated",
    routes: ["index"],
    meanwhile: "all of it is a duplicate, and is counted as such",
    kept: [],
    redrive: "not needed",
  },
  "lambda-duplicate": {
    hop: "Lambda",
    fault: "one event is invoked twice at the same time, under a cluster that refuses some documents",
    routes: ["index"],
    meanwhile: "each document is stored by one of the two, and a duplicate for the other; both write the same failures",
    kept: ["bulk_throttled"],
    redrive: "schedule",
  },
  "lambda-1-mb": {
    hop: "Lambda",
    fault: "an asynchronous event of 1 MB, as large as Lambda takes, and OpenSearch down",
    routes: ["index"],
    meanwhile: "all of it goes to S3 at the deadline",
    kept: ["cluster_unavailable"],
    redrive: "schedule",
  },
  "lambda-6-mb": {
    hop: "Lambda",
    fault: "a transformation event of 6 MB, whose records would make an answer of more",
    routes: ["transform"],
    meanwhile: "what does not fit into the answer goes to OpenSearch by `_bulk`, and its record is Dropped",
    kept: [],
    redrive: "not needed",
  },
  "lambda-memory": {
    hop: "Lambda",
    fault: "the function runs out of memory, each time",
    routes: ["index"],
    meanwhile:
      "after three invocations Lambda writes the event to the on-failure destination; redrive delivers it from there",
    kept: [],
    keptByAws: ["aws/lambda/async"],
    throws: true,
    redrive: "schedule",
  },
} as const satisfies Readonly<Record<string, FaultRow>>;
