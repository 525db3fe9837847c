import { join } from "node:path";
import type { Available } from "../servers/cache.ts";
import { runCommand } from "../servers/command.ts";
import { pythonPackage } from "../servers/python-package.ts";

const VERSION = "1.58.0";

/** Findings that stand, each with the reason. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  W3005:
    "serverless itself writes DependsOn beside a reference to the same resource; it is superfluous, and does no harm",
};

/** One thing that cfn-lint found. */
export interface Finding {
  /** `E3002`, `W3005`… */
  readonly rule: string;
  /** `file:line rule: message` */
  readonly text: string;
}

/** `file:line:column:line:column:rule:message` */
const PARSEABLE = /^(.*?):(\d+):\d+:\d+:\d+:([EWI]\d{4}):(.*)$/;

/**
 * Runs PyPI's cfn-lint over templates: AWS's schemas of resources, and what people get wrong with them. Kept in the cache.
 *
 * @returns all findings, accepted ones too; or why cfn-lint cannot be had here.
 * @throws Error when it ran and did not answer.
 */
export async function cfnLint(templates: readonly string[], region: string): Promise<Available<Finding[]>> {
  const environment = await pythonPackage("cfn-lint", VERSION);
  if (!environment.ok) return environment;
  const python = join(environment.value, "bin", "python");
  const main = "import sys; from cfnlint.runner import main; sys.exit(main())";
  // Its exit code says how bad the worst finding is; that it ran at all is seen from its lines.
  const args = ["-c", main, "--regions", region, "--format", "parseable", "--", ...templates];
  const { ok, output } = await runCommand(python, args);
  const lines = output.split("\n").filter((line) => line !== "");
  const findings = lines.flatMap((line) => {
    const [, file, at, rule, message] = PARSEABLE.exec(line) ?? [];
    return rule === undefined ? [] : [{ rule, text: `${file}:${at} ${rule}: ${message}` }];
  });
  if (findings.length < lines.length || (!ok && findings.length === 0)) throw new Error(`cfn-lint: ${output}`);
  return { ok: true, value: findings };
}
