import { integer, keyword, long } from "../../schema/field.ts";
import type { Draft } from "../../schema/draft.ts";

/** What only Windows events say. */
export const WINDOWS_FIELDS = {
  "winlog.channel": keyword("Event log", "Security"),
  "winlog.event_id": integer("Event id; unique only within its provider", 4625),
  "winlog.provider": keyword("Event source", "Microsoft-Windows-Security-Auditing"),
  "winlog.provider_guid": keyword("GUID of the event source", "{54849625-5478-4994-A5BA-3E3B0328C30D}"),
  "winlog.computer": keyword("Computer that logged the event", "EC2AMAZ-5J6IFSF"),
  "winlog.record_id": long("Number of the event in its log", 694674),
  "winlog.level": keyword("CRITICAL, ERROR, WARNING, INFORMATION, VERBOSE or UNKNOWN", "INFORMATION"),
  "winlog.keywords": keyword("Keyword mask", "0x8010000000000000"),
  "winlog.task": integer("Task or category within the provider", 12544),
  "winlog.opcode": integer("Operation within the task", 0),
  "winlog.version": integer("Version of the event's definition", 0),
  "winlog.activity_id": keyword("Activity that the event belongs to", "{25225FA1-DAB9-0001-A65F-2225B9DAD401}"),
  "winlog.logon_type": integer("2 interactive, 3 network, 4 batch, 5 service, 7 unlock, 10 remote desktop…", 3),
} as const;

export type WindowsDraft = Draft<keyof typeof WINDOWS_FIELDS>;
