import type { FaultRow } from "./fault-row.ts";

/** What Firehose does wrong with the records that `index` puts into it. */
export const FIREHOSE_ROWS = {
  "firehose-partial": {
    hop: "Firehose",
    fault: "partial failure: some records of a request are not taken, for a while",
    routes: ["index-to-firehose"],
    meanwhile: "only these are put again",
    kept: [],
    redrive: "not needed",
  },
  "firehose-unavailable": {
    hop: "Firehose",
    fault: "ServiceUnavailableException for whole requests",
    routes: ["index-to-firehose"],
    meanwhile: "attempts with growing pauses until the deadline, then all of it goes to S3",
    kept: ["firehose_throttled"],
    redrive: "schedule",
  },
  "firehose-throttling": {
    hop: "Firehose",
    fault: "throttling: some records of each request are refused, without end",
    routes: ["index-to-firehose"],
    meanwhile: "the others are taken; only these are put again, and go to S3 at the deadline",
    kept: ["firehose_throttled"],
    redrive: "schedule",
  },
  "firehose-exhausted": {
    hop: "Firehose",
    fault: "all attempts are exhausted: connections break until the deadline",
    routes: ["index-to-firehose"],
    meanwhile: "all of it goes to S3; a redrive delivers it by `_bulk`, past Firehose",
    kept: ["firehose_unavailable"],
    redrive: "schedule",
  },
  "firehose-lost-answer": {
    hop: "Firehose",
    fault: "takes the records, but its answer is lost once",
    routes: ["index-to-firehose"],
    meanwhile: "the request is sent again, and its records are stored twice: Firehose knows no ids",
    kept: [],
    redrive: "not needed",
  },
  "firehose-refused": {
    hop: "Firehose",
    fault: "AccessDeniedException: the function may not put records",
    routes: ["index-to-firehose"],
    meanwhile: "no further attempt: all of it goes to S3 at once",
    kept: ["firehose_refused"],
    redrive: "schedule",
  },
} as const satisfies Readonly<Record<string, FaultRow>>;
