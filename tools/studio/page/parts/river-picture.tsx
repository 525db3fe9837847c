import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useStudio } from "../studio-context.ts";
import {
  curve,
  NARROW,
  pointOf,
  streamWidth,
  WIDE,
  type Anchor,
  type Layout,
  type NodeName,
  type Point,
} from "./river-layout.ts";

/** An arrow of the picture. */
interface Stream {
  readonly id: string;
  readonly from: NodeName;
  readonly out: Anchor;
  readonly to: NodeName;
  readonly into: Anchor;
  readonly count: number;
  readonly tone: string;
  /** Words beside the number; without them the arrow has no label of its own. */
  readonly words?: string;
  /** Where the label stands, along the arrow from 0 to 1, and how far beside it. */
  readonly label?: Caption;
}

interface Caption {
  readonly at: number;
  readonly dx: number;
  readonly dy: number;
  readonly anchor?: "start" | "middle";
}

/** Narrower than this the picture runs from top to bottom, px. */
const TURNS_AT = 760;
const OPENSEARCH_ROWS = 6;

/** DESIGN's picture of the pipeline with what has gone along each of its arrows. */
export function RiverPicture(): JSX.Element {
  const { state, say, count } = useStudio();
  const frame = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<Layout>(() => (window.innerWidth < TURNS_AT ? NARROW : WIDE));
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setLayout(entry.contentRect.width < TURNS_AT ? NARROW : WIDE);
    });
    if (frame.current !== null) watch.observe(frame.current);
    return () => {
      watch.disconnect();
    };
  }, []);
  const { boxes } = layout;
  const streams = useStreams(layout);
  const most = Math.max(...streams.map((stream) => stream.count));
  const { index, transform, redrive, sum } = state;
  const records = index.records + transform.records;
  const busy = state.runs.some((run) => run.state === "running");
  return (
    <div class="river" ref={frame}>
      <svg viewBox={`0 0 ${layout.width} ${layout.height}`} role="img" aria-labelledby="river-title river-text">
        <title id="river-title">{say("river.title")}</title>
        <desc id="river-text">
          {say("river.text", {
            received: count(sum.received),
            records: count(records),
            joined: count(state.joined),
            indexed: count(sum.indexed),
            duplicate: count(sum.duplicate),
            filtered: count(sum.filtered),
            failed: count(sum.failed),
          })}
        </desc>
        <g class={busy ? "streams busy" : "streams"}>
          {streams.map((stream) => (
            <path
              key={stream.id}
              class={`stream ${stream.tone}${stream.count === 0 ? " dry" : ""}`}
              d={pathOf(stream, layout)}
              stroke-width={streamWidth(stream.count, most)}
            />
          ))}
        </g>
        <Node
          layout={layout}
          name="logs"
          title="CloudWatch Logs"
          text={say("river.payloads", { n: count(index.invocations) })}
        />
        <Node
          layout={layout}
          name="firehose"
          title="Data Firehose"
          text={say("river.events", { n: count(transform.invocations) })}
        />
        <Node layout={layout} name="index" title="index" code text={retries(index.retries)} />
        <Node layout={layout} name="transform" title="transform" code text={retries(transform.retries)} />
        <g class="node core">
          <rect {...rect(boxes.core)} rx="10" />
          <text x={boxes.core.x + 16} y={boxes.core.y + 28} class="title">
            {say("river.core")}
          </text>
          <text x={boxes.core.x + 16} y={boxes.core.y + 66} class="big">
            {count(records)}
          </text>
          <text x={boxes.core.x + 16} y={boxes.core.y + 88} class="small">
            {say("river.records")}
          </text>
          <text x={boxes.core.x + 16} y={boxes.core.y + 114} class="small strong">
            {say("river.joined", { n: count(state.joined) })}
          </text>
        </g>
        <g class={`node drain${sum.filtered === 0 ? " idle" : ""}`}>
          <rect {...rect(boxes.filtered)} rx="8" />
          <text
            x={boxes.filtered.x + boxes.filtered.w / 2}
            y={boxes.filtered.y + boxes.filtered.h / 2 + 5}
            class="middle"
          >
            {say("river.filtered", { n: count(sum.filtered) })}
          </text>
        </g>
        <OpenSearchNode layout={layout} />
        <FailuresNode layout={layout} />
        <g class={`node${redrive.received === 0 ? " idle" : ""}`}>
          <rect {...rect(boxes.redrive)} rx="8" />
          <text x={boxes.redrive.x + boxes.redrive.w / 2} y={boxes.redrive.y + 24} class="middle title code">
            redrive
          </text>
          <text x={boxes.redrive.x + boxes.redrive.w / 2} y={boxes.redrive.y + 43} class="middle small">
            {say("river.again", { n: count(redrive.received) })}
          </text>
        </g>
        {streams.map((stream) => (
          <Label key={stream.id} stream={stream} layout={layout} number={count(stream.count)} />
        ))}
      </svg>
    </div>
  );

  function retries(number: number): string {
    return number === 0 ? say("river.function") : say("river.retries", { n: count(number) });
  }
}

