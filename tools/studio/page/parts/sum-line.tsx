import type { JSX } from "preact";
import { useStudio } from "../studio-context.ts";

const TERMS = ["indexed", "duplicate", "filtered", "failed"] as const;

/** `received = indexed + duplicate + filtered + failed`, always in sight. */
export function SumLine(): JSX.Element {
  const { state, say, count, go } = useStudio();
  const { sum } = state;
  const busy = state.runs.find((run) => run.state === "running");
  const holds = sum.gap === 0 && sum.failed === sum.kept + sum.repeated;
  return (
    <section class="sum" aria-label={say("sum.label")}>
      <p class="equation">
        <span class="term">
          <b>{count(sum.received)}</b> {say("sum.received")}
        </span>
        <span class="sign">{sum.gap === 0 ? "=" : "≠"}</span>
        {TERMS.map((term, number) => (
          <span key={term} class="summand">
            {number > 0 ? <span class="sign">+</span> : null}
            <span class={`term ${term}`}>
              <b>{count(sum[term])}</b>{" "}
              {term === "failed" && sum.failed > 0 ? (
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    go({ page: "failures" });
                  }}
                >
                  {say("sum.failed")}
                </button>
              ) : (
                say(`sum.${term}`)
              )}
            </span>
          </span>
        ))}
      </p>
      <p class={`verdict ${holds || busy !== undefined ? "holds" : "broken"}`}>
        {busy === undefined ? (
          <>
            <span aria-hidden="true">{holds ? "✓" : "✗"}</span> {say(holds ? "sum.holds" : "sum.broken")}
          </>
        ) : (
          <>
            <span class="turning" aria-hidden="true" />{" "}
            {say(busy.kind === "replay" ? "sum.replaying" : "sum.redriving", { name: busy.name })}
          </>
        )}
      </p>
      <div class="share" aria-hidden="true">
        {TERMS.map((term) => (
          <span key={term} class={term} style={{ flexGrow: sum[term] }} />
        ))}
      </div>
    </section>
  );
}
