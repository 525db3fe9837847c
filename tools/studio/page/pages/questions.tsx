import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { QuestionAnswer, QuestionEntry } from "../../wire/messages.ts";
import { getQuestions, postQuestion } from "../ask-server.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { useStudio } from "../studio-context.ts";

/** The shipped questions, asked of what was replayed, with what OpenSearch and Athena would be asked. */
export function QuestionsPage(): JSX.Element {
  const { say, language } = useStudio();
  const [questions, setQuestions] = useState<readonly QuestionEntry[]>([]);
  const [name, setName] = useState("");
  useEffect(() => {
    getQuestions().then(
      (all) => {
        setQuestions(all);
        setName((last) => last || (all[0]?.name ?? ""));
      },
      () => undefined,
    );
  }, []);
  const question = questions.find((one) => one.name === name);
  return (
    <>
      <h1 class="unseen">{say("nav.questions")}</h1>
      <div class="asking">
        <nav aria-label={say("questions.list")} class="question-list">
          <ul>
            {questions.map((one) => (
              <li key={one.name}>
                <button
                  type="button"
                  aria-current={one.name === name ? "true" : undefined}
                  onClick={() => {
                    setName(one.name);
                  }}
                >
                  {one.title[language]}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <label class="question-pick">
          <span>{say("questions.list")}</span>
          <select
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          >
            {questions.map((one) => (
              <option key={one.name} value={one.name}>
                {one.title[language]}
              </option>
            ))}
          </select>
        </label>
        {question === undefined ? null : <Asking key={name} question={question} />}
      </div>
    </>
  );
}

function Asking({ question }: { readonly question: QuestionEntry }): JSX.Element {
  const { state, say, count, language, announce } = useStudio();
  const [params, setParams] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(question.params.map(({ name, value }) => [name, value])),
  );
  const [since, setSince] = useState("");
  const [answer, setAnswer] = useState<QuestionAnswer>();
  const [busy, setBusy] = useState(false);
  const ask = async (): Promise<void> => {
    setBusy(true);
    try {
      // Captures are old: unless somebody says how far, everything is looked at.
      const said = await postQuestion(question.name, { params, since, all: since.trim() === "" });
      setAnswer(said);
      announce(said.problem ?? say("questions.answered", { n: count(said.total) }));
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      setAnswer({ problem, columns: [], total: 0, rows: [], dsl: "", sql: "", ms: 0 });
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    void ask();
  }, []);
  return (
    <article class="question">
      <h2>{question.title[language]}</h2>
      <p class="why">{question.why}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        {question.params.map(({ name, kind, description }) => (
          <label key={name} title={description}>
            <span>
              <b class="code">{name}</b> {description}
            </span>
            {kind === "flag" ? (
              <select
                value={params[name]}
                onChange={(event) => {
                  setParams({ ...params, [name]: event.currentTarget.value });
                }}
              >
                <option value="no">{say("questions.no")}</option>
                <option value="yes">{say("questions.yes")}</option>
              </select>
            ) : (
              <input
                class="code"
                value={params[name]}
                autocomplete="off"
                onInput={(event) => {
                  setParams({ ...params, [name]: event.currentTarget.value });
                }}
              />
            )}
          </label>
        ))}
        <label>
          <span>{say("questions.since")}</span>
          <input
            class="code"
            value={since}
            placeholder={say("questions.all")}
            autocomplete="off"
            onInput={(event) => {
              setSince(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit" class="primary" disabled={busy}>
          {say("questions.ask")}
        </button>
        <p class="hint">{state.cluster ? say("questions.ofCluster", { url: state.to }) : say("questions.ofSession")}</p>
      </form>
      {answer?.problem === undefined ? null : (
        <p class="problem box" role="alert">
          {answer.problem}
        </p>
      )}
      {answer === undefined || answer.problem !== undefined ? (
        <p class="empty" aria-busy={busy}>
          {busy ? say("questions.asking") : ""}
        </p>
      ) : (
        <Answered answer={answer} />
      )}
    </article>
  );
}

function Answered({ answer }: { readonly answer: QuestionAnswer }): JSX.Element {
  const { say, count } = useStudio();
  const isNumber = answer.columns.map((_, at) => answer.rows.some((row) => typeof row[at] === "number"));
  return (
    <>
      <p class="total">
        <b>{count(answer.total)}</b> {say("questions.rows")}{" "}
        <span class="hint">{say("questions.ms", { n: count(answer.ms) })}</span>
      </p>
      {answer.rows.length === 0 ? null : (
        <div class="scroll" tabIndex={0} role="region" aria-label={say("questions.answer")}>
          <table class="answer">
            <thead>
              <tr>
                {answer.columns.map((column, at) => (
                  <th key={column} scope="col" class={isNumber[at] ? "number" : ""}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {answer.rows.map((row, number) => (
                <tr key={number}>
                  {row.map((cell, at) => (
                    <td
                      key={answer.columns[at]}
                      class={isNumber[at] ? "number" : String(cell).length < 46 ? "code short" : "code"}
                    >
                      {cell === null ? "" : typeof cell === "number" ? count(cell) : String(cell)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="statements">
        <section aria-labelledby="dsl-title">
          <h3 id="dsl-title">{say("questions.dsl")}</h3>
          <div class="text">
            <CopyButton text={answer.dsl} />
            <pre tabIndex={0}>{answer.dsl}</pre>
          </div>
        </section>
        <section aria-labelledby="sql-title">
          <h3 id="sql-title">{say("questions.sql")}</h3>
          <div class="text">
            <CopyButton text={answer.sql} />
            <pre tabIndex={0}>{answer.sql}</pre>
          </div>
        </section>
      </div>
    </>
  );
}
