import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { FACETS, type Facet, type RecordPage } from "../../wire/messages.ts";
import { useStudio } from "../studio-context.ts";
import { toggled, toneOf } from "./timeline.tsx";

/** Values of a facet that are shown at first. */
const SHOWN = 8;

/** What the records found are, counted; choosing a value narrows to it. */
export function Facets({ page }: { readonly page: RecordPage | undefined }): JSX.Element {
  const { say, route } = useStudio();
  const chosen = FACETS.reduce((sum, facet) => sum + route.filter.facets[facet].length, 0);
  return (
    <details class="facets" open={window.innerWidth > 900}>
      <summary>
        {say("facets.title")}
        {chosen > 0 ? <span class="badge">{chosen}</span> : null}
      </summary>
      {FACETS.map((facet) => (
        <FacetList key={facet} facet={facet} values={page?.facets[facet] ?? []} />
      ))}
    </details>
  );
}

function FacetList({
  facet,
  values,
}: {
  readonly facet: Facet;
  readonly values: RecordPage["facets"][Facet];
}): JSX.Element | null {
  const { route, go, say, count } = useStudio();
  const [all, setAll] = useState(false);
  const chosen = route.filter.facets[facet];
  // What was chosen stays there to be taken back, also when nothing of it is left.
  const missing = chosen.filter((value) => !values.some(([one]) => one === value)).map((value) => [value, 0] as const);
  const entries = [...values, ...missing];
  if (entries.length === 0) return null;
  const shown = all ? entries : entries.filter(([value], number) => number < SHOWN || chosen.includes(value));
  return (
    <fieldset>
      <legend>{say(`facet.${facet}`)}</legend>
      {shown.map(([value, number]) => (
        <label key={value} class={chosen.includes(value) ? "chosen" : ""}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => {
              go({ filter: toggled(route.filter, facet, value) });
            }}
          />
          {facet === "platform" || facet === "severity" ? (
            <span class={`swatch ${toneOf(facet, value)}`} aria-hidden="true" />
          ) : null}
          <span class="value">{value === "" ? say("severity.none") : value}</span>
          <span class="number">{count(number)}</span>
        </label>
      ))}
      {entries.length > SHOWN ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? say("facets.fewer") : say("facets.more", { n: count(entries.length - SHOWN) })}
        </button>
      ) : null}
    </fieldset>
  );
}
