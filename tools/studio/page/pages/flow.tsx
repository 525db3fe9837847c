import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { NO_FILTER } from "../../wire/filter.ts";
import { RiverPicture } from "../parts/river-picture.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { addressOf } from "../route.ts";
import { useStudio } from "../studio-context.ts";

/** Sources that are shown at first. */
const SHOWN = 12;

/** The picture of what happened, when, and what each source made of it. */
export function FlowPage(): JSX.Element {
  const { state, say, count } = useStudio();
  const [all, setAll] = useState(false);
  const sources = all ? state.sources : state.sources.slice(0, SHOWN);
  const most = Math.max(1, ...state.sources.map(({ events }) => events));
  return (
    <>
      <h1 class="unseen">{say("nav.flow")}</h1>
      <RiverPicture />
      <Timeline />
      <div class="below">
        <section aria-labelledby="sources-title">
          <h2 id="sources-title">{say("flow.sources")}</h2>
          <table class="counts">
            <thead>
              <tr>
                <th scope="col">{say("facet.source")}</th>
                <th scope="col" class="bar">
                  <span class="unseen">{say("flow.share")}</span>
                </th>
                <th scope="col" class="number">
                  {say("flow.events")}
                </th>
                <th scope="col" class="number">
                  {say("flow.records")}
                </th>
              </tr>
            </thead>
            <tbody>
              {sources.map(({ source, platform, events, records }) => (
                <tr key={`${source} ${platform}`}>
                  <th scope="row">
                    <a
                      class="code"
                      href={addressOf({
                        page: "records",
                        filter: { ...NO_FILTER, facets: { ...NO_FILTER.facets, source: [source] } },
                        open: undefined,
                      })}
                    >
                      {source}
                    </a>
                  </th>
                  <td class="bar">
                    <span
                      class={`of-${platform}`}
                      style={{ width: `${Math.max(1, (100 * Math.log10(1 + events)) / Math.log10(1 + most))}%` }}
                    />
                  </td>
                  <td class="number">{count(events)}</td>
                  <td class="number">{count(records)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {state.sources.length > SHOWN ? (
            <button
              type="button"
              class="link more"
              onClick={() => {
                setAll(!all);
              }}
            >
              {all ? say("facets.fewer") : say("facets.more", { n: count(state.sources.length - SHOWN) })}
            </button>
          ) : null}
        </section>
        <section aria-labelledby="runs-title">
          <h2 id="runs-title">{say("flow.runs")}</h2>
          <ol class="runs">
            {state.runs.map((run) => (
              <li key={run.id} class={run.state}>
                <span class="code">{run.name}</span>
                <span class="what">{say(`run.${run.kind}`)}</span>
                <span class="number">{say("run.events", { n: count(run.events) })}</span>
                <span class="state">{say(`run.${run.state}`)}</span>
                {run.problem === undefined ? null : <span class="problem">{run.problem}</span>}
              </li>
            ))}
          </ol>
          <p class="hint">{state.cluster ? say("flow.toCluster", { url: state.to }) : say("flow.toMemory")}</p>
        </section>
      </div>
    </>
  );
}
