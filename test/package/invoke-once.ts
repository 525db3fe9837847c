/** Invokes a packaged handler once, as Lambda does: `node invoke-once.ts HANDLER EVENT_FILE`. Prints the most memory the process had. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , file = "", eventFile = ""] = process.argv;
const { handler } = createRequire(import.meta.url)(file) as {
  handler: (event: unknown, context: unknown) => Promise<unknown>;
};
const context = { getRemainingTimeInMillis: () => 600_000, awsRequestId: "r", functionName: "f" };
const answer = await handler(JSON.parse(readFileSync(eventFile, "utf8")), context);
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ maxMegabytes: maxRSS / 1024, answer: JSON.stringify(answer ?? null).slice(0, 1000) }));
