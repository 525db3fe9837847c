import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Trial } from "../../wire/messages.ts";
import { postReplay, postTry } from "../ask-server.ts";
import { EXAMPLES } from "../examples.ts";
import { TrialResult } from "../parts/trial-result.tsx";
import { useStudio } from "../studio-context.ts";

/** Time between the last key and the trial, ms. */
const PAUSE_MS = 200;

interface Input {
  readonly text: string;
  /** A file that was dropped or chosen stands in the place of the text. */
  readonly file: File | undefined;
  readonly logGroup: string;
  readonly logStream: string;
}

/** It stays while one looks at other pages. */
let last: Input = { text: "", file: undefined, logGroup: "", logStream: "" };

/** Whatever is pasted or dropped goes through the real functions at once, and again when a source is saved. */
export function TryPage(): JSX.Element {
  const { sources, say, count, announce } = useStudio();
  const [input, setInput] = useState(last);
  const [trial, setTrial] = useState<Trial>();
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const choose = useRef<HTMLInputElement>(null);
  const change = (part: Partial<Input>): void => {
    last = { ...input, ...part };
    setInput(last);
  };
  const { text, file, logGroup, logStream } = input;
  const isEmpty = file === undefined && text === "";
  // A source that was saved is asked again.
  const loaded =
    sources.state === "loading" ? undefined : `${sources.saved ?? ""} ${sources.state} ${sources.problem ?? ""}`;
  useEffect(() => {
    if (isEmpty) {
      setTrial(undefined);
      setProblem(undefined);
      return undefined;
    }
    let current = true;
    const due = setTimeout(() => {
      postTry(file ?? text, { logGroup, logStream }).then(
        (answer) => {
          if (!current) return;
          setTrial(answer);
          setProblem(answer.problem);
          announce(say("try.announce", { records: answer.records.length, failures: answer.failures.length }));
        },
        (error: unknown) => {
          if (current) setProblem(error instanceof Error ? error.message : String(error));
        },
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(due);
    };
  }, [text, file, logGroup, logStream, loaded]);
  const take = (taken: File | undefined): void => {
    setOver(false);
    if (taken !== undefined) change({ file: taken, text: "" });
  };
  const replay = async (): Promise<void> => {
    setBusy(true);
    try {
      await postReplay(file ?? text, { logGroup, logStream, name: file?.name ?? say("try.pasted") });
      announce(say("try.sent"));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1 class="unseen">{say("nav.try")}</h1>
      <div class="bench">
        <section
          class={over ? "give over" : "give"}
          aria-label={say("try.give")}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => {
            setOver(false);
          }}
          onDrop={(event) => {
            event.preventDefault();
            take(event.dataTransfer?.files[0]);
          }}
        >
          <div class="heading">
            <h2>
              <label for="line">{say("try.give")}</label>
            </h2>
            <div class="examples">
              <span class="hint">{say("try.examples")}</span>
              {EXAMPLES.map((example) => (
                <button
                  key={example.name}
                  type="button"
                  class="link"
                  onClick={() => {
                    const { logGroup: group, logStream: stream, text: line } = example;
                    change({ text: line, file: undefined, logGroup: group, logStream: stream });
                  }}
                >
                  {say(example.name)}
                </button>
              ))}
            </div>
          </div>
          {file === undefined ? (
            <textarea
              id="line"
              rows={7}
              spellcheck={false}
              autocomplete="off"
              placeholder={say("try.placeholder")}
              value={text}
              onInput={(event) => {
                change({ text: event.currentTarget.value });
              }}
            />
          ) : (
            <p class="dropped">
              <span class="code">{file.name}</span>{" "}
              <span class="hint">{say("try.bytes", { n: count(file.size) })}</span>
              <button
                type="button"
                class="link"
                onClick={() => {
                  change({ file: undefined });
                }}
              >
                {say("try.remove")}
              </button>
            </p>
          )}
          <div class="places">
            <label>
              <span>{say("try.logGroup")}</span>
              <input
                class="code"
                value={logGroup}
                placeholder="/aws/eks/dev/cluster"
                spellcheck={false}
                autocomplete="off"
                onInput={(event) => {
                  change({ logGroup: event.currentTarget.value });
                }}
              />
            </label>
            <label>
              <span>{say("try.logStream")}</span>
              <input
                class="code"
                value={logStream}
                placeholder="kube-scheduler-0123456789abcdef…"
                spellcheck={false}
                autocomplete="off"
                onInput={(event) => {
                  change({ logStream: event.currentTarget.value });
                }}
              />
            </label>
          </div>
          <div class="actions">
            <button
              type="button"
              onClick={() => {
                choose.current?.click();
              }}
            >
              {say("try.choose")}
            </button>
            <input
              ref={choose}
              class="unseen"
              type="file"
              tabIndex={-1}
              aria-label={say("try.choose")}
              onChange={(event) => {
                take(event.currentTarget.files?.[0]);
                event.currentTarget.value = "";
              }}
            />
            <button type="button" class="primary" disabled={isEmpty || busy} onClick={() => void replay()}>
              {say("try.replay")}
            </button>
            <p class={sources.state === "broken" ? "sources problem" : "sources hint"}>
              {sources.state === "loading" ? <span class="turning" aria-hidden="true" /> : null}{" "}
              {sources.count === 0
                ? say("try.live")
                : say(`try.${sources.state}`, { n: count(sources.count), file: sources.saved ?? "" })}
            </p>
          </div>
        </section>
        {problem === undefined ? null : (
          <pre class="problem box" role="alert">
            {problem}
          </pre>
        )}
        {isEmpty ? <p class="empty">{say("try.empty")}</p> : null}
        {trial === undefined || isEmpty || (problem !== undefined && trial.events === 0) ? null : (
          <TrialResult trial={trial} />
        )}
      </div>
    </>
  );
}
