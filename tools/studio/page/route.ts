import { useCallback, useEffect, useState } from "preact/hooks";
import { filterParams, readFilter } from "../wire/filter.ts";
import type { Filter } from "../wire/messages.ts";

export const PAGES = ["flow", "records", "try", "failures", "questions"] as const;
export type PageName = (typeof PAGES)[number];

/** What is looked at. It stands in the address, so that back, forward and a reload do what one expects. */
export interface Route {
  readonly page: PageName;
  readonly filter: Filter;
  /** The row that is open. */
  readonly open: number | undefined;
}

export interface Navigation {
  readonly route: Route;
  /** Changes a part of the route. @param quietly without a step in the history, while somebody types. */
  readonly go: (change: Partial<Route>, quietly?: boolean) => void;
}

function readRoute(): Route {
  const [path = "", search = ""] = window.location.hash.replace(/^#\/?/, "").split("?");
  const params = new URLSearchParams(search);
  const open = Number(params.get("open") ?? Number.NaN);
  return {
    page: PAGES.find((page) => page === path) ?? "flow",
    filter: readFilter(params),
    open: Number.isSafeInteger(open) ? open : undefined,
  };
}

export function addressOf({ page, filter, open }: Route): string {
  const params = filterParams(filter);
  if (open !== undefined) params.set("open", String(open));
  const search = params.toString();
  return `#/${page}${search === "" ? "" : `?${search}`}`;
}

export function useNavigation(): Navigation {
  const [route, setRoute] = useState(readRoute);
  useEffect(() => {
    const read = (): void => {
      setRoute(readRoute());
    };
    window.addEventListener("popstate", read);
    window.addEventListener("hashchange", read);
    return () => {
      window.removeEventListener("popstate", read);
      window.removeEventListener("hashchange", read);
    };
  }, []);
  const go = useCallback((change: Partial<Route>, quietly = false) => {
    const next = { ...readRoute(), ...change };
    if (quietly) window.history.replaceState(null, "", addressOf(next));
    else window.history.pushState(null, "", addressOf(next));
    setRoute(next);
  }, []);
  return { route, go };
}
