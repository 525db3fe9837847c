import { hostOfStream } from "../ec2-host.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { fillFromSyslogJson, isSyslogJson } from "./record.ts";

export default defineSource({
  name: "ec2.syslog-json",
  platform: "ec2",
  description:
    "Syslog as JSON: Fluentd's syslog input, Fluent Bit's syslog parsers, rsyslog's and syslog-ng's JSON templates.",
  detect: () => upTo(0.8, claimOf),
  resource: hostOfStream,
  fields: {},
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json !== undefined) fillFromSyslogJson(json, line.carrierTime, record);
  },
});

/** What the daemons call the program that spoke: spares the parse of other JSON. */
const NAMES = /"(?:ident|syslog-?tag|programname|PROGRAM)"/;

function claimOf(line: Line): number {
  if (line.text.charCodeAt(0) !== 0x7b || !NAMES.test(line.text)) return 0;
  const json = jsonOf(line);
  return json !== undefined && isSyslogJson(json) ? 0.8 : 0;
}
