import { describe, expect, it } from "vitest";
import { WORDS } from "../../../tools/studio/wire/word-table.ts";
import { LANGUAGES, sayIn, type Word } from "../../../tools/studio/wire/words.ts";

const words = Object.keys(WORDS) as Word[];
const placesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("the words of the studio", () => {
  it.each(words)("%s is said in each language, with the same values in it", (word) => {
    const texts = LANGUAGES.map((language) => WORDS[word][language]);
    expect(texts.every((text) => text.trim() !== "")).toBe(true);
    expect(new Set(texts.map((text) => placesIn(text).join(" "))).size).toBe(1);
  });

  it("are Japanese in Japanese, but for what has one name everywhere", () => {
    const same = words.filter(
      (word) => !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(WORDS[word].ja),
    );
    expect(same).toEqual(["river.failures", "record.json"]);
  });

  it("take values as text, also such as look like a place for one", () => {
    expect(sayIn("en")("sum.replaying", { name: "{n} $& <b>" })).toBe("replaying {n} $& <b>");
  });
});
