import { hostOfStream } from "../ec2-host.ts";
import { defineSource, jsonOf, upTo, type Line } from "../source.ts";
import { fillFromJournal, isJournalEntry, JOURNAL_FIELDS } from "./entry.ts";

export default defineSource({
  name: "ec2.journald",
  platform: "ec2",
  description:
    "The systemd journal as JSON: Fluent Bit's systemd input with and without underscores, `journalctl -o json`, Vector.",
  detect: () => upTo(0.85, claimOf),
  resource: hostOfStream,
  fields: JOURNAL_FIELDS,
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json === undefined) return;
    fillFromJournal(json, line.carrierTime, record);
    // OpenTelemetry's log data model, appendix: SYSLOG_IDENTIFIER is the service.
    record.resource["service.name"] ??= record.attributes["syslog.app_name"];
  },
});

/** Fields with a leading underscore are the journal's own; no logger writes them. */
function claimOf(line: Line): number {
  if (line.text.charCodeAt(0) !== 0x7b || !/"(?:MESSAGE|message)"/.test(line.text)) return 0;
  const json = jsonOf(line);
  return json !== undefined && isJournalEntry(json) ? 0.85 : 0;
}
