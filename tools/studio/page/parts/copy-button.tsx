import type { JSX } from "preact";
import { useStudio } from "../studio-context.ts";

/** Copies a text, and says so. */
export function CopyButton({ text, words }: { readonly text: string; readonly words?: string }): JSX.Element {
  const { say, announce } = useStudio();
  return (
    <button
      type="button"
      class="copy"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => {
            announce(say("copied"));
          },
          () => {
            announce(say("copy.refused"));
          },
        );
      }}
    >
      {words ?? say("copy")}
    </button>
  );
}
