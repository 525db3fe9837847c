import type { JSX } from "preact";
import type { FailureView } from "../../wire/messages.ts";
import { useStudio } from "../studio-context.ts";

/** One failure: what happened, what to do, and the bytes as they came in. */
export function FailureDetail({ view }: { readonly view: FailureView }): JSX.Element {
  const { say, count } = useStudio();
  return (
    <article class="failure-detail">
      <h3 class="code">{view.reason}</h3>
      <p>{view.summary}</p>
      <p class="remedy">{view.remedy}</p>
      <dl>
        <dt>{say("failure.detail")}</dt>
        <dd class="code">{view.detail}</dd>
        <dt>{say("failure.stage")}</dt>
        <dd>{view.stage}</dd>
        <dt>{say("failure.attempts")}</dt>
        <dd>{count(view.attempts)}</dd>
        <dt>{say("failure.firstSeen")}</dt>
        <dd class="code">{view.firstSeen}</dd>
        {view.place === "" ? null : (
          <>
            <dt>{say("failure.place")}</dt>
            <dd class="code">{view.place}</dd>
          </>
        )}
        <dt>{say("failure.original")}</dt>
        <dd>{say(view.shortened ? "failure.shortened" : "failure.bytes", { n: count(view.bytes) })}</dd>
      </dl>
      <pre class="original" tabIndex={0}>
        {view.original}
      </pre>
    </article>
  );
}
