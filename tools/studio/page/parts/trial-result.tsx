import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ClaimView, Trial } from "../../wire/messages.ts";
import { useStudio } from "../studio-context.ts";
import { CopyButton } from "./copy-button.tsx";
import { FailureDetail } from "./failure-detail.tsx";
import { LineRecord } from "./line-record.tsx";

/** Claims that are shown at first. */
const SHOWN = 4;

/** What a trial made: which records, who claims the line, and what could not be decoded. */
export function TrialResult({ trial }: { readonly trial: Trial }): JSX.Element {
  const { say, count } = useStudio();
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    setChosen((number) => Math.min(number, Math.max(0, trial.records.length - 1)));
  }, [trial]);
  const view = trial.records[chosen];
  const { fixture } = trial;
  return (
    <div class="outcome">
      <p class="taken">
        {trial.pieces.map(({ kind, count: number }) => (
          <span key={kind}>{say(`piece.${kind as "line"}`, { n: count(number) })}</span>
        ))}
        <span>
          → {say("try.events", { n: count(trial.events) })} → {say("try.records", { n: count(trial.records.length) })}
          {trial.more ? "+" : ""}
        </span>
        {trial.control > 0 ? <span>{say("try.control", { n: count(trial.control) })}</span> : null}
        {trial.failures.length > 0 ? (
          <b class="problem">{say("try.failures", { n: count(trial.failures.length) })}</b>
        ) : null}
      </p>
      {trial.records.length > 1 ? (
        <div class="pick">
          <label for="pick">{say("try.pick")}</label>
          <select
            id="pick"
            value={chosen}
            onChange={(event) => {
              setChosen(Number(event.currentTarget.value));
            }}
          >
            {trial.records.map(({ id, source, line = "" }, number) => (
              <option key={id} value={number}>
                {`${number + 1}  ${source}  ${line.slice(0, 90)}`}
              </option>
            ))}
          </select>
          <button
            type="button"
            disabled={chosen === 0}
            aria-label={say("try.previous")}
            onClick={() => {
              setChosen(chosen - 1);
            }}
          >
            ↑
          </button>
          <button
            type="button"
            disabled={chosen === trial.records.length - 1}
            aria-label={say("try.next")}
            onClick={() => {
              setChosen(chosen + 1);
            }}
          >
            ↓
          </button>
        </div>
      ) : null}
      {view === undefined ? null : (
        <div class="trial">
          <Claims claims={view.claims} />
          <LineRecord view={view} name="trial" />
          {fixture === undefined ? null : (
            <section class="fixture" aria-labelledby="fixture-title">
              <h3 id="fixture-title">{say("fixture.title")}</h3>
              <p class="hint">{say("fixture.hint")}</p>
              <p class="actions">
                <CopyButton text={fixture.lines} words={say("fixture.copy", { file: fixture.file })} />
                <CopyButton text={fixture.origin} words={say("fixture.copy", { file: "first.origin.json" })} />
              </p>
              <p class="code hint">{`shared/sources/${view.source}/samples/`}</p>
            </section>
          )}
        </div>
      )}
      {trial.failures.map((failure, number) => (
        <FailureDetail key={number} view={failure} />
      ))}
    </div>
  );
}

function Claims({ claims }: { readonly claims: readonly ClaimView[] }): JSX.Element {
  const { say, count } = useStudio();
  const [all, setAll] = useState(false);
  const shown = all ? claims : claims.slice(0, SHOWN);
  return (
    <section class="claims" aria-labelledby="claims-title">
      <h3 id="claims-title">{say("claims.title")}</h3>
      <table>
        <thead class="unseen">
          <tr>
            <th scope="col">{say("claims.score")}</th>
            <th scope="col">{say("facet.source")}</th>
            <th scope="col">{say("claims.why")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ source, score, description, by }, number) => (
            <tr key={source} class={number === 0 ? "winner" : ""}>
              <td class="score">
                <span class="gauge" aria-hidden="true">
                  <span style={{ width: `${score * 100}%` }} />
                </span>
                <b class="number">{score}</b>
              </td>
              <th scope="row" class="code">
                {source}
              </th>
              <td>
                {description} <span class="hint">{say(`claims.${by}`)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {claims.length > SHOWN ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? say("facets.fewer") : say("facets.more", { n: count(claims.length - SHOWN) })}
        </button>
      ) : null}
    </section>
  );
}
