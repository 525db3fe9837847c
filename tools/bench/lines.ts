import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readScenarios, type Scenario } from "../generate/scenarios.ts";

/** Lines of one log stream, to make payloads of. */
export interface LineStream {
  readonly logGroup: string;
  readonly logStream: string;
  /** The carrier's time of the first line, ms since 1970. */
  readonly at: number;
  readonly messages: readonly string[];
  /** What all lines of the stream have in common. */
  readonly constant?: string;
}

/** What is measured apart, by what a stream holds. */
export const KINDS = ["audit", "klog", "authenticator", "kubernetes", "lambda", "ecs", "syslog"] as const;
export type Kind = (typeof KINDS)[number];

const LINES = join(import.meta.dirname, "../../events/lines");

/** Real lines by kind: the recorded control plane of `events/lines`, and the sample lines of the sources. */
export async function readLines(): Promise<Readonly<Record<Kind, readonly LineStream[]>>> {
  const recorded = await readRecorded();
  const scenarios = await readScenarios();
  const component = (prefix: string): LineStream[] =>
    recorded.filter(({ logStream }) => logStream.slice(0, logStream.lastIndexOf("-")) === prefix);
  const samplesOf = (...sources: readonly string[]): LineStream[] =>
    scenarios.filter(({ source, batch }) => sources.includes(source) && isLong(batch.events)).map(streamOf);
  return {
    audit: component("kube-apiserver-audit"),
    klog: ["kube-apiserver", "kube-scheduler", "kube-controller-manager"].flatMap(component),
    authenticator: component("authenticator"),
    kubernetes: wrapped(
      scenarios.filter(({ name }) => name === "json-loggers" || name === "powertools"),
      scenarios.filter(({ name }) => name === "kubernetes-filter" || name === "container-insights"),
    ),
    lambda: samplesOf("lambda.application", "lambda.platform"),
    ecs: samplesOf("ecs.application"),
    syslog: samplesOf("ec2.syslog"),
  };
}

/** A stream of one or two lines would be a payload of one line five hundred times over. */
function isLong({ length }: { readonly length: number }): boolean {
  return length >= 3;
}

interface Recorded {
  readonly file: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly at: string;
}

async function readRecorded(): Promise<LineStream[]> {
  const manifest = JSON.parse(await readFile(join(LINES, "manifest.json"), "utf8")) as Recorded[];
  return Promise.all(
    manifest.map(async ({ file, logGroup, logStream, at }) => ({
      logGroup,
      logStream,
      at: Date.parse(at),
      messages: gunzipSync(await readFile(join(LINES, file)))
        .toString("utf8")
        .trimEnd()
        .split("\n"),
    })),
  );
}

function streamOf({ batch }: Scenario): LineStream {
  const { logGroup, logStream } = batch.origin;
  const at = batch.events[0]?.timestamp ?? 0;
  return { logGroup, logStream, at, messages: batch.events.map(({ message }) => message) };
}

/**
 * Applications' own JSON lines within what Fluent Bit's Kubernetes filter puts around them, with and without the parsed copy in
 * `log_processed`: the samples of the filter have one line each.
 */
function wrapped(applications: readonly Scenario[], wrappers: readonly Scenario[]): LineStream[] {
  const lines = applications.flatMap(({ batch }) => batch.events.map(({ message }) => message));
  return wrappers.map((scenario) => {
    const stream = streamOf(scenario);
    const wrapper = JSON.parse(stream.messages[0] ?? "{}") as Record<string, unknown>;
    const messages = lines.map((line) => {
      const record = { ...wrapper, log: `${line}\n` };
      return JSON.stringify(
        "log_processed" in wrapper ? { ...record, log_processed: JSON.parse(line) as unknown } : record,
      );
    });
    return { ...stream, messages, constant: JSON.stringify(wrapper["kubernetes"]) };
  });
}
