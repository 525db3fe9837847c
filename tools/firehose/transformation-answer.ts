import { decodeBase64 } from "../../shared/core/decode/awslogs-event.ts";

/** What the function said of one record, or what is wrong with how it was said. */
export type RecordVerdict =
  | { readonly kind: "ok"; readonly data: Buffer }
  | { readonly kind: "dropped" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What an answer is worth: verdicts, one for each record that was sent, or nothing at all. */
export type AnswerVerdict =
  | { readonly kind: "records"; readonly verdicts: readonly RecordVerdict[] }
  | {
      readonly kind: "void";
      readonly code: "Lambda.JsonProcessingException" | "Lambda.FunctionError";
      readonly message: string;
    };

/**
 * Holds the payload of a transformation against its contract: each record id that was sent comes back once, with Ok and data,
 * Dropped or ProcessingFailed (Firehose developer guide, "Data transformation"; error codes from "Monitor with CloudWatch Logs").
 * A record id that was missing or came twice fails alone; an answer of another structure is void as a whole. Ids that were never
 * sent are not looked at.
 */
export function judgeTransformation(payload: string, recordIds: readonly string[]): AnswerVerdict {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    return { kind: "void", code: "Lambda.JsonProcessingException", message: "the answer is no JSON" };
  }
  const records = membersOf(answer)?.["records"];
  if (!Array.isArray(records)) return wrong("the answer has no list of records");
  const answered = new Map<string, RecordVerdict>();
  for (const entry of records as unknown[]) {
    const recordId = membersOf(entry)?.["recordId"];
    if (typeof recordId !== "string") return wrong("a record has no recordId");
    const verdict = verdictOf(membersOf(entry) ?? {});
    if (typeof verdict === "string") return wrong(verdict);
    answered.set(recordId, answered.has(recordId) ? DUPLICATED : verdict);
  }
  return { kind: "records", verdicts: recordIds.map((recordId) => answered.get(recordId) ?? MISSING) };
}

const MISSING: RecordVerdict = {
  kind: "failed",
  code: "Lambda.MissingRecordId",
  message: "the record id was not returned",
};
const DUPLICATED: RecordVerdict = {
  kind: "failed",
  code: "Lambda.DuplicatedRecordId",
  message: "the record id was returned more than once",
};
/** The code of captured objects; the guide does not name it. */
const FAILED: RecordVerdict = {
  kind: "failed",
  code: "Lambda.ProcessingFailedStatus",
  message: "ProcessingFailed status set for record",
};

function wrong(message: string): AnswerVerdict {
  return { kind: "void", code: "Lambda.FunctionError", message };
}

function verdictOf({ result, data }: Readonly<Record<string, unknown>>): RecordVerdict | string {
  if (result === "Dropped") return { kind: "dropped" };
  if (result === "ProcessingFailed") return FAILED;
  if (result !== "Ok") return "a result is none of Ok, Dropped and ProcessingFailed";
  if (typeof data !== "string") return "a record is Ok, but has no data";
  const bytes = decodeBase64(data);
  return bytes.ok ? { kind: "ok", data: bytes.value } : "the data of a record is not base64";
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
