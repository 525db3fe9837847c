const ESCAPE = "\u001b";
const OPEN_BRACKET = 0x5b;
const FINAL_FIRST = 0x40;
const FINAL_LAST = 0x7e;

/**
 * Text without the colour codes that loggers write for terminals (ECMA-48 control sequences, `ESC [ … m` and its kin).
 * An escape that begins no such sequence stays. Linear; the same string when there is none.
 */
export function withoutColours(text: string): string {
  let escape = text.indexOf(ESCAPE);
  if (escape < 0) return text;
  let plain = "";
  let copied = 0;
  while (escape >= 0) {
    const end = sequenceEnd(text, escape + 1);
    if (end > 0) {
      plain += text.slice(copied, escape);
      copied = end;
    }
    escape = text.indexOf(ESCAPE, Math.max(end, escape + 1));
  }
  return plain + text.slice(copied);
}

/** The index after the control sequence whose `[` is at `at`, or −1. */
function sequenceEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== OPEN_BRACKET) return -1;
  for (let index = at + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= FINAL_FIRST && code <= FINAL_LAST) return index + 1;
    // Parameters and intermediates are 0x20–0x3f.
    if (code < 0x20 || code > 0x3f) return -1;
  }
  return -1;
}
