import type { JSX } from "preact";

export function TryPage(): JSX.Element {
  return <p>…</p>;
}
