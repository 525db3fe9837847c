/** Raw data that Firehose hands to a transformation at once by default, bytes (`BufferSizeInMBs`). */
const FULL = 1_000_000;

/** Gathers records into transformation events as Firehose does. */
export interface FirehoseBuffer {
  /** Whether the event should be taken before more is added. */
  readonly isFull: () => boolean;
  /**
   * @param data base64.
   * @param arrivedAt ms since 1970.
   */
  readonly add: (recordId: string, data: string, arrivedAt: number) => void;
  /** The event; undefined when no record was added since. */
  readonly take: () => unknown;
}

interface Record {
  readonly recordId: string;
  readonly approximateArrivalTimestamp: number;
  readonly data: string;
}

/** @param stream name of the delivery stream. */
export function newFirehoseBuffer(stream: string): FirehoseBuffer {
  let records: Record[] = [];
  let bytes = 0;
  return {
    isFull: () => bytes >= FULL,
    add: (recordId, data, arrivedAt) => {
      records.push({ recordId, approximateArrivalTimestamp: arrivedAt, data });
      bytes += (data.length * 3) / 4;
    },
    take: () => {
      if (records.length === 0) return undefined;
      // Neither account nor region are known, and invented ones would stand in every record.
      const event = {
        invocationId: "replay",
        deliveryStreamArn: `arn:aws:firehose:::deliverystream/${stream}`,
        region: "",
        records,
      };
      records = [];
      bytes = 0;
      return event;
    },
  };
}