function useStreams(layout: Layout): Stream[] {
  const { state, say } = useStudio();
  const { index, transform, redrive, sum } = state;
  const v = layout.vertical;
  const out = (at: number): Anchor => ({ side: v ? "bottom" : "right", at });
  const into = (at: number): Anchor => ({ side: v ? "top" : "left", at });
  const side = (above: number): Caption => ({
    at: 0.5,
    dx: v ? 12 : 0,
    dy: v ? 4 : -above,
    anchor: v ? "start" : "middle",
  });
  const undelivered = (counts: typeof index): number => counts.failed - counts.undecoded;
  const decoded = (counts: typeof index): number => counts.received - counts.undecoded;
  const row = (number: number): number =>
    (layout.rows.first + layout.rows.height * (number + 0.5)) / layout.boxes.opensearch.h;
  const atTop = (number: number): number => 0.1 + number * 0.16;
  const received = say("river.received");
  return [
    {
      id: "logs",
      from: "logs",
      out: out(0.5),
      to: "index",
      into: into(0.5),
      count: index.received,
      tone: "water",
      words: received,
      label: side(16),
    },
    {
      id: "firehose",
      from: "firehose",
      out: out(0.5),
      to: "transform",
      into: into(0.5),
      count: transform.received,
      tone: "water",
      words: v ? "" : received,
      label: side(16),
    },
    {
      id: "index",
      from: "index",
      out: out(0.5),
      to: "core",
      into: into(0.3),
      count: decoded(index),
      tone: "water",
      words: say("river.split"),
      label: { at: 0.5, dx: v ? 18 : 0, dy: v ? -10 : -32, anchor: v ? "start" : "middle" },
    },
    {
      id: "transform",
      from: "transform",
      out: out(0.5),
      to: "core",
      into: into(0.7),
      count: decoded(transform),
      tone: "water",
      words: say("river.split"),
      label: { at: v ? 0.1 : 0.5, dx: v ? -2 : 0, dy: v ? 36 : 40, anchor: v ? "start" : "middle" },
    },
    ...state.platforms.map(({ platform, records }, number): Stream => ({
      id: platform,
      from: "core",
      out: out(0.2 + number * 0.13),
      to: "opensearch",
      into: v ? { side: "top", at: atTop(number) } : { side: "left", at: row(number) },
      count: records,
      tone: `of-${platform}`,
    })),
    {
      id: "duplicate",
      from: "core",
      out: out(v ? 0.86 : 0.86),
      to: "opensearch",
      into: v ? { side: "top", at: atTop(5) } : { side: "left", at: row(5) },
      count: sum.duplicate,
      tone: "quiet",
    },
    {
      id: "filtered",
      from: "core",
      out: v ? { side: "right", at: 0.5 } : { side: "top", at: 0.5 },
      to: "filtered",
      into: v ? { side: "left", at: 0.5 } : { side: "bottom", at: 0.5 },
      count: sum.filtered,
      tone: "quiet",
    },
    {
      id: "undecoded",
      from: v ? "index" : "transform",
      out: v ? { side: "left", at: 0.5 } : { side: "bottom", at: 0.5 },
      to: "failures",
      into: v ? { side: "left", at: 0.5 } : { side: "top", at: 0.22 },
      count: index.undecoded + transform.undecoded,
      tone: "bad",
      ...(v ? {} : { words: say("river.undecoded"), label: { at: 0.5, dx: 12, dy: 4, anchor: "start" } as const }),
    },
    {
      id: "undelivered",
      from: v ? "opensearch" : "core",
      out: { side: "bottom", at: v ? 0.5 : 0.3 },
      to: "failures",
      into: v ? { side: "top", at: 0.5 } : { side: "top", at: 0.86 },
      count: undelivered(index) + undelivered(transform),
      tone: "bad",
      words: say("river.undelivered"),
      label: { at: 0.5, dx: 14, dy: v ? 4 : 10, anchor: "start" },
    },
    {
      id: "again",
      from: "failures",
      out: { side: "right", at: 0.5 },
      to: "redrive",
      into: v ? { side: "bottom", at: 0.5 } : { side: "left", at: 0.5 },
      count: redrive.received,
      tone: "again",
    },
    {
      id: "redriven",
      from: "redrive",
      out: v ? { side: "top", at: 0.5 } : { side: "right", at: 0.5 },
      to: "opensearch",
      into: v ? { side: "right", at: 0.3 } : { side: "bottom", at: 0.6 },
      count: redrive.delivered + redrive.duplicate,
      tone: "again",
      ...(v ? {} : { words: say("river.redriven"), label: { at: 0.55, dx: 16, dy: 14, anchor: "start" } as const }),
    },
  ];
}

