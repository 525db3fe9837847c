import { monthNumbers } from "./clock.ts";
import { isoTime } from "./time.ts";

const FORM = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC|([+-]\d{4}))$/;

/** The UTC time of a date as RFC 5322 and HTTP write it: `Tue, 15 Dec 2020 15:34:07 +0000`; undefined for other forms. */
export function emailDate(text: string): string | undefined {
  const [, day = "", name = "", year, clock, zone = "Z"] = FORM.exec(text) ?? [];
  const month = monthNumbers.get(name);
  if (month === undefined) return undefined;
  return isoTime(`${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}T${clock}${zone}`);
}
