import { date, integer, keyword, text, type Field } from "./field.ts";

/** Version of the record's schema; a finished document says it, so that `transform` knows one when it comes by again. */
export const SCHEMA_URL = "urn:tributary:record:1";

/** The record's own members. `resource.attributes.*`, `attributes.*` have tables of their own. */
export const RECORD_FIELDS = {
  "@timestamp": date("When it happened: the line's time, else the carrier's", "2026-11-23T08:59:18.424246Z"),
  observedTimestamp: date("When the carrier saw it", "2026-11-23T08:59:18.000Z"),
  "severity.number": integer("OpenTelemetry severity 1–24; absent when the line says nothing", 9),
  "severity.text": keyword("TRACE, DEBUG, INFO, WARN, ERROR or FATAL", "INFO"),
  body: text("The message a person reads", "Successfully bound pod to node"),
  "event.dataset": keyword("The source that recognised the line", "eks.scheduler"),
  traceId: keyword("W3C trace id, 32 lower-case hex digits", "5e61292ccc1229a4dfbeae1043928548"),
  spanId: keyword("W3C span id, 16 lower-case hex digits", "07a85e713f6302b2"),
  original: {
    type: "stored",
    description: "The raw line, only where it could not be kept otherwise, or when asked for; not searchable",
    example: "data:;base64,//4=",
  },
  schemaUrl: keyword("Version of this schema", SCHEMA_URL),
} as const satisfies Record<string, Field>;

/** Maps with keys from outside, each a flat_object. */
export const FLAT_FIELDS = {
  labels: "Kubernetes labels and annotations, tags: names that users choose",
  payload: "Everything else that the line carried",
} as const;
