import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { NO_FILTER } from "../wire/filter.ts";
import { LANGUAGES, sayIn } from "../wire/words.ts";
import { useLive } from "./live.ts";
import { FailuresPage } from "./pages/failures.tsx";
import { FlowPage } from "./pages/flow.tsx";
import { QuestionsPage } from "./pages/questions.tsx";
import { RecordsPage } from "./pages/records.tsx";
import { TryPage } from "./pages/try.tsx";
import { SumLine } from "./parts/sum-line.tsx";
import { useLanguage, useTheme } from "./preferences.ts";
import { addressOf, PAGES, useNavigation, type PageName } from "./route.ts";
import { StudioContext } from "./studio-context.ts";

const VIEWS: Readonly<Record<PageName, () => JSX.Element>> = {
  flow: FlowPage,
  records: RecordsPage,
  try: TryPage,
  failures: FailuresPage,
  questions: QuestionsPage,
};

/** The whole page: where one can go, the sum that must always hold, and what one looks at. */
export function App(): JSX.Element {
  const { state, sources, lost } = useLive();
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const navigation = useNavigation();
  const [said, setSaid] = useState("");
  const main = useRef<HTMLElement>(null);
  const say = useMemo(() => sayIn(language), [language]);
  const count = useMemo(() => {
    const format = new Intl.NumberFormat(language);
    return (number: number) => format.format(number);
  }, [language]);
  const announce = useCallback((text: string) => {
    // The same sentence twice is said twice.
    setSaid((last) => (last === text ? `${text}\u00a0` : text));
  }, []);
  const { route } = navigation;
  const View = VIEWS[route.page];
  const kept = state?.sum.kept ?? 0;
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {say("skip")}
      </a>
      <header class="top">
        <p class="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M2 7c10 0 10 9 17 9h11M2 25c10 0 10-9 17-9M2 16h28" />
          </svg>
          <span>Tributary</span>
        </p>
        <nav aria-label={say("nav")}>
          {PAGES.map((page) => (
            <a
              key={page}
              href={addressOf({
                page,
                filter: page === "records" || page === "flow" ? route.filter : NO_FILTER,
                open: undefined,
              })}
              aria-current={page === route.page ? "page" : undefined}
            >
              {say(`nav.${page}`)}
              {page === "failures" && kept > 0 ? <span class="badge">{count(kept)}</span> : null}
            </a>
          ))}
        </nav>
        <div class="switches">
          <button
            type="button"
            class="quiet"
            aria-label={say(theme === "dark" ? "theme.light" : "theme.dark")}
            title={say(theme === "dark" ? "theme.light" : "theme.dark")}
            onClick={() => {
              setTheme(theme === "dark" ? "light" : "dark");
            }}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="7" class="ring" />
              <path d="M10 3a7 7 0 0 1 0 14z" class="half" />
            </svg>
          </button>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              class="quiet language"
              lang={one}
              aria-pressed={one === language}
              onClick={() => {
                setLanguage(one);
              }}
            >
              {one === "en" ? "EN" : "日本語"}
            </button>
          ))}
        </div>
      </header>
      {state === undefined ? (
        <main class="loading" aria-busy="true">
          {say(lost ? "lost" : "loading")}
        </main>
      ) : (
        <StudioContext.Provider value={{ ...navigation, state, sources, say, language, count, theme, announce }}>
          {lost ? (
            <p class="lost" role="alert">
              {say("lost")}
            </p>
          ) : null}
          <SumLine />
          <main id="main" ref={main} tabIndex={-1} class={`page-${route.page}`}>
            <View />
          </main>
        </StudioContext.Provider>
      )}
      <p class="unseen" role="status">
        {said}
      </p>
    </>
  );
}
