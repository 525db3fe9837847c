import { useEffect, useState } from "preact/hooks";
import { LANGUAGES, type Language } from "../wire/words.ts";

/** Light or dark as the system has it, or as somebody chose. */
export type Theme = "light" | "dark";

function kept(name: string): string | undefined {
  return window.localStorage.getItem(`studio.${name}`) ?? undefined;
}

function keep(name: string, value: string): void {
  window.localStorage.setItem(`studio.${name}`, value);
}

export function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(
    () => LANGUAGES.find((one) => one === kept("language")) ?? (navigator.language.startsWith("ja") ? "ja" : "en"),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (chosen: Language): void => {
    keep("language", chosen);
    setLanguage(chosen);
  };
  return [language, choose];
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const [chosen, setChosen] = useState(() => kept("theme"));
  const [system, setSystem] = useState(dark.matches);
  useEffect(() => {
    const change = (): void => {
      setSystem(dark.matches);
    };
    dark.addEventListener("change", change);
    return () => {
      dark.removeEventListener("change", change);
    };
  }, []);
  const theme: Theme = chosen === "dark" || chosen === "light" ? chosen : system ? "dark" : "light";
  // Before the children draw: a chart takes its colours from the style sheet.
  document.documentElement.dataset["theme"] = theme;
  const choose = (next: Theme): void => {
    keep("theme", next);
    setChosen(next);
  };
  return [theme, choose];
}
