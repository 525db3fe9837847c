import { describe, expect, it } from "vitest";
import { readFirehoseEvent } from "../../../shared/core/decode/firehose-event.ts";
import { firehoseInvocation, NOON, STREAM_ARN } from "../payloads.ts";

const LATER = NOON + 60_000;

describe("readFirehoseEvent", () => {
  it("reads records, region and the stream's name", () => {
    expect(readFirehoseEvent(firehoseInvocation([Buffer.from("a"), Buffer.from("b")]), LATER)).toEqual({
      region: "eu-west-1",
      deliveryStream: "tributary-eks",
      records: [
        { recordId: "record-0", data: "YQ==", arrivedAt: NOON },
        { recordId: "record-1", data: "Yg==", arrivedAt: NOON },
      ],
    });
  });

  it("takes the region from the ARN where the event does not say it", () => {
    const event = { deliveryStreamArn: `${STREAM_ARN}s`, records: [] };
    expect(readFirehoseEvent(event, LATER)).toEqual({ region: "eu-west-1", deliveryStream: "s", records: [] });
  });

  it("bears an event without region, ARN and records", () => {
    expect(readFirehoseEvent({ records: [] }, LATER)).toEqual({ region: "", deliveryStream: "", records: [] });
  });

  it("answers for records without data or arrival", () => {
    const records = [
      { recordId: "none" },
      { recordId: "null", data: null, approximateArrivalTimestamp: "1796040000000" },
      { recordId: "kafka", kafkaRecordValue: "YQ==", approximateArrivalTimestamp: Number.NaN },
    ];
    expect(readFirehoseEvent({ records }, LATER)?.records).toEqual([
      { recordId: "none", data: "", arrivedAt: LATER },
      { recordId: "null", data: "", arrivedAt: LATER },
      { recordId: "kafka", data: "YQ==", arrivedAt: LATER },
    ]);
  });

  it.each<[unknown]>([
    [null],
    ["records"],
    [{}],
    [{ records: {} }],
    [{ records: [null] }],
    [{ records: [{ data: "YQ==" }] }],
    [{ records: [{ recordId: 7, data: "YQ==" }] }],
    [{ awslogs: { data: "" } }],
  ])("is undefined for %j, which no stream sends", (event) => {
    expect(readFirehoseEvent(event, LATER)).toBeUndefined();
  });
});
