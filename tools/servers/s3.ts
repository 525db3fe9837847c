import { ministackPlan } from "./ministack.ts";
import { type MissingRuntime, missingRuntime } from "./missing-runtime.ts";
import { type ServerPlan, startServer } from "./process.ts";
import { versitygwPlan } from "./versitygw.ts";

const REMEDY = "Install Go 1.25 or newer, or Python 3 with venv.";

/** What an S3 client needs; path-style addressing (`forcePathStyle`) is a must, as buckets have no names in DNS here. */
export interface S3Access {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface RunningS3 extends S3Access {
  readonly stop: () => Promise<void>;
}

const ACCOUNT = { region: "us-east-1", accessKeyId: "test", secretAccessKey: "testsecret" } as const;

/**
 * Starts an S3 server on 127.0.0.1 without any bucket: versitygw, built by Go on first use (1 to 2 minutes), or PyPI's
 * ministack where Go is missing. Ready within a second or two. ministack does not check signatures.
 *
 * @throws Error with the end of its log when it does not come up
 */
export async function startS3(): Promise<RunningS3 | MissingRuntime> {
  if (process.platform === "win32") return missingRuntime("S3", ["Windows needs WSL for it"], REMEDY);
  const versitygw = await versitygwPlan(ACCOUNT);
  if (versitygw.ok) return start(versitygw.value);
  const ministack = await ministackPlan({ services: "s3" });
  if (ministack.ok) return start(ministack.value);
  return missingRuntime("S3", [versitygw.reason, ministack.reason], REMEDY);
}

async function start(plan: ServerPlan): Promise<RunningS3> {
  const { port, stop } = await startServer(plan);
  return { ...ACCOUNT, endpoint: `http://127.0.0.1:${port}`, stop };
}
