#!/usr/bin/env node
/**
 * A Lambda extension that puts a function's log into a Firehose stream, in the form in which CloudWatch Logs would hand it on:
 * gzip of {messageType, owner, logGroup, logStream, logEvents}. So each line says which function it is of, many lines make one
 * record, and each has an id of its own, under which it is stored once, however often Firehose delivers it.
 *
 * Layer: extensions/tributary-firehose.mjs, executable. Runtimes: nodejs22.x and later, whose SDK it uses.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const {
  AWS_LAMBDA_RUNTIME_API: api,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: version = "$LATEST",
  LAMBDA_RUNTIME_DIR: runtime = "/var/runtime",
  DELIVERY_STREAM: deliveryStream,
  TRIBUTARY_EXTENSION_PORT: port = "4243",
} = process.env;
if (!deliveryStream) throw new Error("tributary-firehose: DELIVERY_STREAM is not set");

const { FirehoseClient, PutRecordBatchCommand } = createRequire(`${runtime}/`)("@aws-sdk/client-firehose");
const firehose = new FirehoseClient({ maxAttempts: 3 });

/** Lines in one record, bytes: far below the 1,000 KiB that Firehose takes. */
const RECORD_BYTES = 500_000;
/** Records in one request: below its 4 MiB. */
const BATCH = 8;
/** What waits while Firehose does not answer; beyond that the oldest lines go. Memory is the function's. */
const QUEUE_BYTES = 8_000_000;

const instance = randomBytes(16).toString("hex");
const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
const logStream = `${day}/[${version}]${instance}`;
const queue = [];
let queued = 0;
let number = 0;
let owner = "";
/** Lambda says when the runtime is done: what it wrote has all come in then. */
let complete = false;

function take({ time, type, record }) {
  if (type === "platform.runtimeDone") complete = true;
  // A function's line is the record; Lambda's own lines are the whole entry, as in a JSON log group.
  const line = type === "function" ? record : { time, type, record };
  const message = typeof line === "string" ? line : JSON.stringify(line);
  const event = { id: `${instance}-${String(number++).padStart(12, "0")}`, timestamp: Date.parse(time), message };
  queue.push(event);
  queued += message.length;
  let lost = 0;
  while (queued > QUEUE_BYTES && queue.length > 1) {
    queued -= queue.shift().message.length;
    lost++;
  }
  if (lost > 0) console.error(`tributary-firehose: ${lost} lines lost, Firehose does not take them`);
}

/** Puts what is queued; what Firehose refuses stays, for the next time. */
async function flush() {
  while (queue.length > 0) {
    const records = [];
    while (queue.length > 0 && records.length < BATCH) records.push(nextRecord());
    const request = { DeliveryStreamName: deliveryStream, Records: records.map(({ Data }) => ({ Data })) };
    const answer = await firehose.send(new PutRecordBatchCommand(request)).catch((error) => {
      console.error(`tributary-firehose: ${error.name}: ${error.message}`);
      return undefined;
    });
    const refused = records.filter((_, index) => answer?.RequestResponses?.[index]?.RecordId === undefined);
    for (const { events } of refused.toReversed()) {
      queue.unshift(...events);
      queued += events.reduce((sum, { message }) => sum + message.length, 0);
    }
    if (refused.length > 0) return;
  }
}

function nextRecord() {
  const events = [];
  let bytes = 0;
  while (queue.length > 0 && (events.length === 0 || bytes + queue[0].message.length < RECORD_BYTES)) {
    const event = queue.shift();
    bytes += event.message.length;
    events.push(event);
  }
  queued -= bytes;
  const logGroup = `/aws/lambda/${functionName}`;
  const payload = { messageType: "DATA_MESSAGE", owner, logGroup, logStream, subscriptionFilters: ["extension"] };
  return { events, Data: gzipSync(JSON.stringify({ ...payload, logEvents: events })) };
}

async function call(method, path, headers, body) {
  const response = await fetch(`http://${api}/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`tributary-firehose: ${path}: ${response.status} ${await response.text()}`);
  return { headers: response.headers, body: await response.json().catch(() => ({})) };
}

const server = createServer(async (request, response) => {
  for (const entry of JSON.parse(await text(request))) take(entry);
  response.end();
});
await new Promise((listening) => server.listen(Number(port), "0.0.0.0", listening));

const registered = await call(
  "POST",
  "2020-01-01/extension/register",
  { "Lambda-Extension-Name": basename(process.argv[1]), "Lambda-Extension-Accept-Feature": "accountId" },
  { events: ["INVOKE", "SHUTDOWN"] },
);
owner = registered.body.accountId ?? "";
const self = { "Lambda-Extension-Identifier": registered.headers.get("lambda-extension-identifier") };
await call("PUT", "2022-07-01/telemetry", self, {
  schemaVersion: "2022-12-13",
  types: ["platform", "function"],
  buffering: { maxItems: 1000, maxBytes: 262_144, timeoutMs: 100 },
  destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${port}` },
});

for (;;) {
  const { body: event } = await call("GET", "2020-01-01/extension/event/next", self);
  // The environment freezes as soon as both runtime and extension ask for the next event: wait for the end of this one. After the
  // last there is no such end, only what is still under way.
  const until = event.eventType === "SHUTDOWN" ? Date.now() + 500 : event.deadlineMs;
  while (!complete && Date.now() < until) await pause(20);
  complete = false;
  await flush();
  if (event.eventType === "SHUTDOWN") break;
}
server.close();
