import { isAuditRecord, parseAuditRecord } from "../../formats/auditd.ts";
import { hostOfStream } from "../ec2-host.ts";
import { defineSource, upTo } from "../source.ts";
import { AUDITD_FIELDS, fillFromAuditRecord } from "./record.ts";

export default defineSource({
  name: "ec2.auditd",
  platform: "ec2",
  description: "The Linux audit log (/var/log/audit/audit.log), raw and enriched.",
  detect: () => upTo(0.85, claimOf),
  resource: hostOfStream,
  fields: AUDITD_FIELDS,
  normalize: (line, record) => {
    const parsed = parseAuditRecord(line.text);
    if (parsed !== undefined) fillFromAuditRecord(parsed, record);
  },
});

/** Group and stream are the operator's; `type=… msg=audit(…):` is nobody else's. */
function claimOf({ text }: { readonly text: string }): number {
  return isAuditRecord(text) ? 0.85 : 0;
}
