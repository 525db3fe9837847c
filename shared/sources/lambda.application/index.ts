import { parseLambdaText, type LambdaText } from "../../formats/lambda-text.ts";
import { isoTime } from "../../formats/time.ts";
import type { Draft, JsonObject } from "../../schema/draft.ts";
import { fillFromApplicationJson } from "../application-json.ts";
import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { fillFromMessage } from "../application-text.ts";
import { asObject } from "../json-rest.ts";
import { isLambdaOrigin, lambdaResource } from "../lambda-stream.ts";
import { defineSource, jsonOf, newLine, upTo, type Line } from "../source.ts";
import { APPLICATION_FIELDS, type ApplicationName } from "./fields.ts";
import { LAMBDA_MEMBERS } from "./members.ts";

type ApplicationDraft = Draft<ApplicationName>;

export default defineSource({
  name: "lambda.application",
  platform: "lambda",
  description:
    "Lines of a function's own code, as text or JSON of any runtime, Powertools or metrics in embedded metric format, and the lines of extensions.",
  detect: (origin) => (isLambdaOrigin(origin) ? 0.9 : upTo(0.8, claimByShape)),
  resource: lambdaResource,
  continues: continuesApplication,
  fields: APPLICATION_FIELDS,
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json !== undefined && isWrapped(json)) fillFromWrapped(json, line, record);
    else fillFromFunction(line, record);
    moveRequestId(record);
  },
});

/** Without a log stream only what no other platform writes tells: the runtimes' headers and the Telemetry API's envelope. */
function claimByShape(line: Line): number {
  const json = line.text.startsWith("{") && line.text.includes('"record"') ? jsonOf(line) : undefined;
  if (json !== undefined) return isWrapped(json) ? 0.8 : 0;
  return parseLambdaText(line.text)?.requestId === undefined ? 0 : 0.75;
}

/** `{"time","type":"function"|"extension","record"}` of the Telemetry and Logs APIs. */
function isWrapped({ time, type, record }: JsonObject): boolean {
  return (type === "function" || type === "extension") && record !== undefined && isoTime(time) !== undefined;
}

/** The record is the function's line, or its JSON where the function logs JSON. */
function fillFromWrapped(
  { time, type, record: said, ...others }: JsonObject,
  line: Line,
  record: ApplicationDraft,
): void {
  const object = asObject(said);
  if (object !== undefined) fillFromApplicationJson(object, record, LAMBDA_MEMBERS);
  else
    fillFromFunction(
      newLine(typeof said === "string" ? said.trimEnd() : JSON.stringify(said), line.carrierTime),
      record,
    );
  record.time ??= isoTime(time);
  record.attributes["aws.lambda.event"] = type;
  Object.assign(record.payload, others);
}

function fillFromFunction(line: Line, record: ApplicationDraft): void {
  // Runtimes without a log descriptor keep a message of several lines together by carriage returns.
  const text = line.text.includes("\r") ? line.text.replace(/\r\n?/g, "\n") : line.text;
  const header = parseLambdaText(text);
  if (header !== undefined) fillFromHeader(header, record);
  else fillFromApplicationLine(text === line.text ? line : newLine(text, line.carrierTime), record, LAMBDA_MEMBERS);
}

function fillFromHeader(header: LambdaText, record: ApplicationDraft): void {
  record.time = header.time;
  record.severity = header.severity;
  if (header.severity === undefined && header.level !== "") record.payload["level"] = header.level;
  if (header.noRequest !== undefined) record.payload["request_id"] = header.noRequest;
  if (header.requestId !== undefined) {
    record.attributes["faas.invocation_id"] = header.requestId;
    record.attributes["aws.request_id"] = header.requestId;
  }
  fillFromMessage(header.message, record, LAMBDA_MEMBERS);
}

/** log4j's appender and Ruby's logger put the request id in front of the message. */
function moveRequestId({ attributes, payload }: ApplicationDraft): void {
  const id = payload["request_id"];
  if (typeof id !== "string" || attributes["faas.invocation_id"] !== undefined || !/^[\dA-Za-z-]{36}$/.test(id)) return;
  delete payload["request_id"];
  attributes["faas.invocation_id"] = id;
  attributes["aws.request_id"] = id;
}
