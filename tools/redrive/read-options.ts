import { isoTime, epochMs } from "../../shared/formats/time.ts";
import { Problem } from "../cli/problem.ts";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads the value of `--since`: an age (`30m`, `12h`, `2d`, `1w`) or a time, UTC where it names no zone.
 *
 * @param now ms since 1970.
 * @returns ms since 1970.
 */
export function readSince(text: string, now: number): number {
  const [, count, unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit];
  if (count !== undefined && milliseconds !== undefined) return now - Number(count) * milliseconds;
  const iso = isoTime(text, "utc") ?? isoTime(`${text}T00:00:00Z`);
  if (iso === undefined)
    throw new Problem(`--since ${text}: neither an age like 2d nor a time like 2026-11-23T09:00:00Z`);
  return epochMs(iso);
}

/** Reads the value of `--max-attempts`. */
export function readAttempts(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 2)
    throw new Problem(`--max-attempts ${text}: wanted is a whole number from 2 on`);
  return Number(text);
}
