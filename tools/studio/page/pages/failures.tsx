import type { JSX } from "preact";

export function FailuresPage(): JSX.Element {
  return <p>…</p>;
}
