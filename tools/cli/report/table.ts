/** A cell of a table: numbers stand to the right. */
type Cell = string | number;

/** Lays out rows under a heading, columns two spaces apart; no line ends in blanks. */
export function tableLines(heading: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? "").length)),
  );
  const right = heading.map((_, column) => rows.some((row) => typeof row[column] === "number"));
  const layOut = (row: readonly Cell[]): string =>
    widths
      .map((width, column) => {
        const text = String(row[column] ?? "");
        return right[column] === true ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [heading, ...rows].map(layOut);
}
