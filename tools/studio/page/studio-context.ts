import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SourcesState, StudioState } from "../wire/messages.ts";
import type { Language, Say } from "../wire/words.ts";
import type { Navigation } from "./route.ts";

/** What all parts of the page know. */
export interface StudioPage extends Navigation {
  readonly state: StudioState;
  readonly sources: SourcesState;
  readonly say: Say;
  readonly language: Language;
  /** A number as one reads it. */
  readonly count: (number: number) => string;
  readonly theme: "light" | "dark";
  /** Says something to everybody, also to those who do not see it. */
  readonly announce: (text: string) => void;
}

export const StudioContext = createContext<StudioPage | undefined>(undefined);

export function useStudio(): StudioPage {
  const studio = useContext(StudioContext);
  if (studio === undefined) throw new Error("a part of the page outside of it");
  return studio;
}
