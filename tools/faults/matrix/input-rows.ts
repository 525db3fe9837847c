import type { FaultRow } from "./fault-row.ts";

const DELIVERED = { hop: "input", kept: [], redrive: "not needed" } as const;

/** Input that is damaged, or strange. Sound log events in the same payloads and beside them are delivered in each row. */
export const INPUT_ROWS = {
  "input-gzip": {
    hop: "input",
    fault: "gzip that was cut, has single bits changed, or has bytes behind it",
    routes: ["index", "transform"],
    meanwhile: "the payload goes to S3 as it came in",
    kept: ["gzip_corrupt"],
    stays: ["gzip_corrupt"],
    redrive: "on demand",
  },
  "input-base64": {
    hop: "input",
    fault: "data that is no base64, and events that are none of CloudWatch Logs",
    routes: ["index"],
    meanwhile: "the text, or the event, goes to S3 as it came in",
    kept: ["event_invalid", "base64_invalid"],
    stays: ["event_invalid", "base64_invalid"],
    redrive: "on demand",
  },
  "input-json": {
    hop: "input",
    fault: "payloads whose JSON is cut or lacks what it must have, with entries that have no message or no time",
    routes: ["index", "transform"],
    meanwhile: "a payload without structure goes to S3 whole; of one with some broken entries only these do",
    kept: ["envelope_invalid", "log_event_invalid"],
    stays: ["envelope_invalid", "log_event_invalid"],
    redrive: "on demand",
  },
  "input-bomb": {
    hop: "input",
    fault: "a gzip bomb, and a genuine payload that inflates beyond INFLATE_MAX_BYTES",
    routes: ["index", "transform"],
    meanwhile: "inflating stops at the cap; both go to S3. With a higher cap a redrive delivers the genuine one",
    kept: ["gzip_too_large"],
    stays: ["gzip_too_large"],
    redrive: "on demand",
  },
  "input-utf8": {
    ...DELIVERED,
    fault: "bytes that are no UTF-8",
    routes: ["index", "transform"],
    meanwhile: "delivered with replacement characters, a note, and the bytes in `original`",
  },
  "input-surrogates": {
    ...DELIVERED,
    fault: "lone surrogates",
    routes: ["index", "transform"],
    meanwhile: "delivered with replacement characters and a note",
  },
  "input-nul": {
    ...DELIVERED,
    fault: "NUL and other control characters",
    routes: ["index", "transform"],
    meanwhile: "delivered as they are",
  },
  "input-deep": {
    ...DELIVERED,
    fault: "JSON nested 100,000 levels deep",
    routes: ["index", "transform"],
    meanwhile: "delivered; what is deeper than 64 levels becomes text, with a note",
  },
  "input-keys": {
    ...DELIVERED,
    fault: "a JSON object of a million keys",
    routes: ["index"],
    meanwhile:
      "delivered as one record; what is beyond 100,000 values becomes text, as so many kill a small node. The mapping does not grow",
  },
  "input-proto": {
    ...DELIVERED,
    fault: "members named `__proto__`, `constructor`, `toString`, the empty name and dots",
    routes: ["index", "transform"],
    meanwhile: "delivered as any other member",
  },
  "input-numbers": {
    ...DELIVERED,
    fault: "numbers beyond what OpenSearch and JavaScript hold: 1e999, 10,000 digits, -0",
    routes: ["index", "transform"],
    meanwhile: "delivered; what does not fit its field moves to `payload` or becomes text, with a note",
  },
  "input-duplicate-keys": {
    ...DELIVERED,
    fault: "objects with the same name twice, at the top and deep",
    routes: ["index", "transform"],
    meanwhile: "delivered once each, with a note",
  },
  "input-times": {
    ...DELIVERED,
    fault: "timestamps of the carrier and in the line from the year 0 to 9999, and of no calendar",
    routes: ["index", "transform"],
    meanwhile: "delivered; a time that cannot be is replaced by the carrier's or the arrival's, with a note",
  },
} as const satisfies Readonly<Record<string, FaultRow>>;
