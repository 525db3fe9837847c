import { styleText } from "node:util";
import type { Answer, Cell } from "./answer.ts";
import { tableLines } from "../cli/report/table.ts";

/** Longer cells would tear a table apart; `--json` and `--csv` have all of them. */
const WIDEST = 100;

/** The answer as an aligned table. Nothing that a log line holds can reach the terminal as a control sequence. */
export function tableText(columns: readonly string[], { rows }: Answer, stream: NodeJS.WritableStream): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => columns.map((name) => shortCell(row[name] ?? null)));
  const [heading = "", ...body] = tableLines(columns, cells);
  return `${[styleText("bold", heading, { stream }), ...body].join("\n")}\n`;
}

function shortCell(cell: Cell): string | number {
  if (typeof cell === "number") return Number.isInteger(cell) ? cell : Number(cell.toPrecision(6));
  const text = cell === null ? "" : String(cell).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1).toWellFormed()}…` : text;
}

/** The answer as CSV (RFC 4180), with a heading. */
export function csvText(columns: readonly string[], { rows }: Answer): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))];
  return lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: Cell): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
