import type { Source } from "../../shared/sources/source.ts";
import { Problem } from "../cli/problem.ts";
import { declaredAttributes, refusePrefixes } from "../generate/declared.ts";
import type { Scenario } from "../generate/scenarios.ts";
import { winningScore, type Claimed } from "./claims.ts";
import type { GivenLines } from "./given-lines.ts";
import { memberLinesOf } from "./members.ts";
import { ownMember, ownWord, type OwnField } from "./own-field.ts";
import { recognitionOf, type Recognition } from "./recognition.ts";
import type { SourceName } from "./source-name.ts";
import { moduleText } from "./template.ts";
import type { NewSource } from "./write-source.ts";

/** A new source, and what it was made of. */
export interface Plan {
  readonly recognition: Recognition;
  readonly field: OwnField | undefined;
  readonly source: NewSource;
}

/**
 * Decides how the new source recognises its lines, and which field it declares as an example.
 *
 * @param claims on the lines, best first.
 * @param scenarios samples that must not be taken from their sources.
 * @throws Problem when no source can be made of these lines.
 */
export function planSource(
  source: SourceName,
  given: GivenLines,
  claims: readonly Claimed[],
  scenarios: readonly Scenario[],
  sources: readonly Source[],
): Plan {
  const { said, origin, at, lines } = given;
  const score = winningScore(claims);
  if (score === undefined) {
    throw new Problem(
      `${claims[0]?.source ?? ""} is certain of these lines (score 1): change it, rather than add a source`,
    );
  }
  const recognition = recognitionOf(lines, said.logGroup, score, scenarios, sources);
  const members = memberLinesOf(lines);
  const isFree = undeclared(sources);
  const shape = recognition.by === "shape" ? recognition.shape : undefined;
  const field =
    members === undefined ? ownWord(source.what, shape, lines, isFree) : ownMember(source.what, members, isFree);
  return {
    recognition,
    field,
    source: {
      name: source.name,
      module: moduleText({ source, recognition, field, kind: members?.kind }),
      lines: lines.map(({ text }) => text),
      origin: {
        logGroup: origin.logGroup,
        logStream: origin.logStream,
        at: new Date(at).toISOString(),
        provenance: said.provenance,
      },
    },
  };
}

/** Whether a name under `attributes` is neither declared nor the beginning of a declared one, nor the other way round. */
function undeclared(sources: readonly Source[]): (name: string) => boolean {
  const names = declaredAttributes(sources).map(({ name }) => name);
  return (name) => {
    if (names.includes(name)) return false;
    try {
      refusePrefixes([...names, name]);
      return true;
    } catch {
      return false;
    }
  };
}
