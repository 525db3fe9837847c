/** What JSON writes with a backslash, lone surrogates included; of surrogate pairs it is enough to know that there may be a lone one. */
const ESCAPED = new RegExp(String.raw`["\\\u0000-\u001f\ud800-\udfff]`);

/** A text as JSON, as `JSON.stringify` writes it; most texts are only put between quotes. */
export function quote(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
