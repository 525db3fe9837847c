import { WORDS } from "./word-table.ts";

export const LANGUAGES = ["en", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Word = keyof typeof WORDS;

/** Says something of the page in one language, with values in the places of `{name}`. */
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(language: Language): Say {
  return (word, values = {}) =>
    WORDS[word][language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
