import { hostOfStream } from "../ec2-host.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { continuesTailRecord, fillFromTailRecord, isAwsRecord } from "./record.ts";

export default defineSource({
  name: "ec2.fluent-bit",
  platform: "ec2",
  description:
    "Fluent Bit on an instance with its aws filter: the application's line in `log` or `message`, or its members at the top.",
  detect: () => upTo(0.7, claimOf),
  resource: hostOfStream,
  continues: continuesTailRecord,
  fields: {},
  normalize: fillFromTailRecord,
});

/** The filter may be around any record: sources that know the record itself claim it with more. */
function claimOf(line: Line): number {
  if (line.text.charCodeAt(0) !== 0x7b || !/"(?:az|ec2_instance_id)"/.test(line.text)) return 0;
  const json = jsonOf(line);
  return json !== undefined && isAwsRecord(json) ? 0.7 : 0;
}
