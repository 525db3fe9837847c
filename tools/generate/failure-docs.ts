import { FAILURES, REASONS } from "../../shared/core/failures.ts";
import { code, GENERATED_PAGE, table } from "./markdown.ts";

/** `docs/failures.md`: every reason, what it means and what to do. */
export function failureDocs(): string {
  const overview = table(
    ["reason", "stage", "tried again"],
    REASONS.map((reason) => [`[${reason}](#${reason})`, FAILURES[reason].stage, AGAIN[FAILURES[reason].retry]]),
  );
  const sections = REASONS.map((reason) => {
    const { stage, summary, remedy } = FAILURES[reason];
    return `\n## ${reason}\n\n${summary}\n\n**What to do:** ${remedy}\n\nIn S3: ${code(`failures/stage=${stage}/reason=${reason}/`)}\n`;
  });
  return `${GENERATED_PAGE}# Failures\n\nThe reason of a failure is its S3 prefix, its metric dimension and its field in logs.\n\n${overview}${sections.join("")}`;
}

const AGAIN = { later: "by the next redrive", never: "once somebody has changed something" } as const;
