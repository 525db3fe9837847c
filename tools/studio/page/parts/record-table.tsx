import type { JSX, TargetedKeyboardEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Filter, RecordPage, RecordRow } from "../../wire/messages.ts";
import { getRecords } from "../ask-server.ts";
import { useStudio } from "../studio-context.ts";
import { clockText, dayText } from "../times.ts";

/** Height of a row, px; on a narrow screen the message stands below. */
const ROW = window.innerWidth <= 640 ? 44 : 30;
const HEAD = 30;
/** Rows that are fetched at once, and rows that are drawn beyond what is seen. */
const PAGE = 100;
const BEYOND = 12;
/** Browsers draw nothing higher than some millions of pixels; beyond, a step of the scroll bar is more than a row. */
const HIGHEST = 8_000_000;

interface Props {
  readonly filter: Filter;
  readonly chosen: number | undefined;
  readonly onOpen: (id: number) => void;
  readonly onPage: (page: RecordPage) => void;
}

interface Pages {
  readonly key: string;
  readonly total: number;
  readonly rows: ReadonlyMap<number, readonly RecordRow[]>;
}

/** The rows of a filter, of which only those in sight exist. Arrows move, Enter opens. */
export function RecordTable({ filter, chosen, onOpen, onPage }: Props): JSX.Element {
  const { state, say } = useStudio();
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [active, setActive] = useState(0);
  const key = JSON.stringify(filter);
  const [pages, setPages] = useState<Pages>({ key, total: 0, rows: new Map() });
  const asked = useRef(new Set<string>());
  const { total } = pages;
  const full = Math.min(total * ROW, HIGHEST);
  const scale = total === 0 ? 1 : (total * ROW) / Math.max(full, 1);
  const first = Math.max(0, Math.floor((top * scale) / ROW));
  const visible = Math.ceil(height / ROW);
  const begin = Math.max(0, first - BEYOND);
  const end = Math.min(total, first + visible + BEYOND);
  const stamp = `${key} ${state.version}`;

  useEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = 0;
    setTop(0);
    setActive(0);
  }, [key]);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setHeight(entry.contentRect.height);
    });
    if (frame.current !== null) watch.observe(frame.current);
    return () => {
      watch.disconnect();
    };
  }, []);
  useEffect(() => {
    let current = true;
    const wanted: number[] = [];
    for (let page = Math.floor(begin / PAGE); page * PAGE < Math.max(end, 1); page++) wanted.push(page);
    for (const page of wanted) {
      const mark = `${stamp} ${page}`;
      if (asked.current.has(mark)) continue;
      asked.current.add(mark);
      getRecords(filter, page * PAGE, PAGE).then(
        (answer) => {
          // An answer to a question that nobody asks any more would draw the wrong rows.
          if (!current && answer.version !== state.version) asked.current.delete(mark);
          setPages((last) => {
            const same = last.key === key ? last.rows : new Map<number, readonly RecordRow[]>();
            return { key, total: answer.total, rows: new Map(same).set(page, answer.rows) };
          });
          onPage(answer);
        },
        () => asked.current.delete(mark),
      );
    }
    if (asked.current.size > 500) asked.current.clear();
    return () => {
      current = false;
    };
  }, [stamp, begin, end]);

  const rowAt = (number: number): RecordRow | undefined =>
    pages.key === key ? pages.rows.get(Math.floor(number / PAGE))?.[number % PAGE] : undefined;
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(total - 1, to));
    setActive(next);
    const element = frame.current;
    if (element === null) return;
    const at = (next * ROW) / scale;
    if (at < element.scrollTop) element.scrollTop = at;
    // The heading stays at the top and takes a row of the height.
    else if (at + ROW + HEAD > element.scrollTop + element.clientHeight) {
      element.scrollTop = at + ROW + HEAD - element.clientHeight;
    }
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: visible - 1,
      PageUp: 1 - visible,
    };
    const step = steps[event.key];
    if (step !== undefined) move(active + step);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(total - 1);
    else if (event.key === "Enter" || event.key === " ") {
      const row = rowAt(active);
      if (row !== undefined) onOpen(row.id);
    } else return;
    event.preventDefault();
  };
  const numbers: number[] = [];
  for (let number = begin; number < end; number++) numbers.push(number);
  return (
    <div
      class="grid"
      role="grid"
      aria-label={say("records.table")}
      aria-rowcount={total + 1}
      aria-colcount={4}
      aria-activedescendant={total > 0 ? `row-${active}` : undefined}
      tabIndex={0}
      ref={frame}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        setTop(event.currentTarget.scrollTop);
      }}
    >
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex={1} class="row">
          <span role="columnheader">{say("records.time")}</span>
          <span role="columnheader">{say("facet.severity")}</span>
          <span role="columnheader">{say("facet.source")}</span>
          <span role="columnheader">{say("records.body")}</span>
        </div>
      </div>
      <div class="rows" role="rowgroup" style={{ height: `${full}px` }}>
        {numbers.map((number) => (
          <Row
            key={number}
            number={number}
            row={rowAt(number)}
            place={number * ROW - top * (scale - 1)}
            active={number === active}
            chosen={chosen}
            onChoose={(id) => {
              setActive(number);
              if (id !== undefined) onOpen(id);
            }}
          />
        ))}
      </div>
      {total === 0 ? <p class="empty">{say("records.none")}</p> : null}
    </div>
  );
}

interface RowProps {
  readonly number: number;
  /** Undefined until it has come. */
  readonly row: RecordRow | undefined;
  /** px from the top. */
  readonly place: number;
  readonly active: boolean;
  readonly chosen: number | undefined;
  readonly onChoose: (id: number | undefined) => void;
}

function Row({ number, row, place, active, chosen, onChoose }: RowProps): JSX.Element {
  const { language } = useStudio();
  const failed = row !== undefined && row.reason !== "";
  return (
    <div
      id={`row-${number}`}
      role="row"
      aria-rowindex={number + 2}
      aria-selected={row !== undefined && row.id === chosen}
      class={`row${active ? " active" : ""}${failed ? " failed" : ""}`}
      style={{ transform: `translateY(${place}px)` }}
      onClick={() => {
        onChoose(row?.id);
      }}
    >
      <span role="gridcell" class="time">
        {row === undefined ? null : (
          <>
            <span class="day">{dayText(row.time, language)} </span>
            {clockText(row.time)}
          </>
        )}
      </span>
      <span
        role="gridcell"
        class={`level at-${row === undefined || row.severity === "" ? "none" : row.severity.toLowerCase()}`}
      >
        {row?.severity ?? ""}
      </span>
      <span role="gridcell" class="source code">
        {failed ? (
          <i aria-hidden="true">⚠</i>
        ) : (
          <i class={`swatch of-${row?.platform ?? "other"}`} aria-hidden="true" />
        )}
        {failed ? row.reason : (row?.source ?? "")}
      </span>
      <span role="gridcell" class="body code">
        {row?.body ?? "…"}
      </span>
    </div>
  );
}
