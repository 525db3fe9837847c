import type { JSX } from "preact";
import { FAULTS } from "../../wire/messages.ts";
import { postFault } from "../ask-server.ts";
import { useStudio } from "../studio-context.ts";

/** Switches that break what the functions write to. */
export function FaultBoard(): JSX.Element {
  const { state, say } = useStudio();
  return (
    <section class="board" aria-labelledby="board-title">
      <h2 id="board-title">{say("board.title")}</h2>
      <p class="hint">{say("board.hint")}</p>
      <ul>
        {FAULTS.map((fault) => (
          <li key={fault} class={state.faults[fault] ? "on" : ""}>
            <button
              type="button"
              role="switch"
              aria-checked={state.faults[fault]}
              aria-labelledby={`fault-${fault}`}
              aria-describedby={`fault-${fault}-text`}
              class="switch"
              onClick={() => {
                void postFault(fault, !state.faults[fault]);
              }}
            >
              <span class="knob" aria-hidden="true" />
            </button>
            <span>
              <b id={`fault-${fault}`}>{say(`fault.${fault}`)}</b>
              <span class="state">{say(state.faults[fault] ? "fault.on" : "fault.off")}</span>
              <span class="hint" id={`fault-${fault}-text`}>
                {say(`fault.${fault}.text`)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
