import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot, { type AlignedData, type Options } from "uplot";
import type { Facet, Filter, Timeline as TimelineData } from "../../wire/messages.ts";
import { getTimeline } from "../ask-server.ts";
import { useStudio } from "../studio-context.ts";

type By = "platform" | "severity";
const HEIGHT = 168;

/** Records over time; dragging across it zooms, and its legend filters. */
export function Timeline(): JSX.Element {
  const { state, route, go, say, count, theme, language } = useStudio();
  const { filter } = route;
  const [by, setBy] = useState<By>("platform");
  const [data, setData] = useState<TimelineData>();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(filter);
  latest.current = filter;
  useEffect(() => {
    let current = true;
    getTimeline(filter, by).then(
      (answer) => {
        if (current) setData(answer);
      },
      // The page says by itself when the server is gone.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [filter, by, state.version]);
  useEffect(() => {
    if (place.current === null || data === undefined || data.keys.length === 0) return undefined;
    const zoom = (from: number, to: number): void => {
      go({ filter: { ...latest.current, from: Math.round(from), to: Math.round(to) } });
    };
    return drawn(place.current, data, by, zoom, language);
  }, [data, theme, by, language]);
  const shift = (factor: number, move: number): void => {
    if (data === undefined) return;
    const span = (data.to - data.from) * factor;
    const middle = (data.from + data.to) / 2 + (data.to - data.from) * move;
    go({ filter: { ...filter, from: Math.round(middle - span / 2), to: Math.round(middle + span / 2) } });
  };
  const zoomed = filter.from !== undefined || filter.to !== undefined;
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <div class="heading">
        <h2 id="timeline-title">{say("timeline.title")}</h2>
        <fieldset class="choice">
          <legend class="unseen">{say("timeline.by")}</legend>
          {(["platform", "severity"] as const).map((one) => (
            <label key={one} class={one === by ? "chosen" : ""}>
              <input
                type="radio"
                name="timeline-by"
                checked={one === by}
                onChange={() => {
                  setBy(one);
                }}
              />
              {say(`facet.${one}`)}
            </label>
          ))}
        </fieldset>
        <div class="zoom">
          <button
            type="button"
            onClick={() => {
              shift(1, -0.5);
            }}
            aria-label={say("timeline.earlier")}
            title={say("timeline.earlier")}
          >
            ←
          </button>
          <button
            type="button"
            onClick={() => {
              shift(1, 0.5);
            }}
            aria-label={say("timeline.later")}
            title={say("timeline.later")}
          >
            →
          </button>
          <button
            type="button"
            onClick={() => {
              shift(0.5, 0);
            }}
            aria-label={say("timeline.in")}
            title={say("timeline.in")}
          >
            +
          </button>
          <button
            type="button"
            onClick={() => {
              shift(2, 0);
            }}
            aria-label={say("timeline.out")}
            title={say("timeline.out")}
          >
            −
          </button>
          <button
            type="button"
            disabled={!zoomed}
            onClick={() => {
              go({ filter: { ...filter, from: undefined, to: undefined } });
            }}
          >
            {say("timeline.reset")}
          </button>
        </div>
      </div>
      <div class="plot" ref={place} role="img" aria-label={data === undefined ? "" : summaryOf(data)} />
      {data === undefined || data.keys.length === 0 ? <p class="empty">{say("timeline.empty")}</p> : null}
      <ul class="legend">
        {(data?.keys ?? []).map((key, number) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={filter.facets[by].includes(key)}
              onClick={() => {
                go({ filter: toggled(filter, by, key) });
              }}
            >
              <span class={`swatch ${toneOf(by, key)}`} aria-hidden="true" />
              {key === "" ? say("severity.none") : key}{" "}
              <b>{count((data?.counts[number] ?? []).reduce((sum, one) => sum + one, 0))}</b>
            </button>
          </li>
        ))}
        {by === "platform" && filter.facets.severity.length + filter.facets.source.length > 0 ? (
          <li class="note">{say("timeline.filtered")}</li>
        ) : null}
      </ul>
    </section>
  );

  function summaryOf({ from, to, keys, counts }: TimelineData): string {
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
    const parts = keys.map(
      (key, number) => `${key} ${count((counts[number] ?? []).reduce((sum, one) => sum + one, 0))}`,
    );
    return say("timeline.summary", { from: format.format(from), to: format.format(to), parts: parts.join(", ") });
  }
}

/** A filter with one value of a facet chosen that was not, or the other way round. */
export function toggled(filter: Filter, facet: Facet, value: string): Filter {
  const chosen = filter.facets[facet];
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  return { ...filter, facets: { ...filter.facets, [facet]: next } };
}

export function toneOf(by: By, key: string): string {
  return by === "platform" ? `of-${key === "" ? "other" : key}` : `at-${key === "" ? "none" : key.toLowerCase()}`;
}

const DAY_S = 86_400;

/** Times of day in 24 hours, with the day where it changes; days alone where the ticks are days apart. */
function tickTexts(ticks: readonly number[]): string[] {
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks.map((tick, number) => {
    const iso = new Date(tick * 1000).toISOString();
    if (step >= DAY_S) return iso.slice(0, 10);
    const clock = step < 60 ? iso.slice(11, 19) : iso.slice(11, 16);
    const before = ticks[number - 1];
    const sameDay = before !== undefined && Math.floor(before / DAY_S) === Math.floor(tick / DAY_S);
    return sameDay ? clock : `${clock}\n${iso.slice(0, 10)}`;
  });
}

/** Draws stacked bars; gives what takes them away again. */
function drawn(
  place: HTMLElement,
  { from, step, keys, counts }: TimelineData,
  by: By,
  zoom: (from: number, to: number) => void,
  language: string,
): () => void {
  const style = getComputedStyle(place);
  const times = (counts[0] ?? []).map((_, number) => (from + step * (number + 0.5)) / 1000);
  const stacked: number[][] = [];
  for (const list of counts) {
    const below = stacked.at(-1);
    stacked.push(list.map((value, number) => value + (below?.[number] ?? 0)));
  }
  const colour = (key: string): string => style.getPropertyValue(`--${toneOf(by, key)}`).trim() || "#888";
  // The tallest first, so that each lower one is drawn over it.
  const order = keys.map((_, number) => number).toReversed();
  const bars = uPlot.paths.bars?.({ size: [0.9, 40], gap: 0.5 });
  const ink = style.getPropertyValue("--ink-3").trim();
  const axis = { stroke: ink, ticks: { show: false }, font: `11px ${style.fontFamily}` };
  const options: Options = {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: {
      x: { range: () => [from / 1000, (from + step * times.length) / 1000] },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.05)] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 90, values: (_, ticks) => tickTexts(ticks) },
      {
        ...axis,
        size: 52,
        grid: { stroke: style.getPropertyValue("--line").trim(), width: 1 },
        values: (_, ticks) =>
          ticks.map((tick) => new Intl.NumberFormat(language, { notation: "compact" }).format(tick)),
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
      },
    ],
    series: [
      {},
      ...order.map((number) => ({
        fill: colour(keys[number] ?? ""),
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          zoom(plot.posToVal(left, "x") * 1000, plot.posToVal(left + width, "x") * 1000);
        },
      ],
    },
  };
  const plot = new uPlot(options, [times, ...order.map((number) => stacked[number] ?? [])] as AlignedData, place);
  const watch = new ResizeObserver(() => {
    plot.setSize({ width: place.clientWidth, height: HEIGHT });
  });
  watch.observe(place);
  return () => {
    watch.disconnect();
    plot.destroy();
  };
}
