import { jsonShape } from "../../formats/json-shape.ts";
import { isoTime } from "../../formats/time.ts";
import { newDraft, type Draft, type Json, type JsonObject } from "../../schema/draft.ts";
import { isDockerPiece, withoutLineEnd, type ContainerRecord } from "../container-record.ts";
import { fillFromKubernetes } from "../kubernetes-object.ts";

/** What Fluent Bit's Kubernetes filter makes of a line, with the line in `log`. */
const RECORD = jsonShape({
  time: "text",
  stream: "text",
  _p: "text",
  logtag: "text",
  log: "text",
  log_processed: "value",
  kubernetes: "repeated",
});
const TIME = RECORD.slot("time");
const STREAM = RECORD.slot("stream");
const PIECE = RECORD.slot("_p");
const TAG = RECORD.slot("logtag");
const LOG = RECORD.slot("log");
const PROCESSED = RECORD.slot("log_processed");
const KUBERNETES = RECORD.slot("kubernetes");

/** A line out of its wrapping, with what its `kubernetes` object fills. */
export interface UnwrappedLine {
  readonly record: ContainerRecord;
  readonly kubernetes: KubernetesParts | undefined;
}

/**
 * Takes a line out of Fluent Bit's record as `unwrapContainer` does, without parsing what is the same for each line of a container.
 *
 * @returns undefined for a record with other members, or written in another way: `unwrapContainer` has to look at it.
 */
export function unwrapSpliced(text: string): UnwrappedLine | undefined {
  if (!RECORD.find(text) || RECORD.rest(0) !== "" || !RECORD.has(LOG) || !RECORD.has(STREAM)) return undefined;
  const time = RECORD.has(TIME) ? isoTime(RECORD.text(TIME)) : undefined;
  if (RECORD.has(TIME) && time === undefined) return undefined;
  const processed = RECORD.has(PROCESSED) ? (JSON.parse(RECORD.json(PROCESSED)) as Json) : undefined;
  const isMerged = typeof processed === "object" && processed !== null && !Array.isArray(processed);
  if (processed !== undefined && !isMerged) return undefined;
  const log = RECORD.text(LOG);
  const mark = RECORD.has(PIECE) ? RECORD.text(PIECE) : RECORD.has(TAG) ? RECORD.text(TAG) : undefined;
  const kubernetes = RECORD.has(KUBERNETES) ? kubernetesParts(RECORD.json(KUBERNETES)) : undefined;
  if (kubernetes === "other") return undefined;
  return {
    record: {
      text: withoutLineEnd(log),
      json: isMerged ? processed : undefined,
      time,
      iostream: RECORD.text(STREAM),
      partial: mark === undefined ? isDockerPiece(log) : mark === "P",
      kubernetes: undefined,
      dockerId: undefined,
      rest: {},
    },
    kubernetes,
  };
}

/** Whether a text is such a record with the names of a pod; false where that is not certain without a parse. */
export function isFilterRecord(text: string): boolean {
  if (!RECORD.find(text) || !RECORD.has(KUBERNETES)) return false;
  const parts = kubernetesParts(RECORD.json(KUBERNETES));
  return parts !== "other" && ("pod_name" in parts.value || "namespace_name" in parts.value);
}

/** What a `kubernetes` object fills; shared by all records of a container, and never changed. */
export interface KubernetesParts extends Pick<Draft, "resource" | "labels" | "payload"> {
  readonly value: JsonObject;
}

/** A payload holds the lines of one container. */
let lastText = "";
let lastParts: KubernetesParts | "other" = "other";

function kubernetesParts(text: string): KubernetesParts | "other" {
  if (text === lastText) return lastParts;
  const value = JSON.parse(text) as Json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "other";
  const draft = newDraft("");
  fillFromKubernetes(value, draft);
  lastText = text;
  lastParts = { value, resource: draft.resource, labels: draft.labels, payload: draft.payload };
  return lastParts;
}

/** Adds the parts to a draft, as `fillFromKubernetes` would. */
export function addKubernetes({ value, resource, labels, payload }: KubernetesParts, record: Draft): void {
  if (!isEmpty(record.labels)) {
    fillFromKubernetes(value, record);
    return;
  }
  if (isEmpty(record.resource)) record.resource = resource;
  else Object.assign(record.resource, resource);
  record.labels = labels;
  Object.assign(record.payload, payload);
}

function isEmpty(map: object): boolean {
  for (const _ in map) return false;
  return true;
}
