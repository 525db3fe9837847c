/**
 * `npm run explain -- [options] 'LINE'`: says which sources claim a log line, with which score, and prints the record that the line
 * becomes. See `--help`.
 */
import { readFileSync } from "node:fs";
import { rankSources } from "../../shared/core/detect.ts";
import { newCatalog, normalizeBatch } from "../../shared/core/normalize.ts";
import { ownTimeOf } from "../../shared/core/own-time.ts";
import { SOURCES } from "../../shared/core/registry.gen.ts";
import { DEFAULT_SETTINGS } from "../../shared/core/settings.ts";
import { newLine } from "../../shared/sources/source.ts";
import { readTime } from "./arguments.ts";
import { EXIT, newCommand, runCommand } from "./command.ts";
import { wrappedOrigin } from "./replay-files.ts";
import { paintFor } from "./report/summary.ts";
import { tableLines } from "./report/table.ts";
import { eventIds } from "./wrap/event-id.ts";
import { lineClock } from "./wrap/line-clock.ts";

interface Options {
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly at?: string;
}

const command = newCommand("explain", "Says which sources claim a log line, and prints the record that it becomes.")
  .argument("<line>", "the log line, in quotes; several lines are several log events; - reads standard input")
  .option("--log-group <name>", "log group of the line", "replay")
  .option("--log-stream <name>", "log stream of the line", "explain")
  .option("--at <time>", "carrier's time, where the line has no full date (default: now)")
  .addHelpText(
    "after",
    `
  npm run explain -- --log-group /aws/eks/demo/cluster --log-stream kube-scheduler-1 'I1123 08:59:21.1 1 x.go:1] "Hello"'`,
  );

await runCommand("explain", async () => {
  await command.parseAsync();
  const [argument = ""] = command.args;
  const text = argument === "-" ? readFileSync(0, "utf8") : argument;
  const { logGroup = "", logStream = "", at } = command.opts<Options>();
  process.stdout.write(explanation(text, { logGroup, logStream }, at === undefined ? Date.now() : readTime(at)));
  return EXIT.done;
});

function explanation(text: string, place: { logGroup: string; logStream: string }, at: number): string {
  const origin = wrappedOrigin(place);
  const timeOf = lineClock(ownTimeOf(origin, SOURCES), at);
  const idOf = eventIds(place.logGroup, place.logStream);
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  const events = lines.map((message, number) => {
    const bytes = Buffer.from(message);
    const timestamp = timeOf(bytes);
    return { id: idOf(number, bytes), timestamp, message, bytes: undefined, account: undefined, region: undefined };
  });
  const first = newLine((lines[0] ?? "").replace(/\r$/, ""), events[0]?.timestamp ?? at);
  const claims = rankSources(first, origin, SOURCES).map(({ source, score }) => [
    score,
    source.name,
    source.description,
  ]);
  const paint = paintFor(process.stdout);
  const [heading = "", ...rows] = tableLines(["score", "source", "recognises"], claims);
  const documents = normalizeBatch({ origin, events }, newCatalog(SOURCES), DEFAULT_SETTINGS);
  const records = documents.flatMap(({ index, json }) => [
    "",
    paint("bold", `record in ${index}`),
    JSON.stringify(JSON.parse(json), null, 2),
  ]);
  return [paint("bold", heading), ...rows, ...records, ""].join("\n");
}
