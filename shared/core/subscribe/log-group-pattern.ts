/** A pattern for names of log groups: `*` stands for any text, everything else for itself. */
export type LogGroupPattern = string;

/** `/aws/eks/*, /shop/*`: names have no comma and no blank (CreateLogGroup, API reference), so nothing needs quotes. */
export const PATTERN_LIST = /^ *[\w./#*-]{1,512} *(?:, *[\w./#*-]{1,512} *)*$/;

/** The log groups that AWS's own collectors and their manuals use, by what writes to them. */
export const DEFAULT_INCLUDE: readonly LogGroupPattern[] = [
  "/aws/eks/*",
  // Container Insights of EKS and of ECS, by the CloudWatch agent, Fluent Bit and the OpenTelemetry collector.
  "/aws/containerinsights/*",
  "/aws/otel/containerinsights/*",
  "/aws/ecs/*",
  "/ecs/*",
  "/aws/events/ecs*",
  "/aws/lambda/*",
  "/aws/lambda-insights",
  "/aws/ec2/*",
  "/ec2/*",
  // The CloudWatch agent's and its predecessor's default: the path of the file.
  "/var/log/*",
];

/** The patterns of a {@link PATTERN_LIST}; none of an empty text. */
export function readPatterns(text: string): readonly LogGroupPattern[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** Whether any of the patterns matches the whole name; takes time linear in both. */
export function matchesAny(name: string, patterns: readonly LogGroupPattern[]): boolean {
  return patterns.some((pattern) => matches(name, pattern));
}

/** The text that all names of a pattern begin with: what `DescribeLogGroups` can look for. */
export function literalPrefix(pattern: LogGroupPattern): string {
  const star = pattern.indexOf("*");
  return star < 0 ? pattern : pattern.slice(0, star);
}

function matches(name: string, pattern: LogGroupPattern): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  // The first place where a part fits leaves the most room for the others.
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
