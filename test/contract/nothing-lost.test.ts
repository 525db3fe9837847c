import { describe, expect, it } from "vitest";
import { severityOfName } from "../../shared/formats/severity.ts";
import { documentsOf, readScenarios } from "../../tools/generate/scenarios.ts";

/** Numbers of pieces that have been put together again say nothing any more. */
const BOOKKEEPING = new Set(["partial_message", "partial_id", "partial_ordinal", "partial_last", "_p", "logtag"]);

/** Words of a line that a reader could search for: of JSON the values, of other text everything but keys and klog headers. */
function wordsOf(text: string): string[] {
  const json = parsed(text);
  if (json !== undefined) return leavesOf(json).flatMap(wordsOf);
  const withoutKeys = text
    .replace(/^[IWEF](?=\d{4} )/, "")
    // Colours, keys and escapes of JSON inside text, keys of logfmt.
    .replace(/\p{Cc}\[[\d;]*m|\\?"[\w.-]+\\?":|\\u[0-9a-f]{4}|\\[nrt"\\]|[\w.-]+=/gu, " ");
  return [...withoutKeys.matchAll(/[A-Za-z][A-Za-z0-9]{3,}/g)].map(([word]) => word);
}

function parsed(text: string): unknown {
  if (!text.startsWith("{") && !text.startsWith("[")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function leavesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => (BOOKKEEPING.has(key) ? [] : leavesOf(member)));
}

const scenarios = (await readScenarios()).filter(
  ({ batch }) => !batch.events.some(({ message }) => message.includes("<Event")),
);

describe("what a line says is in its record", () => {
  it.each(scenarios.map((scenario) => [`${scenario.source} ${scenario.name}`, scenario] as const))(
    "%s",
    (_, scenario) => {
      for (const document of documentsOf(scenario)) {
        const record = document.json.toLowerCase();
        // A secret that was taken out is named in the notes, not in the record.
        if (record.includes("redacted:")) continue;
        const words = document.events.flatMap(({ message }) => wordsOf(message.trim()));
        const lost = words.filter((word) => !record.includes(word.toLowerCase()) && severityOfName(word) === undefined);
        expect(lost, document.json.slice(0, 300)).toEqual([]);
      }
    },
  );
});
