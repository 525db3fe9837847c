import type { Json } from "../schema/draft.ts";

/** The text of a journal field, and whether its bytes can be had back from it. */
export interface JournalText {
  readonly text: string;
  readonly exact: boolean;
}

/**
 * The text of a field as `journalctl -o json` writes it: text; a list of bytes where it is no UTF-8 or holds control characters;
 * a list of values where the field occurs more than once; null where it is too large (systemd, "Journal JSON Format").
 */
export function journalText(value: Json | undefined): JournalText | undefined {
  if (typeof value === "string") return { text: value, exact: true };
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((item) => typeof item === "string")) return { text: value.join("\n"), exact: false };
  if (!value.every(isByte)) return undefined;
  const bytes = Buffer.from(value);
  const text = bytes.toString("utf8");
  return { text, exact: Buffer.from(text).equals(bytes) };
}

function isByte(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}
