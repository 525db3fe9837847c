import { isoTime } from "../../formats/time.ts";
import { guessW3cEntry, parseW3cDirective, parseW3cEntry, w3cFields, type W3cEntry } from "../../formats/w3c-log.ts";
import { hostOfStream } from "../ec2-host.ts";
import { defineSource, upTo, type Line } from "../source.ts";
import { fillFromEntry, IIS_FIELDS, type IisDraft } from "./entry.ts";

export default defineSource({
  name: "ec2.iis",
  platform: "ec2",
  description:
    "W3C extended logs of Windows: IIS requests whichever fields were chosen, HTTP.sys errors, the firewall, and their directive lines.",
  detect: () => upTo(0.85, claimOf),
  resource: hostOfStream,
  fields: IIS_FIELDS,
  normalize: (line, record) => {
    const { entry, directives } = readEvent(line.text);
    fillDirectives(directives, record);
    if (entry !== undefined) fillFromEntry(entry, record);
  },
});

/** Names that no other log has; an entry alone is known by the order of its values. */
function claimOf({ text }: Line): number {
  const first = text.charCodeAt(0);
  if (first === 0x23) {
    const end = text.indexOf("\n");
    return isW3cDirective(end < 0 ? text : text.slice(0, end)) ? 0.85 : 0;
  }
  return first >= 0x30 && first <= 0x39 && !text.includes("\n") && guessW3cEntry(text) !== undefined ? 0.85 : 0;
}

/** `#Version: 1.0` and `#Date: …` in the form of the standard; `#Date: yesterday` may be anybody's comment. */
function isW3cDirective(line: string): boolean {
  const directive = parseW3cDirective(line);
  if (directive === undefined) return false;
  const { name, value } = directive;
  if (name === "Fields") return /^(?:date|time|c-ip|cs-)/.test(value);
  if (name === "Software") return value.startsWith("Microsoft");
  if (name === "Version") return /^\d\.\d$/.test(value);
  return name === "Time Format" ? value === "Local" : isoTime(value, "utc") !== undefined;
}

interface W3cEvent {
  readonly entry: W3cEntry | undefined;
  readonly directives: readonly (readonly [name: string, value: string])[];
}

/** Directives and an entry that came in one event; the entry's fields are named by the directive, if it came along. */
function readEvent(text: string): W3cEvent {
  const directives: [name: string, value: string][] = [];
  const entries: string[] = [];
  let fields: string[] | undefined;
  for (const part of text.split("\n")) {
    const directive = parseW3cDirective(part);
    if (directive === undefined) entries.push(part);
    else directives.push([directive.name, directive.value]);
    if (directive?.name === "Fields") fields = w3cFields(directive.value);
  }
  const [only] = entries;
  if (only === undefined || entries.length > 1) return { entry: undefined, directives };
  return { entry: (fields === undefined ? undefined : parseW3cEntry(only, fields)) ?? guessW3cEntry(only), directives };
}

/** The body stays the text of the directives. */
function fillDirectives(directives: W3cEvent["directives"], record: IisDraft): void {
  for (const [name, value] of directives) {
    if (name === "Date") record.time = isoTime(value, "utc");
    record.payload[name] = name === "Fields" ? w3cFields(value) : value;
  }
}