function ends({ from, out, to, into }: Stream, { boxes }: Layout): [Point, Point] {
  return [pointOf(boxes[from], out), pointOf(boxes[to], into)];
}

function pathOf(stream: Stream, layout: Layout): string {
  const [from, to] = ends(stream, layout);
  return curve(from, stream.out.side, to, stream.into.side);
}

function rect({ x, y, w, h }: { x: number; y: number; w: number; h: number }) {
  return { x, y, width: w, height: h };
}

function Node(props: { layout: Layout; name: NodeName; title: string; text: string; code?: boolean }): JSX.Element {
  const box = props.layout.boxes[props.name];
  return (
    <g class="node">
      <rect {...rect(box)} rx="8" />
      <text x={box.x + 14} y={box.y + box.h / 2 - 3} class={props.code === true ? "title code" : "title"}>
        {props.title}
      </text>
      <text x={box.x + 14} y={box.y + box.h / 2 + 16} class="small">
        {props.text}
      </text>
    </g>
  );
}

function Label({ stream, layout, number }: { stream: Stream; layout: Layout; number: string }): JSX.Element | null {
  if (stream.label === undefined || stream.words === undefined) return null;
  const [from, to] = ends(stream, layout);
  const { at, dx, dy, anchor = "middle" } = stream.label;
  const x = from.x + (to.x - from.x) * at + dx;
  const y = from.y + (to.y - from.y) * at + dy;
  return (
    <text x={x} y={y} text-anchor={anchor} class={`label ${stream.tone}${stream.count === 0 ? " none" : ""}`}>
      <tspan class="number">{number}</tspan> <tspan>{stream.words}</tspan>
    </text>
  );
}

function OpenSearchNode({ layout }: { layout: Layout }): JSX.Element {
  const { state, say, count } = useStudio();
  const box = layout.boxes.opensearch;
  const rows = [
    ...state.platforms.map(({ platform, records }) => ({
      name: `logs-${platform}-…`,
      tone: `of-${platform}`,
      records,
    })),
    { name: say("river.duplicate"), tone: "quiet", records: state.sum.duplicate },
  ].slice(0, OPENSEARCH_ROWS);
  return (
    <g class="node store">
      <rect {...rect(box)} rx="10" />
      <text x={box.x + 16} y={box.y + 28} class="title">
        OpenSearch
      </text>
      {layout.vertical ? null : (
        <text x={box.x + box.w - 16} y={box.y + 28} class="small end">
          {say("river.indexed")}
        </text>
      )}
      {rows.map(({ name, tone, records }, number) => {
        const y = box.y + layout.rows.first + layout.rows.height * number;
        return (
          <g key={name} class={`row ${tone}${records === 0 ? " idle" : ""}`}>
            <rect x={box.x + 10} y={y + 4} width="4" height={layout.rows.height - 8} rx="2" class="mark" />
            <text x={box.x + 24} y={y + layout.rows.height / 2 + 5} class={tone === "quiet" ? "" : "code"}>
              {name}
            </text>
            <text x={box.x + box.w - 16} y={y + layout.rows.height / 2 + 5} class="number end">
              {count(records)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The three most frequent reasons; the page of failures has them all. */
function FailuresNode({ layout }: { layout: Layout }): JSX.Element {
  const { state, say, count } = useStudio();
  const box = layout.boxes.failures;
  const reasons = state.failures.toSorted((a, b) => b.events - a.events);
  const shown = reasons.slice(0, reasons.length > 3 ? 2 : 3);
  const rest = reasons.slice(shown.length);
  return (
    <g class={`node store failing${reasons.length === 0 ? " idle" : ""}`}>
      <rect {...rect(box)} rx="10" />
      <text x={box.x + 14} y={box.y + 22} class="title">
        {say("river.failures")}
      </text>
      {shown.map(({ reason, events }, number) => (
        <text key={reason} x={box.x + 14} y={box.y + 42 + number * 17} class="small code">
          {reason}
          <tspan x={box.x + box.w - 14} class="number end">
            {count(events)}
          </tspan>
        </text>
      ))}
      {rest.length > 0 ? (
        <text x={box.x + 14} y={box.y + 42 + shown.length * 17} class="small">
          {say("river.moreReasons", { n: rest.length })}
          <tspan x={box.x + box.w - 14} class="number end">
            {count(rest.reduce((sum, { events }) => sum + events, 0))}
          </tspan>
        </text>
      ) : null}
      {reasons.length === 0 ? (
        <text x={box.x + 14} y={box.y + 46} class="small">
          {say("river.noFailures")}
        </text>
      ) : null}
    </g>
  );
}
