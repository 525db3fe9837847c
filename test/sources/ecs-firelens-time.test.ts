import { describe, expect, it } from "vitest";
import { newDraft, type Draft } from "../../shared/schema/draft.ts";
import firelens from "../../shared/sources/ecs.firelens/index.ts";
import { newLine } from "../../shared/sources/source.ts";
import { originOf } from "./drafts.ts";

const TASK = "arn:aws:ecs:eu-west-1:111122223333:task/my-cluster/0123456789abcdef0123456789abcdef";

function normalized(record: object): Draft<string> {
  const text = JSON.stringify({ ...record, ecs_task_arn: TASK });
  const draft = newDraft(text);
  firelens.normalize(newLine(text, Date.UTC(2026, 10, 23, 9)), draft, originOf({}));
  return draft;
}

describe("the time that Fluent Bit's output adds to a FireLens record", () => {
  it("is the record's, where the line has none", () => {
    const draft = normalized({ log: "plain words", time: "2026-11-23T08:59:58.718Z" });
    expect(draft.time).toBe("2026-11-23T08:59:58.718Z");
    expect(draft.payload).toEqual({});
  });

  it("gives way to the line's own, and is kept", () => {
    const draft = normalized({
      log: '{"msg":"x","time":"2026-11-23T08:59:57.001Z"}',
      time: "2026-11-23T08:59:58.718Z",
    });
    expect(draft.time).toBe("2026-11-23T08:59:57.001Z");
    expect(draft.payload).toEqual({ time: "2026-11-23T08:59:58.718Z" });
  });

  it("stays what it is where it has no zone, as it is no instant then", () => {
    const draft = normalized({ log: "plain words", time: "2026-11-23T08:59:58" });
    expect(draft.time).toBeUndefined();
    expect(draft.payload).toEqual({ time: "2026-11-23T08:59:58" });
  });
});
