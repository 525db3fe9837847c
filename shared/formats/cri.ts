import { rfc3339End } from "./clock.ts";

/** One line of a container's log file as containerd and CRI-O write it. */
export interface Cri {
  /** RFC 3339 with up to nine fraction digits and a zone, as written. */
  time: string;
  stream: "stdout" | "stderr";
  /** The runtime split a long line here: the next piece follows in another line. */
  partial: boolean;
  /** As written: `F`, `P`, or these with further tags behind colons. */
  tags: string;
  content: string;
}

/**
 * Parses `<RFC3339Nano> <stdout|stderr> <tags> <content>`, the content exactly as written (it may be empty).
 * `undefined` when the text is not a CRI line.
 * Source: kubernetes/kubernetes, pkg/kubelet/kuberuntime/logs/logs.go (parseCRILog).
 */
export function parseCri(text: string): Cri | undefined {
  const timeEnd = rfc3339End(text, 0);
  if (timeEnd < 0) return undefined;
  const stream = streamAt(text, timeEnd);
  if (stream === undefined) return undefined;
  const tagsStart = timeEnd + 8;
  const space = text.indexOf(" ", tagsStart);
  const tagsEnd = space < 0 ? text.length : space;
  const tags = text.slice(tagsStart, tagsEnd);
  const partial = tags === "P" || tags.startsWith("P:");
  if (!partial && tags !== "F" && !tags.startsWith("F:")) return undefined;
  return { time: text.slice(0, timeEnd), stream, partial, tags, content: text.slice(tagsEnd + 1) };
}

function streamAt(text: string, at: number): "stdout" | "stderr" | undefined {
  if (text.startsWith(" stdout ", at)) return "stdout";
  if (text.startsWith(" stderr ", at)) return "stderr";
  return undefined;
}
