import { parseCri } from "../../formats/cri.ts";
import { beginsGoDump, continuesGoDump } from "../../formats/go-dump.ts";
import { parseJsonObject } from "../../formats/json.ts";
import type { Draft, JsonObject } from "../../schema/draft.ts";
import { continuesApplication, fillFromApplicationLine } from "../application-line.ts";
import { insightsGroup } from "../container-insights.ts";
import { unwrapContainer, unwrapJoined, type ContainerRecord } from "../container-record.ts";
import { containerStreamResource, parseContainerStream } from "../container-stream.ts";
import { takeAwsFilterKeys } from "../ec2-host.ts";
import { asObject, copyOf } from "../json-rest.ts";
import { fillFromKubernetes } from "../kubernetes-object.ts";
import { defineSource, jsonOf, newLine, upTo, type Claim, type Line, type Origin, type Score } from "../source.ts";
import { addKubernetes, isFilterRecord, unwrapSpliced, type KubernetesParts } from "./spliced-record.ts";

export default defineSource({
  name: "eks.application",
  platform: "eks",
  description:
    "Lines of containers in EKS: Container Insights, Fluent Bit and Fluentd with any of their parsers, EKS on Fargate, CRI and Docker's own files, through CloudWatch Logs or straight through Firehose.",
  detect: claim,
  resource: (origin) => {
    const stream = parseContainerStream(origin.logStream);
    return {
      "k8s.cluster.name": insightsGroup(origin.logGroup)?.cluster,
      ...(stream === undefined ? {} : containerStreamResource(stream)),
    };
  },
  continues: continuesContainer,
  fields: {},
  normalize: (line, record) => {
    const spliced = line.spliceable ? unwrapSpliced(line.text) : undefined;
    if (spliced !== undefined) {
      const { record: part, kubernetes } = spliced;
      fillFromWrapped(part, { parts: [part], text: part.text, kubernetes }, line, record);
      return;
    }
    const wrapped = unwrapJoined(line.text, jsonOf(line));
    const [first] = wrapped?.parts ?? [];
    if (wrapped === undefined || first === undefined) {
      fillFromApplicationLine(line, record);
      return;
    }
    fillFromWrapped(first, wrapped, line, record);
  },
});

function claim({ logGroup, logStream }: Origin): Claim {
  const group = insightsGroup(logGroup);
  const stream = parseContainerStream(logStream);
  if (group !== undefined) {
    if (group.kind !== "application") return 0;
    return stream === undefined ? 0.95 : 1;
  }
  if (stream !== undefined) return stream.tag === "dataplane.tail" ? 0 : 0.9;
  return upTo(0.85, claimByShape);
}

function claimByShape(line: Line): Score {
  if (!line.text.startsWith("{")) return parseCri(line.text) === undefined ? 0 : 0.6;
  if (line.spliceable && isFilterRecord(line.text)) return 0.85;
  const json = jsonOf(line);
  if (json === undefined) return 0;
  const kubernetes = asObject(json["kubernetes"]);
  if (kubernetes !== undefined && ("pod_name" in kubernetes || "namespace_name" in kubernetes)) return 0.85;
  if ("logtag" in json || "_p" in json) return 0.8;
  if (typeof json["log"] !== "string") return 0;
  return "stream" in json || parseCri(json["log"]) !== undefined ? 0.6 : 0;
}

interface Wrapped {
  readonly parts: readonly ContainerRecord[];
  readonly text: string;
  /** What the `kubernetes` object fills, where it has not been parsed for this line. */
  readonly kubernetes?: KubernetesParts | undefined;
}

function fillFromWrapped(
  first: ContainerRecord,
  { parts, text, kubernetes }: Wrapped,
  line: Line,
  record: Draft,
): void {
  const inner = newLine(text, line.carrierTime);
  if (parts.length === 1 && first.json !== undefined) inner.json = first.json;
  record.body = text;
  fillFromApplicationLine(inner, record);
  record.notes.push(...inner.jsonNotes);
  record.time ??= first.time;
  record.attributes["log.iostream"] = first.iostream;
  if (first.dockerId !== undefined) record.resource["container.id"] = first.dockerId;
  if (first.kubernetes !== undefined) fillFromKubernetes(first.kubernetes, record);
  if (kubernetes !== undefined) addKubernetes(kubernetes, record);
  keepRest(first.rest, record);
  if (parts.at(-1)?.partial === true) {
    // The next piece may come in another payload; who joins them has to know that there is one.
    record.payload["partial"] = true;
    record.notes.push("partial");
  }
}

function keepRest(members: JsonObject, record: Draft): void {
  if (Object.keys(members).length === 0) return;
  const rest = copyOf(members);
  takeAwsFilterKeys(rest, record);
  for (const key of Object.keys(rest)) record.payload[key in record.payload ? `collector.${key}` : key] = rest[key];
}

/**
 * A piece follows a piece of the same output; a line of a stack trace follows the line that it belongs to. Most lines can be
 * told to be neither without taking them out of their wrapping.
 */
function continuesContainer(text: string, begun: string, last: string): boolean {
  const afterPiece = mayBePiece(last);
  if (!afterPiece && !mayBeTrace(text)) return false;
  const next = unwrap(text);
  const before = unwrap(last);
  if (next === undefined || before === undefined || next.iostream !== before.iostream) return false;
  if (before.partial) return true;
  const first = unwrap(begun);
  if (first === undefined || next.json !== undefined) return false;
  if (beginsGoDump(first.text)) return continuesGoDump(next.text);
  return continuesApplication(next.text, first.text, before.text);
}

function unwrap(text: string): ContainerRecord | undefined {
  return unwrapContainer(text, text.startsWith("{") ? parseJsonObject(text)?.value : undefined);
}

function mayBePiece(text: string): boolean {
  return text.length >= 5000 || !text.startsWith("{") || text.includes('"P"') || text.includes(" P ");
}

const LOG = '"log":"';

/** Application JSON, times, levels in brackets and klog headers begin a record; blanks and words may not. */
function mayBeTrace(text: string): boolean {
  const at = text.indexOf(LOG);
  if (at < 0) return true;
  const first = text.charCodeAt(at + LOG.length);
  // { and [
  if (first === 123 || first === 91) return false;
  // A digit begins a time: the line's own, or CRI's where no parser has taken it away.
  if (first >= 48 && first <= 57) return !text.includes('"stream":');
  const second = text.charCodeAt(at + LOG.length + 1);
  return !(second >= 48 && second <= 57);
}
