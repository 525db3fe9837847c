import { once } from "node:events";
import { isMissing } from "./missing-runtime.ts";
import { startOwnOpenSearch } from "./opensearch.ts";
import { say } from "./progress.ts";

/** `npm run opensearch`: an OpenSearch of one's own until Ctrl-C, on port 9200 if that is free. */
const USUAL_PORT = 9200;

say("Starting OpenSearch; that takes up to half a minute");
const opensearch = await startOwnOpenSearch({ preferredPort: USUAL_PORT });
if (isMissing(opensearch)) {
  say(opensearch.message);
  process.exitCode = 1;
} else {
  process.stdout.write(`${opensearch.url}\n`);
  say("Ctrl-C stops it and removes its data");
  const asked = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal).then(() => undefined));
  const death = await Promise.race([...asked, opensearch.died]);
  if (death !== undefined) {
    say(death);
    process.exitCode = 1;
  }
  await opensearch.stop();
}
