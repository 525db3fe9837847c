import { severityOfName } from "../../formats/severity.ts";
import { keyword } from "../../schema/field.ts";
import { fillFromApplicationLine } from "../application-line.ts";
import { defineSource, upTo } from "../source.ts";

/** The Container Insights manifests send Fluent Bit's own log to `<cluster>-fluent-bit-logs`, stream `fluent-bit-<pod>-<namespace>`. */
const GROUP = /^(.+)-fluent-bit-logs$/;
const STREAM = /^fluent-bit-(fluent-bit-[a-z0-9]+|.+)-([a-z0-9-]+)$/;
/** `[2023/03/23 15:07:05] [ info] [output:cloudwatch_logs:cloudwatch_logs.0] worker #0 started`; newer versions add nanoseconds. */
const LINE =
  /^\[(\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)\] \[ ?(error|warn|info|debug|trace|help)\] (?:\[([^\]\n]{1,200})\] ?)?([^]*)$/;

export default defineSource({
  name: "eks.fluent-bit",
  platform: "eks",
  description: "Fluent Bit's own log.",
  detect: ({ logGroup, logStream }) => {
    if (GROUP.test(logGroup) && STREAM.test(logStream)) return 1;
    return upTo(0.8, (line) => (LINE.test(line.text) ? 0.8 : 0));
  },
  resource: ({ logGroup, logStream }) => ({
    "k8s.cluster.name": GROUP.exec(logGroup)?.[1],
    "k8s.pod.name": GROUP.test(logGroup) ? podOf(logStream) : undefined,
    "k8s.component": "fluent-bit",
  }),
  continues: (text) => text.startsWith(" ") || text.startsWith("\t"),
  fields: { "fluent_bit.plugin": keyword("Plugin instance that spoke", "output:cloudwatch_logs:cloudwatch_logs.0") },
  normalize: (line, record) => {
    const [, time, level = "", plugin, message = ""] = LINE.exec(line.text) ?? [];
    if (time === undefined) {
      fillFromApplicationLine(line, record);
      return;
    }
    // The time has no zone: it is the container's local time, which is not one instant.
    record.payload["time"] = time;
    record.severity = severityOfName(level);
    if (record.severity === undefined) record.payload["level"] = level;
    record.attributes["fluent_bit.plugin"] = plugin;
    record.body = message;
  },
});

/** `fluent-bit-<pod>-<namespace>`; the namespace of the manifests is `amazon-cloudwatch`. */
function podOf(logStream: string): string | undefined {
  const rest = logStream.startsWith("fluent-bit-") ? logStream.slice("fluent-bit-".length) : undefined;
  return rest?.endsWith("-amazon-cloudwatch") === true ? rest.slice(0, -"-amazon-cloudwatch".length) : undefined;
}
