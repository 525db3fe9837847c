import type { PutAnswer } from "../../../shared/core/delivery/judge-put.ts";
import { numberOf } from "../../../tools/faults/chance.ts";
import type { FIREHOSE_ROWS } from "../../../tools/faults/matrix/firehose-rows.ts";
import type { PutFaults } from "../../../tools/firehose/put-record-batch.ts";
import type { Scenario } from "./scenario.ts";

const failing = (faults: PutFaults): Scenario => ({
  breaks: ({ firehose }) => firehose.set(faults),
  mends: async ({ firehose }) => firehose.set({}),
});

const refused = (status: number, code: string): PutAnswer => ({ kind: "refused", status, code, message: "Slow down." });
const AWAY: PutAnswer = { kind: "no-answer", detail: "" };
const some = (data: string): boolean => numberOf(data) % 3 === 0;

/** The test of each row. */
export const FIREHOSE_SCENARIOS: Readonly<Record<keyof typeof FIREHOSE_ROWS, Scenario>> = {
  "firehose-partial": failing({
    record: (data, number) => (number < 6 && some(data) ? "ServiceUnavailableException" : undefined),
  }),
  "firehose-unavailable": failing({ request: () => refused(503, "ServiceUnavailableException") }),
  "firehose-throttling": failing({ record: (data) => (some(data) ? "ThrottlingException" : undefined) }),
  "firehose-exhausted": failing({ request: () => AWAY }),
  "firehose-lost-answer": failing({ answer: (answer, number) => (number === 1 ? AWAY : answer) }),
  "firehose-refused": failing({ request: () => refused(400, "AccessDeniedException") }),
};
