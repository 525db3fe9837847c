import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readScenarios, type Scenario } from "./scenarios.ts";

// Writes events/cloudwatch and events/firehose from the sample lines. Not part of `npm run generate`: the bytes of gzip depend
// on the machine that wrote them, so they cannot be drift-tested; test/contract holds their content against the samples.

const EVENTS = join(import.meta.dirname, "../../events");
const ARN = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/";
const ARRIVED = Date.UTC(2026, 10, 23, 9, 6);

type Json = Record<string, unknown>;

/** The subscription payload that CloudWatch would send for a scenario. */
function payloadOf({ batch }: Scenario): Json {
  const { account, logGroup, logStream } = batch.origin;
  const logEvents = batch.events.map(({ id, timestamp, message }) => ({ id, timestamp, message }));
  return {
    messageType: "DATA_MESSAGE",
    owner: account,
    logGroup,
    logStream,
    subscriptionFilters: ["tributary"],
    logEvents,
  };
}

const CONTROL: Json = {
  messageType: "CONTROL_MESSAGE",
  owner: "CloudwatchLogs",
  logGroup: "",
  logStream: "",
  subscriptionFilters: [],
  logEvents: [{ id: "", timestamp: ARRIVED, message: "CWL CONTROL MESSAGE: Checking health of destination Firehose." }],
};

const packed = (payload: Json): Buffer => gzipSync(JSON.stringify(payload), { level: 9 });
const subscription = (bytes: Buffer): Json => ({ awslogs: { data: bytes.toString("base64") } });

function firehose(stream: string, records: readonly Buffer[]): Json {
  return {
    invocationId: "0b8f6f2e-2f38-4d5c-9f6e-1f1d7c1c0a01",
    deliveryStreamArn: `${ARN}${stream}`,
    region: "eu-west-1",
    records: records.map((data, index) => ({
      recordId: `4966${String(index).padStart(52, "0")}000000`,
      approximateArrivalTimestamp: ARRIVED + index,
      data: data.toString("base64"),
    })),
  };
}

/** A payload with the lines that other forwarders choke on. */
function awkward(): Buffer {
  const event = (index: number, message: string): Json => ({
    id: `3830${String(index).padStart(52, "0")}`,
    timestamp: ARRIVED + index,
    message,
  });
  const logEvents = [
    event(0, ""),
    event(1, `long ${"0123456789".repeat(30_000)}`),
    event(2, "nul \u0000 in the middle"),
    event(3, "caf\u00e9 au lait"),
  ];
  const json = JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: "awkward",
    logStream: "lines",
    subscriptionFilters: ["tributary"],
    logEvents,
  });
  // The é of the last line as latin1 has it: one byte, and no valid UTF-8.
  const bytes = Buffer.from(json);
  const at = bytes.indexOf(Buffer.from("caf\u00e9")) + 3;
  return gzipSync(Buffer.concat([bytes.subarray(0, at), Buffer.from([0xe9]), bytes.subarray(at + 2)]), { level: 9 });
}

async function write(path: string, content: Json): Promise<void> {
  await writeFile(join(EVENTS, path), `${JSON.stringify(content)}\n`);
}

const scenarios = await readScenarios();
const fromCloudWatch = scenarios.filter(({ batch }) => batch.origin.carrier === "cloudwatch");
for (const folder of ["cloudwatch", "firehose"]) {
  await rm(join(EVENTS, folder), { recursive: true, force: true });
  await mkdir(join(EVENTS, folder), { recursive: true });
}
for (const scenario of fromCloudWatch)
  await write(`cloudwatch/${scenario.source}.${scenario.name}.json`, subscription(packed(payloadOf(scenario))));
const control = packed(CONTROL);
const some = packed(payloadOf(fromCloudWatch[0] as Scenario));
await write("cloudwatch/control.json", subscription(control));
await write("cloudwatch/awkward.json", subscription(awkward()));
await write(
  "cloudwatch/corrupt-gzip.invalid.json",
  subscription(Buffer.concat([some.subarray(0, 40), Buffer.alloc(40, 0x55), some.subarray(80)])),
);
await write(
  "cloudwatch/cut-json.invalid.json",
  subscription(gzipSync(JSON.stringify(payloadOf(fromCloudWatch[0] as Scenario)).slice(0, -200))),
);
await write("cloudwatch/not-base64.invalid.json", { awslogs: { data: "~~~ not base64 ~~~" } });
await write(
  "cloudwatch/unknown-message-type.invalid.json",
  subscription(packed({ ...CONTROL, messageType: "SOMETHING_ELSE" })),
);

await write(
  "firehose/cloudwatch.json",
  firehose("tributary-archive", [
    control,
    ...fromCloudWatch.slice(0, 8).map((scenario) => packed(payloadOf(scenario))),
  ]),
);
// What agents put into Firehose themselves: their own records, which say by their shape where they are from.
const AGENTS = ["eks.application", "ecs.firelens", "ec2.fluent-bit", "ec2.journald", "lambda.platform"];
const fromAgents = scenarios.filter(({ source }) => AGENTS.includes(source));
const lines = fromAgents.flatMap(({ batch }) =>
  batch.events.slice(0, 3).map(({ message }) => Buffer.from(`${message}\n`)),
);
await write("firehose/direct-put.json", firehose("tributary-agents", lines));
await write(
  "firehose/mixed.json",
  firehose("tributary-mixed", [control, some, some.subarray(0, 60), awkward(), Buffer.from(""), ...lines.slice(0, 5)]),
);
console.log(`wrote ${fromCloudWatch.length + 9} events`);
