import {
  customResourceAnswer,
  type CustomResourceOutcome,
  type CustomResourceRequest,
  readCustomResourceRequest,
} from "./custom-resource.ts";

export interface CustomResourcePorts {
  /** Brings about what the properties ask for. What it throws becomes the reason of the failure. */
  readonly apply: (properties: Readonly<Record<string, unknown>>, deadline: number) => Promise<CustomResourceOutcome>;
  /** Puts the answer to its URL; rejects when that cannot be done, so that Lambda invokes again. */
  readonly respond: (url: string, answer: string) => Promise<void>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Serves one request of CloudFormation, and answers it whatever happens, before the deadline: a stack that gets no answer hangs for
 * an hour. Delete does nothing: data, and what describes it, outlive the stack.
 *
 * @param deadline ms since 1970; after it there must be time for the answer.
 * @throws Error for an event that is no such request, and what `respond` throws.
 */
export async function serveCustomResource(
  event: unknown,
  ports: CustomResourcePorts,
  deadline: number,
): Promise<CustomResourceOutcome> {
  const request = readCustomResourceRequest(event);
  if (request === undefined) throw new Error("the event is not a request of CloudFormation for a custom resource");
  const outcome = request.type === "Delete" ? NOTHING : await applyInTime(request, ports, deadline);
  await ports.respond(request.responseUrl, customResourceAnswer(request, outcome));
  return outcome;
}

const NOTHING: CustomResourceOutcome = { ok: true, data: {} };

async function applyInTime(
  { properties }: CustomResourceRequest,
  { apply, now, wait }: CustomResourcePorts,
  deadline: number,
): Promise<CustomResourceOutcome> {
  // Everything within has its own time limit; this one is for what nobody thought of.
  const late = wait(Math.max(0, deadline - now())).then((): CustomResourceOutcome => {
    return { ok: false, reason: "it was not done when the function's time was over" };
  });
  try {
    return await Promise.race([apply(properties, deadline), late]);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
