// The first thing every npm script runs. Plain JavaScript, because it has to speak to the Node versions it rejects.
import { readFileSync } from "node:fs";

const wanted = Number(readFileSync(new URL("../../.nvmrc", import.meta.url), "utf8"));
const found = process.versions.node;

if (Number.parseInt(found, 10) < wanted) {
  process.stderr.write(`
Tributary needs Node ${wanted} or newer, and this is Node ${found} (${process.execPath}).

The right one is a dev dependency (the npm package "node"), which npm scripts find before your own. Its binary comes
from an install script, so it is missing when that script did not run:
  - npm ci --ignore-scripts, or ignore-scripts=true in an .npmrc
  - npm 12 and newer skip install scripts that package.json does not name in "allowScripts" (it names this one)
  - only "npm ci --omit=dev" was run, or nothing was installed yet

What to do, one of:
  npm ci                                      installs it, and leaves your own Node alone
  npm rebuild node --ignore-scripts=false     runs only the install script that was skipped
  nvm install && nvm use                      or any other way to put Node ${wanted} on your PATH
Outside npm scripts, call the tools by npx or put node_modules/.bin first on your PATH.
`);
  process.exit(1);
}
