import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { PATHS } from "./paths.ts";
import { newRandom } from "./entropy.ts";
import { readLines, type LineStream } from "./lines.ts";
import { payloadText } from "./payloads.ts";
import { plotSvg, type Series } from "./plot.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const COUNTS = [1, 10, 100, 1000, 10_000, 100_000];
const LENGTHS = [100, 1000, 10_000, 100_000, 1_000_000];
/** Characters that each measurement handles at least, so that small payloads are not below the clock. */
const WORK = 4_000_000;
const ROUNDS = 3;

/**
 * How the cost of an event grows with the number of events in a payload, and that of a byte with the length of a line; the plots go
 * into docs. A flat line is what linear looks like.
 */
export async function measureGrowth(): Promise<void> {
  const lines = await readLines();
  const byCount: Series[] = [];
  const byLength: Series[] = [];
  for (const kind of ["audit", "klog", "syslog"] as const) {
    const stream = lines[kind][0] as LineStream;
    const points = COUNTS.flatMap((events) => {
      const { text } = payloadText(stream, events, newRandom(7));
      // A payload beyond the cap is refused, not read.
      return text.length > DEFAULT_SETTINGS.inflateMaxBytes ? [] : [{ x: events, y: nanoseconds(text) / events }];
    });
    byCount.push({ name: kind, points });
  }
  for (const [name, line] of [
    ["audit event with a body", auditOf],
    ["JSON of an application", applicationOf],
    ["text", textOf],
  ] as const) {
    const stream = (length: number): LineStream => ({ ...(lines.audit[0] as LineStream), ...line(length) });
    const points = LENGTHS.map((length) => {
      const events = Math.max(1, Math.round(200_000 / length));
      const { text } = payloadText(stream(length), events, newRandom(7), 0);
      return { x: length, y: nanoseconds(text) / events / length };
    });
    byLength.push({ name, points });
  }
  const write = (file: string, svg: string): void => writeFileSync(join(DOCS, file), svg);
  write("growth-events.svg", plotSvg("Cost of an event", "events in a payload", "ns an event", byCount));
  write("growth-lines.svg", plotSvg("Cost of a byte", "characters in a line", "ns a character", byLength));
  for (const { name, points } of [...byCount, ...byLength]) {
    console.log(
      name.padEnd(26),
      points.map(({ x, y }) => `${x}: ${y < 100 ? y.toFixed(1) : y.toFixed(0)}`).join("   "),
    );
  }
}

/** The shortest of some rounds: what else the machine does makes none of them faster. */
function nanoseconds(text: string): number {
  const payload = gzipSync(text);
  const set = { name: "growth", payloads: [payload], messages: [], events: 1, bytes: text.length };
  const run = PATHS.find(({ name }) => name === "index")?.run;
  const times = Math.max(1, Math.round(WORK / text.length));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    for (let time = 0; time < times; time++) void run?.(set);
    if (round > 0) best = Math.min(best, (performance.now() - start) / times);
  }
  return best * 1e6;
}

type Lines = Partial<LineStream> & Pick<LineStream, "messages">;

function auditOf(length: number): Lines {
  const event = (data: string): string =>
    JSON.stringify({
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "RequestResponse",
      auditID: "a0d2e542-c0dd-4d36-80b4-244b87bfa892",
      stage: "ResponseComplete",
      requestURI: "/api/v1/namespaces/default/configmaps",
      verb: "create",
      user: { username: "system:apiserver" },
      objectRef: { resource: "configmaps", namespace: "default", name: "settings" },
      requestObject: { data: manyMembers(data) },
      requestReceivedTimestamp: "2026-11-23T08:59:18.429874Z",
      stageTimestamp: "2026-11-23T08:59:18.430065Z",
    });
  return { messages: [event("x".repeat(length))] };
}

/** Bodies are long because they have many members. */
function manyMembers(text: string): Record<string, string> {
  const members: Record<string, string> = {};
  for (let at = 0; at < text.length; at += 80) members[`key${at}`] = text.slice(at, at + 60);
  return members;
}

function applicationOf(length: number): Lines {
  const data = manyMembers("x".repeat(length));
  const messages = [JSON.stringify({ level: "info", time: "2026-11-23T08:59:18.429Z", msg: "order placed", data })];
  return { logGroup: "/ecs/web", logStream: "ecs/web/0123456789abcdef0123456789abcdef", messages };
}

function textOf(length: number): Lines {
  const messages = [`2026-11-23T08:59:18.429Z INFO order placed ${"and so on ".repeat(length / 10)}`];
  return { logGroup: "/ecs/web", logStream: "ecs/web/0123456789abcdef0123456789abcdef", messages };
}
