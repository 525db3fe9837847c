import { parseJsonObject } from "../formats/json.ts";
import type { Draft } from "../schema/draft.ts";
import { fillFromGoDump } from "./go-dump-record.ts";
import { controlPlaneClaim, controlPlaneResource } from "./control-plane.ts";
import { continuesKlog, fillFromKlog, fillFromKlogJson } from "./klog-record.ts";
import { defineSource, jsonOf, type Source } from "./source.ts";

/** A Kubernetes control-plane component of EKS that logs by klog. */
export interface KlogComponent {
  /** The source's name. */
  readonly name: string;
  /** First part of its log streams, which is also the component's name. */
  readonly stream: string;
  readonly description: string;
}

/** The source of a component that logs by klog: text, JSON, and Go dumps between them. */
export function klogComponent({ name, stream, description }: KlogComponent): Source {
  return defineSource({
    name,
    platform: "eks",
    description,
    detect: (origin) => controlPlaneClaim(origin, stream),
    resource: (origin) => controlPlaneResource(origin, stream),
    continues: continuesKlog,
    fields: {},
    normalize: (line, record) => {
      if (fillFromKlog(line, record)) return;
      const json = jsonOf(line);
      if (json !== undefined && fillFromKlogJson(json, record)) return;
      if (fillFromContinuedJson(line.text, record)) return;
      if (!fillFromGoDump(line.text, record) && json !== undefined) Object.assign(record.payload, json);
    },
  });
}

/** A line of JSON, and stray lines that were taken for its continuation: what a runtime or a library wrote past the logger. */
function fillFromContinuedJson(text: string, record: Draft): boolean {
  const end = text.startsWith('{"') ? text.indexOf("\n") : -1;
  const first = end < 0 ? undefined : parseJsonObject(text.slice(0, end));
  if (first === undefined || !fillFromKlogJson(first.value, record)) return false;
  record.notes.push(...first.notes);
  record.payload["tail"] = text.slice(end + 1);
  return true;
}
