/** OpenTelemetry's names of severity, lowest first; each covers four numbers from 1 on. */
export const SEVERITIES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;

/** The name of a severity number; empty for a record that has none. */
export function severityName(number: number): string {
  return SEVERITIES[Math.floor((number - 1) / 4)] ?? "";
}
