import { FACETS, type Filter } from "./messages.ts";

/** A filter that lets everything pass. */
export const NO_FILTER: Filter = {
  q: "",
  from: undefined,
  to: undefined,
  facets: { platform: [], source: [], severity: [], reason: [] },
};

/** A filter as it stands in an address. */
export function filterParams({ q, from, to, facets }: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (from !== undefined) params.set("from", String(from));
  if (to !== undefined) params.set("to", String(to));
  for (const facet of FACETS) for (const value of facets[facet]) params.append(facet, value);
  return params;
}

/** Reads a filter of an address; what makes no sense there is no part of it. */
export function readFilter(params: URLSearchParams): Filter {
  return {
    q: (params.get("q") ?? "").slice(0, 2000),
    from: timeOf(params.get("from")),
    to: timeOf(params.get("to")),
    facets: {
      platform: params.getAll("platform"),
      source: params.getAll("source"),
      severity: params.getAll("severity"),
      reason: params.getAll("reason"),
    },
  };
}

function timeOf(text: string | null): number | undefined {
  const number = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? Math.round(number) : undefined;
}
