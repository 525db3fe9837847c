/** Level names of the CloudWatch agent (plugins/inputs/windows_event_log/wineventlog/utils.go, WindowsEventLogLevelName). */
const LEVELS: ReadonlyMap<number, string> = new Map([
  [0, "INFORMATION"],
  [1, "CRITICAL"],
  [2, "ERROR"],
  [3, "WARNING"],
  [4, "INFORMATION"],
  [5, "VERBOSE"],
]);

/** The name of a level number as the CloudWatch agent writes it; 0 means that the event is logged at each level. */
export function windowsLevelName(level: number): string | undefined {
  return LEVELS.get(level);
}

/**
 * What the keywords say of an audited action: bit 53 is audit success, bit 52 audit failure (winmeta.h,
 * WINEVENT_KEYWORD_AUDIT_SUCCESS and _FAILURE). The mask is written as `0x8010000000000000`.
 */
export function auditOutcome(keywords: string): "success" | "failure" | undefined {
  const digits = /^0x([0-9a-f]{14,16})$/i.exec(keywords)?.[1];
  if (digits === undefined) return undefined;
  const nibble = Number.parseInt(digits.charAt(digits.length - 14), 16);
  if ((nibble & 1) !== 0) return "failure";
  return (nibble & 2) !== 0 ? "success" : undefined;
}

/** One event in the CloudWatch agent's `text` format. */
export interface WindowsEventText {
  readonly channel: string;
  readonly level: string;
  readonly eventId: number;
  readonly provider: string;
  readonly computer: string;
  readonly description: string;
}

const LEVEL_NAMES = new Set([...LEVELS.values(), "UNKNOWN"]);
/** Channel and provider names are registry keys: at most 255 characters. */
const LONGEST_NAME = 255;

/**
 * Parses `[Channel] [LEVEL] [EventID] [Provider] [Computer] [Description]` (wineventlogrecord.go, FormatPlainText). The
 * description comes last and may hold brackets and line ends; where the event was cut, its closing bracket is missing.
 */
export function parseWindowsEventText(text: string): WindowsEventText | undefined {
  if (text.charCodeAt(0) !== 0x5b) return undefined;
  const parts: string[] = [];
  let at = 1;
  while (parts.length < 5) {
    const end = text.indexOf("] [", at);
    if (end < 0 || end - at > LONGEST_NAME) return undefined;
    parts.push(text.slice(at, end));
    at = end + 3;
  }
  const [channel = "", level = "", id = "", provider = "", computer = ""] = parts;
  if (!LEVEL_NAMES.has(level) || !/^\d{1,5}$/.test(id) || channel === "" || computer.includes(" ")) return undefined;
  const whole = text.endsWith("]");
  return {
    channel,
    level,
    eventId: Number(id),
    provider,
    computer,
    description: text.slice(at, whole ? text.length - 1 : undefined),
  };
}
