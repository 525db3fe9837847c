import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FAILURES, type Reason } from "../../../../shared/core/failures.ts";
import type { FailureCounts, FailureView } from "../../wire/messages.ts";
import { getFailures, postBurst, postRedrive } from "../ask-server.ts";
import { FailureDetail } from "../parts/failure-detail.tsx";
import { FaultBoard } from "../parts/fault-board.tsx";
import { useStudio } from "../studio-context.ts";

/** What could not be delivered, what to do about it, and a board to break things on purpose. */
export function FailuresPage(): JSX.Element {
  const { state, say, count, announce } = useStudio();
  const { sum, failures, redrive } = state;
  const busy = state.runs.some(({ state: one }) => one === "running" || one === "waiting");
  const last = state.runs.find(({ kind }) => kind === "redrive");
  const due = failures.filter(({ reason }) => FAILURES[reason].retry === "later");
  return (
    <>
      <h1 class="unseen">{say("nav.failures")}</h1>
      <div class="breaking">
        <FaultBoard />
        <section class="proof" aria-labelledby="proof-title">
          <h2 id="proof-title">{say("proof.title")}</h2>
          <dl>
            <dt>{say("proof.failed")}</dt>
            <dd class="number">{count(sum.failed)}</dd>
            <dt>{say("proof.kept")}</dt>
            <dd class="number">{count(sum.kept)}</dd>
            {sum.repeated === 0 ? null : (
              <>
                <dt>{say("proof.repeated")}</dt>
                <dd class="number">{count(sum.repeated)}</dd>
              </>
            )}
            <dt>{say("proof.retries")}</dt>
            <dd class="number">{count(state.index.retries + state.transform.retries + redrive.retries)}</dd>
            <dt>{say("proof.redriven")}</dt>
            <dd class="number">{count(redrive.delivered + redrive.duplicate)}</dd>
          </dl>
          <p class="hint">{say("proof.hint")}</p>
          <div class="actions">
            <button
              type="button"
              onClick={() => {
                void postBurst();
                announce(say("burst.sent"));
              }}
            >
              {say("burst.send")}
            </button>
            <button
              type="button"
              class="primary"
              disabled={due.length === 0 || busy}
              onClick={() => {
                void postRedrive(undefined);
              }}
            >
              {say("redrive.due")}
            </button>
          </div>
          {last?.problem === undefined ? null : (
            <p class="problem" role="alert">
              {last.problem}
            </p>
          )}
        </section>
      </div>
      <section aria-labelledby="reasons-title">
        <h2 id="reasons-title">{say("reasons.title")}</h2>
        {failures.length === 0 ? <p class="empty">{say("reasons.none")}</p> : null}
        <ul class="reasons">
          {failures.map((counts) => (
            <ReasonItem key={counts.reason} counts={counts} busy={busy} />
          ))}
        </ul>
      </section>
    </>
  );
}

function ReasonItem({ counts, busy }: { readonly counts: FailureCounts; readonly busy: boolean }): JSX.Element {
  const { state, say, count } = useStudio();
  const { reason, events, objects, bytes } = counts;
  const { summary, remedy, retry } = FAILURES[reason];
  const [open, setOpen] = useState(false);
  const views = useEntries(reason, open, state.version);
  return (
    <li>
      <div class="reason">
        <h3 class="code">{reason}</h3>
        <p class="numbers">
          <b>{count(events)}</b> {say("reasons.events")}
          <span class="hint">{say("reasons.objects", { n: count(objects), bytes: count(bytes) })}</span>
        </p>
        <p class="summary">{summary}</p>
        <p class="remedy">{remedy}</p>
        <p class="hint when">{say(retry === "later" ? "reasons.later" : "reasons.never")}</p>
        <div class="actions">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {say(open ? "reasons.hide" : "reasons.show")}
          </button>
          <button
            type="button"
            disabled={busy}
            aria-label={say("redrive.one", { reason })}
            onClick={() => {
              void postRedrive(reason);
            }}
          >
            {say("redrive.button")}
          </button>
        </div>
      </div>
      {open ? (
        <div class="entries">
          {views.map((view, number) => (
            <FailureDetail key={number} view={view} />
          ))}
        </div>
      ) : null}
    </li>
  );
}

function useEntries(reason: Reason, open: boolean, version: number): readonly FailureView[] {
  const [views, setViews] = useState<readonly FailureView[]>([]);
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    getFailures(reason).then(
      (answer) => {
        if (current) setViews(answer);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [reason, open, version]);
  return views;
}
