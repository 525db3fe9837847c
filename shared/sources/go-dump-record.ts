import { parseGoDump } from "../formats/go-dump.ts";
import { FATAL } from "../formats/severity.ts";
import type { Draft } from "../schema/draft.ts";

/** Fills a draft from a dump of the Go runtime: the process has died, or prints its stacks and dies. */
export function fillFromGoDump(text: string, record: Draft): boolean {
  const dump = parseGoDump(text);
  if (dump === undefined) return false;
  record.severity = FATAL;
  record.body = dump.firstLine;
  record.attributes["exception.type"] = dump.kind;
  record.attributes["exception.message"] = dump.message;
  if (dump.stack !== "") record.attributes["exception.stacktrace"] = dump.stack;
  return true;
}
