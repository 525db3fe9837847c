import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { NO_FILTER } from "../../wire/filter.ts";
import { FACETS, type FieldEntry, type Opened, type RecordPage } from "../../wire/messages.ts";
import { getFields, getOpened } from "../ask-server.ts";
import { Facets } from "../parts/facets.tsx";
import { FailureDetail } from "../parts/failure-detail.tsx";
import { LineRecord } from "../parts/line-record.tsx";
import { RecordTable } from "../parts/record-table.tsx";
import { useStudio } from "../studio-context.ts";
import { timeText } from "../times.ts";

/** Time between the last key and the search, ms. */
const PAUSE_MS = 120;

/** All records and failures of this session: search, facets, table, and one of them opened. */
export function RecordsPage(): JSX.Element {
  const { state, route, go, say, count, language } = useStudio();
  const { filter, open } = route;
  const [typed, setTyped] = useState(filter.q);
  const [page, setPage] = useState<RecordPage>();
  const [opened, setOpened] = useState<Opened>();
  const [fields, setFields] = useState<readonly FieldEntry[]>([]);
  const panel = useRef<HTMLElement>(null);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    getFields().then(setFields, () => undefined);
  }, []);
  useEffect(() => {
    if (typed === filter.q) return undefined;
    const due = setTimeout(() => {
      go({ filter: { ...filter, q: typed } }, true);
    }, PAUSE_MS);
    return () => {
      clearTimeout(due);
    };
  }, [typed]);
  useEffect(() => {
    setTyped(filter.q);
  }, [filter.q]);
  useEffect(() => {
    if (open === undefined) {
      setOpened(undefined);
      return undefined;
    }
    let current = true;
    getOpened(open).then(
      (answer) => {
        if (current) setOpened(answer);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [open]);
  useEffect(() => {
    if (opened !== undefined) panel.current?.focus({ preventScroll: true });
  }, [opened]);
  const close = useCallback(() => {
    go({ open: undefined });
    table.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }, []);
  const word = /(\S*)$/.exec(typed)?.[1] ?? "";
  const limited = filter.from !== undefined || filter.to !== undefined;
  const chosen = FACETS.some((facet) => filter.facets[facet].length > 0) || limited || filter.q !== "";
  return (
    <>
      <h1 class="unseen">{say("nav.records")}</h1>
      <search class="search">
        <label class="unseen" for="q">
          {say("records.search")}
        </label>
        <input
          id="q"
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder={say("records.searchHint")}
          value={typed}
          list="field-names"
          aria-describedby="q-help"
          onInput={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
        <datalist id="field-names">
          {word.length > 1 && !word.includes(":")
            ? fields
                .filter(({ path }) => path.includes(word.replace(/^-/, "")))
                .slice(0, 12)
                .map(({ path, description }) => (
                  <option
                    key={path}
                    value={`${typed.slice(0, typed.length - word.length)}${path.replace(/^(resource\.)?attributes\./, "")}:`}
                  >
                    {description}
                  </option>
                ))
            : null}
        </datalist>
        <p id="q-help" class="hint">
          {page?.problem === undefined ? (
            say("records.searchHelp")
          ) : (
            <span class="problem">{say("records.badQuery")}</span>
          )}
        </p>
      </search>
      <div class={opened === undefined ? "browse" : "browse split"}>
        <Facets page={page} />
        <div class="list" ref={table}>
          <p class="result" aria-live="polite">
            <b>{count(page?.total ?? 0)}</b> {say("records.found")}
            {limited ? (
              <span class="range code">
                {" "}
                {filter.from === undefined ? "…" : timeText(filter.from, language)} –{" "}
                {filter.to === undefined ? "…" : timeText(filter.to, language)}
              </span>
            ) : null}
            {chosen ? (
              <button
                type="button"
                class="link"
                onClick={() => {
                  go({ filter: NO_FILTER });
                }}
              >
                {say("records.clear")}
              </button>
            ) : null}
            {state.released > 0 ? (
              <span class="hint"> {say("records.released", { n: count(state.released) })}</span>
            ) : null}
          </p>
          <RecordTable
            filter={filter}
            chosen={open}
            onPage={setPage}
            onOpen={(id) => {
              go({ open: id });
            }}
          />
        </div>
        {opened === undefined ? null : (
          <aside
            class="panel"
            ref={panel}
            tabIndex={-1}
            aria-label={say("records.opened")}
            onKeyDown={(event) => {
              if (event.key === "Escape") close();
            }}
          >
            <div class="heading">
              <h2>
                {opened.kind === "record" ? (
                  <span class="code">{opened.view.source}</span>
                ) : (
                  say(opened.kind === "failure" ? "records.failure" : "records.gone")
                )}
              </h2>
              {opened.kind === "record" ? <p class="where code">{opened.view.index}</p> : null}
              <button type="button" class="close" onClick={close} aria-label={say("close")}>
                ✕
              </button>
            </div>
            {opened.kind === "record" ? <LineRecord view={opened.view} name="opened" /> : null}
            {opened.kind === "failure" ? <FailureDetail view={opened.view} /> : null}
            {opened.kind === "gone" ? <p class="hint">{say("records.goneHint")}</p> : null}
          </aside>
        )}
      </div>
    </>
  );
}
