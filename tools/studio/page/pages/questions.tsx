import type { JSX } from "preact";

export function QuestionsPage(): JSX.Element {
  return <p>…</p>;
}
