import { continuesApplication } from "../../shared/sources/application-line.ts";
import type { Line } from "../../shared/sources/source.ts";
import { hasMembers, memberShapeOf, type MemberShape } from "./member-shape.ts";
import { memberLinesOf } from "./members.ts";
import { textShapeOf, type TextShape } from "./text-shape.ts";

/** What tells some lines from all others, wherever they come from. */
export type Shape = MemberShape | TextShape;

/** Guesses the shape of lines; undefined when they have none in common, or when one of them continues another. */
export function shapeOf(lines: readonly Line[]): Shape | undefined {
  if (continuing(lines) !== undefined) return undefined;
  const members = memberLinesOf(lines);
  return members === undefined ? textShapeOf(lines.map(({ text }) => text)) : memberShapeOf(members);
}

/** The number, from 1, of the first line that goes on with the record of the line before it, as stack traces do. */
export function continuing(lines: readonly Line[]): number | undefined {
  const at = lines.findIndex(
    ({ text }, index) => index > 0 && continuesApplication(text, lines[index - 1]?.text ?? ""),
  );
  return at < 0 ? undefined : at + 1;
}

/** Whether a line has the shape: what `detect` of the new source will find. */
export function hasShape(shape: Shape, line: Line): boolean {
  if (shape.kind === "text") return new RegExp(shape.pattern).test(line.text);
  const members = memberLinesOf([line]);
  return members?.kind === shape.kind && hasMembers(shape, members.lines[0] ?? new Map());
}

/** The shape in words: `JSON lines with action and payment_id`. */
export function shapeWords(shape: Shape): string {
  if (shape.kind === "text") return `text lines that begin like /${shape.pattern}/`;
  const values = shape.values.map(([name, value]) => `${name} ${value}`);
  return `${shape.kind === "json" ? "JSON" : "logfmt"} lines with ${listed([...shape.names, ...values])}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
