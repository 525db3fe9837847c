/** Tells the person who waits what is going on. On stderr, because stdout belongs to the script's own result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
