import type { FailedAttempt } from "./failed-record.ts";
import { uuid, type StreamPorts, type StreamRecord, type TransformationEvent } from "./stream-ports.ts";
import type { TransformationSettings } from "./stream-settings.ts";
import { judgeTransformation, type AnswerVerdict } from "./transformation-answer.ts";

/** Pause before the first retry; Firehose does not say how long it waits. */
const FIRST_PAUSE_MS = 1000;

/** What became of a batch. */
export interface Transformed {
  readonly ok: readonly StreamRecord[];
  readonly dropped: number;
  readonly failed: readonly { readonly record: StreamRecord; readonly attempt: FailedAttempt }[];
  readonly invocations: number;
}

/** The stream that a batch belongs to. */
export interface StreamName {
  readonly arn: string;
  readonly region: string;
}

/**
 * Has a batch of records transformed. An invocation that comes to nothing, a time-out, throttling, an error of the function, is
 * tried again as often as `retries` says, each time with an invocation id of its own; then the whole batch has failed. What the
 * function says of single records is final.
 */
export async function transformBatch(
  records: readonly StreamRecord[],
  stream: StreamName,
  { retries }: TransformationSettings,
  ports: StreamPorts,
): Promise<Transformed> {
  for (let invocations = 1; ; invocations++) {
    const answer = await ports.invoke(eventOf(records, stream, ports.random));
    const verdict: AnswerVerdict | { readonly kind: "void"; readonly code: string; readonly message: string } =
      answer.kind === "failed"
        ? { kind: "void", code: answer.code, message: answer.message }
        : judgeTransformation(
            answer.payload,
            records.map(({ recordId }) => recordId),
          );
    if (verdict.kind === "records") return settle(records, verdict, invocations, ports.now());
    // An answer that cannot be read at all would be the same the next time.
    if (verdict.code === "Lambda.JsonProcessingException" || invocations > retries) {
      const { code, message } = verdict;
      const attempt = { attempts: invocations, code, message, endedAt: ports.now() };
      return { ok: [], dropped: 0, failed: records.map((record) => ({ record, attempt })), invocations };
    }
    await ports.wait(FIRST_PAUSE_MS * 2 ** (invocations - 1));
  }
}

function eventOf(
  records: readonly StreamRecord[],
  { arn, region }: StreamName,
  random: () => number,
): TransformationEvent {
  return {
    invocationId: uuid(random),
    deliveryStreamArn: arn,
    region,
    records: records.map(({ recordId, arrivedAt, data }) => ({
      recordId,
      approximateArrivalTimestamp: arrivedAt,
      data: data.toString("base64"),
    })),
  };
}

function settle(
  records: readonly StreamRecord[],
  { verdicts }: AnswerVerdict & { kind: "records" },
  invocations: number,
  endedAt: number,
): Transformed {
  const ok: StreamRecord[] = [];
  const failed: { record: StreamRecord; attempt: FailedAttempt }[] = [];
  let dropped = 0;
  records.forEach((record, at) => {
    const verdict = verdicts[at];
    switch (verdict?.kind) {
      case "ok":
        ok.push({ ...record, data: verdict.data });
        break;
      case "dropped":
        dropped++;
        break;
      case "failed":
        failed.push({
          record,
          attempt: { attempts: invocations, code: verdict.code, message: verdict.message, endedAt },
        });
        break;
      case undefined:
        throw new Error("fewer verdicts than records");
    }
  });
  return { ok, dropped, failed, invocations };
}
