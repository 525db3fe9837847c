import { ERROR } from "../../formats/severity.ts";
import type { Draft } from "../../schema/draft.ts";
import type { PlatformName } from "./fields.ts";

/** Lambda counts memory in MiB and calls it MB. */
export const MEGABYTE = 1024 * 1024;

const FAILED = new Set(["timeout", "error", "failure", "out_of_memory"]);

/**
 * Fills how an invocation or an initialisation ended. Lambda reports a function that ran out of memory as an error of type
 * `Runtime.OutOfMemory`; that is worth a word of its own, and the word that Lambda wrote stays in the payload.
 */
export function fillStatus(written: unknown, record: Draft<PlatformName>): boolean {
  if (typeof written !== "string" || written === "") return false;
  const outOfMemory = record.attributes["error.type"] === "Runtime.OutOfMemory";
  const status = outOfMemory ? "out_of_memory" : written;
  if (status !== written) record.payload["status"] = written;
  record.attributes["aws.lambda.status"] = status;
  if (FAILED.has(status)) record.severity = ERROR;
  return true;
}
