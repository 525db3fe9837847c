import { useEffect, useState } from "preact/hooks";
import type { SourcesState, StudioState } from "../wire/messages.ts";
import { getState } from "./ask-server.ts";

/** What the server tells by itself. */
export interface Live {
  /** Undefined until the first answer. */
  readonly state: StudioState | undefined;
  readonly sources: SourcesState;
  /** The server does not answer. */
  readonly lost: boolean;
}

/** Listens to the server for as long as the page is there; the browser comes back by itself when the server was away. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ state: undefined, sources: { state: "ready", count: 0 }, lost: false });
  useEffect(() => {
    const events = new EventSource("/api/changes");
    let asking = false;
    let again = false;
    const update = async (): Promise<void> => {
      again = true;
      if (asking) return;
      asking = true;
      try {
        while (again) {
          again = false;
          const state = await getState();
          setLive((last) => ({ ...last, state, lost: false }));
        }
      } catch {
        setLive((last) => ({ ...last, lost: true }));
      } finally {
        asking = false;
      }
    };
    events.addEventListener("state", () => void update());
    events.addEventListener("sources", (event) => {
      const sources = JSON.parse((event as MessageEvent<string>).data) as SourcesState;
      setLive((last) => ({ ...last, sources }));
    });
    events.addEventListener("error", () => {
      setLive((last) => ({ ...last, lost: true }));
    });
    return () => {
      events.close();
    };
  }, []);
  return live;
}
