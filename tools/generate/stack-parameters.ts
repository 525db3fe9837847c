import { stageParameters } from "../deploy/check-parameters.ts";
import { PARAMETERS, type Parameter } from "../deploy/parameters.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

/** The defaults as serverless.yml reads them: `params.default`, and what `params.prod` has beside them. */
export function stackParameters(): Record<string, Record<string, string>> {
  const prod = Object.entries<Parameter>(PARAMETERS).flatMap(([name, { prod: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { default: stageParameters("default"), prod: Object.fromEntries(prod) };
}

/** `docs/parameters.md`: what an operator may choose. */
export function parameterDocs(): string {
  const rows = Object.entries<Parameter>(PARAMETERS).map(([name, { doc, wanted, fallback, prod }]) => [
    code(name),
    doc,
    wanted,
    fallback === "" ? "" : code(fallback),
    prod === undefined ? "" : code(prod),
  ]);
  return `${GENERATED_PAGE}# Parameters of the stack

\`npx serverless deploy --param="name=value"\` sets one, for this deployment: give all of them each time, or write them under \`params\` of
serverless.yml, by stage. A wrong or contradictory value stops the deployment before anything is built, with all problems at once.

${table(["parameter", "what", "wanted", "default", "`prod`"], rows)}`;
}
