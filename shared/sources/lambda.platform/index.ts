import { parseLambdaPlatform } from "../../formats/lambda-platform.ts";
import { isLambdaOrigin, lambdaResource } from "../lambda-stream.ts";
import { defineSource, jsonOf, upTo, type Line, type Score } from "../source.ts";
import { PLATFORM_FIELDS } from "./fields.ts";
import { fillFromPlatformEvent, isPlatformEvent } from "./telemetry.ts";
import { fillFromPlatformLine } from "./text.ts";

export default defineSource({
  name: "lambda.platform",
  platform: "lambda",
  description:
    "What Lambda itself writes: START, END, REPORT, INIT_START, time-outs and crashes as text, `platform.*` events as JSON (also from the Telemetry and Logs APIs).",
  detect: (origin) => {
    const score = isLambdaOrigin(origin) ? 1 : 0.8;
    return upTo(score, (line) => claimOf(line, score));
  },
  resource: lambdaResource,
  fields: PLATFORM_FIELDS,
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json !== undefined) {
      if (isPlatformEvent(json)) fillFromPlatformEvent(json, record);
      else Object.assign(record.payload, json);
      return;
    }
    const text = line.text.replaceAll("\r", "\n");
    const parsed = parseLambdaPlatform(text);
    if (parsed !== undefined) fillFromPlatformLine(parsed, text, record);
  },
});

function claimOf(line: Line, score: Score): Score {
  if (line.text.startsWith("{")) {
    if (!line.text.includes('"platform.')) return 0;
    const json = jsonOf(line);
    return json !== undefined && isPlatformEvent(json) ? score : 0;
  }
  return parseLambdaPlatform(line.text) === undefined ? 0 : score;
}
