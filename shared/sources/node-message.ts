import { beginsGoDump } from "../formats/go-dump.ts";
import { isKlogHeader } from "../formats/klog.ts";
import type { Draft } from "../schema/draft.ts";
import { fillFromApplicationLine } from "./application-line.ts";
import { fillFromGoDump } from "./go-dump-record.ts";
import { fillFromKlogJson } from "./klog-record.ts";
import { jsonOf, newLine } from "./source.ts";

/**
 * Fills a draft from what a node's daemon wrote: klog as text or JSON (kubelet, kube-proxy), logrus (containerd, dockerd), other
 * JSON and logfmt, Go dumps, plain words. `time`, severity and body are the message's own.
 *
 * @param carrierTime ms since 1970, for dates without a year.
 */
export function fillFromNodeMessage(message: string, carrierTime: number, record: Draft): void {
  record.body = message;
  if (fillFromGoDump(message, record)) return;
  const line = newLine(message, carrierTime);
  const json = jsonOf(line);
  if (json === undefined || !fillFromKlogJson(json, record)) fillFromApplicationLine(line, record);
  record.notes.push(...line.jsonNotes);
  fillFromSandbox(message, record);
}

/** A pod in what containerd's CRI service prints: `RunPodSandbox for &PodSandboxMetadata{Name:web-1,Uid:…,Namespace:default,…}`. */
const SANDBOX = /PodSandboxMetadata\{Name:([^,}\s]{1,253}),Uid:([^,}\s]{0,64}),Namespace:([^,}\s]{1,63})/;

function fillFromSandbox(message: string, { attributes }: Draft): void {
  const [, pod, , namespace] = SANDBOX.exec(message) ?? [];
  attributes["k8s.pod.name"] ??= pod;
  attributes["k8s.namespace.name"] ??= namespace;
}

/** Beginnings of a record whatever stands before it: klog, JSON, logrus, a date. */
const BEGINNING = /^(?:\{|time="|level=|\d{4}-\d\d-\d\d[T ])/;
const INDENTED = /^(?:\t| {1,8}\S|Trace\[)/;

/**
 * Whether a line goes on with what a node's daemon began: any line of a Go dump, and the indented lines and `Trace[…]` blocks
 * behind a message. JSON is complete in its line.
 *
 * @param begun the record's first line.
 */
export function continuesNodeMessage(text: string, begun: string): boolean {
  if (isKlogHeader(text) || beginsGoDump(text) || BEGINNING.test(text)) return false;
  if (beginsGoDump(begun)) return true;
  return INDENTED.test(text) && !begun.startsWith("{");
}
