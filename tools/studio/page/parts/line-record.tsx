import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldView, RecordView, Span } from "../../wire/messages.ts";
import type { Word } from "../../wire/words.ts";
import { useStudio } from "../studio-context.ts";
import { CopyButton } from "./copy-button.tsx";

type Tab = "fields" | "json" | "bulk";
const TABS: readonly Tab[] = ["fields", "json", "bulk"];

interface Numbered {
  readonly field: FieldView;
  readonly number: number;
}

/** A record beside its line: which part became which field, what that field is, and what else the record says. */
export function LineRecord({ view, name }: { readonly view: RecordView; readonly name: string }): JSX.Element {
  const { say, count } = useStudio();
  const [active, setActive] = useState<number>();
  const [tab, setTab] = useState<Tab>("fields");
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setActive(undefined);
  }, [view]);
  const show = (number: number): void => {
    setTab("fields");
    setActive(number);
  };
  const goTo = (number: number): void => {
    show(number);
    // The table is drawn first, when another tab was open.
    requestAnimationFrame(() =>
      fields.current?.querySelector(`[data-field="${number}"]`)?.scrollIntoView({ block: "nearest" }),
    );
  };
  return (
    <article class="line-record">
      <section aria-label={say("line.title")}>
        <div class="heading">
          <h3>{say("line.title")}</h3>
          <p class="where code">
            {view.logGroup === "" ? null : (
              <>
                {view.logGroup} <span aria-hidden="true">›</span> {view.logStream}
              </>
            )}
          </p>
        </div>
        {view.line === undefined ? (
          <p class="hint">{say("line.unknown")}</p>
        ) : (
          <Line line={view.line} spans={view.spans} fields={view.fields} active={active} onShow={show} onGoTo={goTo} />
        )}
        {view.events > 1 ? <p class="hint">{say("line.joined", { n: count(view.events) })}</p> : null}
        <p class="key">
          <span class="part field">{say("key.field")}</span> <span class="part derived">{say("key.derived")}</span>{" "}
          <span class="part payload">{say("key.payload")}</span>{" "}
          <span class="part redacted">{say("key.redacted")}</span>
        </p>
      </section>
      <section aria-label={say("record.title")}>
        <div class="heading">
          <h3>{say("record.title")}</h3>
          <div class="tabs" role="tablist" aria-label={say("record.title")}>
            {TABS.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                id={`${name}-${one}`}
                aria-selected={one === tab}
                aria-controls={`${name}-panel`}
                tabIndex={one === tab ? 0 : -1}
                onClick={() => {
                  setTab(one);
                }}
                onKeyDown={(event) => {
                  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                  if (step === 0) return;
                  const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? "fields";
                  setTab(next);
                  document.getElementById(`${name}-${next}`)?.focus();
                }}
              >
                {say(`record.${one}`)}
              </button>
            ))}
          </div>
        </div>
        <div role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${tab}`} ref={fields} tabIndex={0}>
          {tab === "fields" ? <Fields view={view} active={active} onActive={setActive} /> : null}
          {tab === "json" ? <Text text={view.record} /> : null}
          {tab === "bulk" ? (
            <>
              <p class="hint">{say("record.bulkHint")}</p>
              <Text text={view.action === "" ? "" : `${view.action}\n{ … }`} copied={view.action} />
            </>
          ) : null}
        </div>
      </section>
    </article>
  );
}

function Text({ text, copied = text }: { readonly text: string; readonly copied?: string }): JSX.Element {
  return (
    <div class="text">
      <CopyButton text={copied} />
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}

interface LineProps {
  readonly line: string;
  readonly spans: readonly Span[];
  readonly fields: readonly FieldView[];
  readonly active: number | undefined;
  readonly onShow: (field: number) => void;
  /** The same, and its row comes into sight. */
  readonly onGoTo: (field: number) => void;
}

function Line({ line, spans, fields, active, onShow, onGoTo }: LineProps): JSX.Element {
  const { say } = useStudio();
  const ordinals = ordinalsOf(fields);
  const parts: (JSX.Element | string)[] = [];
  let at = 0;
  for (const [number, span] of spans.entries()) {
    if (span.start > at) parts.push(line.slice(at, span.start));
    at = span.end;
    const text = line.slice(span.start, span.end);
    const [main] = span.fields;
    const field = main === undefined ? undefined : fields[main];
    if (span.redacted || main === undefined || field === undefined) {
      parts.push(
        <span key={number} class="part redacted" title={say("key.redacted")}>
          {text}
        </span>,
      );
      continue;
    }
    const isOnlyBody = span.fields.every((one) => fields[one]?.path === "body");
    const kind = isOnlyBody
      ? "body"
      : field.kind === "payload"
        ? "payload"
        : field.provenance === "derived"
          ? "derived"
          : "field";
    const previous = spans[number - 1];
    const begins = previous === undefined || previous.end < span.start || previous.fields[0] !== main;
    parts.push(
      <button
        key={number}
        type="button"
        class={`part ${kind}${active !== undefined && span.fields.includes(active) ? " active" : ""}`}
        title={span.fields.map((one) => fields[one]?.path ?? "").join("\n")}
        onClick={() => {
          onGoTo(main);
        }}
        onMouseEnter={() => {
          onShow(main);
        }}
        onFocus={() => {
          onShow(main);
        }}
      >
        {text}
        {begins && kind !== "body" ? <sup aria-hidden="true">{ordinals[main]}</sup> : null}
      </button>,
    );
  }
  parts.push(line.slice(at));
  return (
    <div class="raw code" role="group" aria-label={say("line.title")} tabIndex={0}>
      {parts}
    </div>
  );
}

interface FieldsProps {
  readonly view: RecordView;
  readonly active: number | undefined;
  readonly onActive: (field: number | undefined) => void;
}

function Fields({ view, active, onActive }: FieldsProps): JSX.Element {
  const { say } = useStudio();
  const ordinals = ordinalsOf(view.fields);
  const numbered = view.fields.map((field, number): Numbered => ({ field, number }));
  const isNote = ({ field }: Numbered): boolean => field.path === "attributes.tributary.notes";
  const groups: readonly [Word, readonly Numbered[]][] = [
    [
      "fields.line",
      numbered.filter((one) => one.field.kind === "field" && one.field.provenance !== "origin" && !isNote(one)),
    ],
    ["fields.payload", numbered.filter(({ field }) => field.kind === "payload")],
    [
      "fields.origin",
      numbered.filter((one) => one.field.kind === "field" && one.field.provenance === "origin" && !isNote(one)),
    ],
  ];
  return (
    <>
      {view.notes.length === 0 ? null : (
        <div class="notes">
          <h4>{say("fields.notes")}</h4>
          <ul>
            {view.notes.map((note) => (
              <li key={note} class="code">
                {note}
              </li>
            ))}
          </ul>
        </div>
      )}
      {groups.map(([title, members]) =>
        members.length === 0 ? null : (
          <table key={title} class="fields">
            <caption>{say(title)}</caption>
            <tbody>
              {members.map(({ field, number }) => (
                <tr
                  key={number}
                  data-field={number}
                  class={number === active ? "active" : ""}
                  onMouseEnter={() => {
                    onActive(number);
                  }}
                >
                  <td class="ordinal">{field.provenance === "origin" ? "" : ordinals[number]}</td>
                  <th scope="row">
                    <span class="code">{shortPath(field.path)}</span>
                    <span class="about">
                      {field.kind === "payload" ? null : field.description}
                      {field.kind === "payload" ? null : <i> {field.type}</i>}
                      {field.otel === undefined ? null : (
                        <a href={field.otel} target="_blank" rel="noreferrer">
                          OTel<span class="unseen"> {field.path}</span>
                        </a>
                      )}
                    </span>
                  </th>
                  <td class="value code">{field.value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ),
      )}
    </>
  );
}

/** What fields that have a place in the line are called there and in the table: 1, 2, 3. */
function ordinalsOf(fields: readonly FieldView[]): readonly number[] {
  let last = 0;
  return fields.map(({ provenance }) => (provenance === "origin" ? last : ++last));
}

/** The maps that nearly all fields are in say little. */
function shortPath(path: string): JSX.Element {
  const prefix = /^(?:resource\.attributes|attributes|payload|labels)\./.exec(path)?.[0] ?? "";
  return (
    <>
      {prefix === "" ? null : <span class="prefix">{prefix}</span>}
      {path.slice(prefix.length)}
    </>
  );
}
