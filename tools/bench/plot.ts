/** Points of one line in a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 80;
const RIGHT = 200;
const TOP = 48;
const BOTTOM = 56;
const COLOURS = ["#1f6feb", "#d1242f", "#1a7f37", "#8250df"];

/** A plot with logarithmic axes, as an SVG that shows on light and dark pages. */
export function plotSvg(title: string, xLabel: string, yLabel: string, series: readonly Series[]): string {
  const all = series.flatMap(({ points }) => points);
  const x = axis(
    all.map((point) => point.x),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = axis(
    all.map((point) => point.y),
    HEIGHT - BOTTOM,
    TOP,
  );
  const grid = [
    ...x.decades.map((value) => tick(x.at(value), HEIGHT - BOTTOM + 18, value, "middle", vertical(x.at(value)))),
    ...y.decades.map((value) => tick(LEFT - 8, y.at(value) + 4, value, "end", horizontal(y.at(value)))),
  ];
  const lines = series.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? "";
    const places = points.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y).toFixed(1)}`);
    const last = points.at(-1);
    const dots = places.map((place) => `<circle cx="${place.replace(",", '" cy="')}" r="3" fill="${colour}"/>`);
    const label = `<text x="${WIDTH - RIGHT + 12}" y="${((last === undefined ? 0 : y.at(last.y)) + 4).toFixed(1)}" fill="${colour}">${name}</text>`;
    return `<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}${label}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#6e7781">`,
    `<text x="${LEFT}" y="24" font-size="16">${title}</text>`,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${xLabel}</text>`,
    `<text transform="translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>`,
    ...grid,
    ...lines,
    "</svg>\n",
  ].join("\n");
}

/** A logarithmic axis of whole decades around some values. */
function axis(values: readonly number[], start: number, end: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = (value: number): number => start + ((Math.log10(value) - low) / (high - low)) * (end - start);
  return { at, decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)) };
}

function tick(x: number, y: number, value: number, anchor: string, line: string): string {
  return `${line}<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${value.toLocaleString("en")}</text>`;
}

function vertical(x: number): string {
  return `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#d0d7de55"/>`;
}

function horizontal(y: number): string {
  return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#d0d7de55"/>`;
}
