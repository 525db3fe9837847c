import { hash } from "node:crypto";

/**
 * Ids as CloudWatch Logs makes them: 56 decimal digits that grow within a stream. They follow from log group, log stream, line
 * number and bytes alone, so that the same line of the same file has the same id in every replay.
 *
 * @returns the id of a line by its number (from 0) and bytes.
 */
export function eventIds(logGroup: string, logStream: string): (line: number, bytes: Buffer) => string {
  // CloudWatch's ids begin with a 3 these years.
  const stream = `3${digits(Buffer.from(`${logGroup}\n${logStream}`), 17)}`;
  return (line, bytes) => `${stream}${String(line).padStart(14, "0")}${digits(bytes, 24)}`;
}

function digits(bytes: Buffer, count: number): string {
  const number = BigInt(`0x${hash("sha256", bytes, "hex")}`);
  return String(number % 10n ** BigInt(count)).padStart(count, "0");
}
