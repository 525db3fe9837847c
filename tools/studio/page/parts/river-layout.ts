/** A place in the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type NodeName =
  | "logs"
  | "firehose"
  | "index"
  | "transform"
  | "core"
  | "filtered"
  | "opensearch"
  | "failures"
  | "redrive";

/** Where an arrow leaves and arrives: a side of a box and how far along it, 0 to 1. */
export interface Anchor {
  readonly side: "left" | "right" | "top" | "bottom";
  readonly at: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: Readonly<Record<NodeName, Box>>;
  /** Height of a row within the box of OpenSearch, and where the first begins. */
  readonly rows: { readonly first: number; readonly height: number };
  readonly vertical: boolean;
}

/** From left to right, as one reads. */
export const WIDE: Layout = {
  width: 1180,
  height: 410,
  vertical: false,
  rows: { first: 44, height: 34 },
  boxes: {
    logs: { x: 2, y: 40, w: 176, h: 62 },
    firehose: { x: 2, y: 186, w: 176, h: 62 },
    index: { x: 322, y: 40, w: 140, h: 62 },
    transform: { x: 322, y: 186, w: 140, h: 62 },
    core: { x: 622, y: 70, w: 196, h: 148 },
    filtered: { x: 622, y: 2, w: 196, h: 34 },
    opensearch: { x: 946, y: 2, w: 232, h: 262 },
    failures: { x: 322, y: 318, w: 320, h: 88 },
    redrive: { x: 800, y: 334, w: 150, h: 56 },
  },
};

/** From top to bottom, for a hand's width. */
export const NARROW: Layout = {
  width: 360,
  height: 860,
  vertical: true,
  rows: { first: 44, height: 34 },
  boxes: {
    logs: { x: 24, y: 2, w: 150, h: 60 },
    firehose: { x: 200, y: 2, w: 158, h: 60 },
    index: { x: 24, y: 124, w: 150, h: 54 },
    transform: { x: 200, y: 124, w: 158, h: 54 },
    core: { x: 24, y: 250, w: 212, h: 132 },
    filtered: { x: 262, y: 292, w: 96, h: 48 },
    opensearch: { x: 24, y: 444, w: 212, h: 262 },
    failures: { x: 24, y: 772, w: 212, h: 86 },
    redrive: { x: 258, y: 614, w: 100, h: 56 },
  },
};

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function pointOf({ x, y, w, h }: Box, { side, at }: Anchor): Point {
  switch (side) {
    case "left":
      return { x, y: y + h * at };
    case "right":
      return { x: x + w, y: y + h * at };
    case "top":
      return { x: x + w * at, y };
    case "bottom":
      return { x: x + w * at, y: y + h };
  }
}

/** A curve that leaves and arrives at a right angle to the sides, as water would. */
export function curve(from: Point, out: Anchor["side"], to: Point, into: Anchor["side"]): string {
  const far = Math.max(24, (Math.abs(to.x - from.x) + Math.abs(to.y - from.y)) * 0.38);
  // Out and back on one side runs along a margin, which is narrow.
  const reach = out === into ? 27 : far;
  const one = pulled(from, out, reach);
  const other = pulled(to, into, reach);
  return `M${from.x} ${from.y}C${one.x} ${one.y} ${other.x} ${other.y} ${to.x} ${to.y}`;
}

function pulled({ x, y }: Point, side: Anchor["side"], reach: number): Point {
  switch (side) {
    case "left":
      return { x: x - reach, y };
    case "right":
      return { x: x + reach, y };
    case "top":
      return { x, y: y - reach };
    case "bottom":
      return { x, y: y + reach };
  }
}

/** Width of a stream. Counts differ by powers of ten, so that their logarithm is what one can see. */
export function streamWidth(count: number, most: number): number {
  return count === 0 ? 1.5 : 2.5 + 13 * (Math.log10(1 + count) / Math.log10(1 + Math.max(most, 10)));
}
