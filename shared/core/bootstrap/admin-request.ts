/** What the cluster said to a request, or that it said nothing. */
export type AdminAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: unknown }
  | { readonly kind: "no-answer"; readonly detail: string };

/** Headers by lower-case name. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** What installing needs from outside. */
export interface AdminPorts {
  /** Sends text as it is and everything else as JSON. Never rejects for the network's sake; must give up after `timeoutMs`. */
  readonly request: (
    method: string,
    path: string,
    body: unknown,
    timeoutMs: number,
    headers?: RequestHeaders,
  ) => Promise<AdminAnswer>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Something that could not be done, and why: for the person who reads the stack's events. */
export interface Problem {
  readonly problem: string;
}

/** Asks, with patience. 404 is an answer; all other statuses of refusal are problems. */
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: RequestHeaders,
) => Promise<{ readonly found: boolean; readonly body: unknown } | Problem>;

/** Longest wait for one answer, ms. */
const REQUEST_MS = 20_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
const MOST_CAUSES = 5;

/**
 * Asks until the cluster answers: one that was just made, or that is busy, needs its time. What it refuses for good is a problem at
 * once; so is the last thing that was said at the deadline.
 *
 * @param deadline ms since 1970.
 */
export function patientAsk({ request, now, wait }: AdminPorts, deadline: number): Ask {
  return async (method, path, body, headers) => {
    const what = `${method} ${path}`;
    let said = `${what}: no time was left`;
    for (let pause = FIRST_PAUSE_MS; now() < deadline; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const answer = await request(method, path, body, Math.min(REQUEST_MS, deadline - now()), headers);
      if (answer.kind === "answer") {
        const { status } = answer;
        if (status < 300 || status === 404) return { found: status !== 404, body: answer.body };
        said = `${what}: ${status} ${reasonIn(answer.body)}`;
        if (status !== 429 && status < 500) return { problem: said };
      } else said = `${what}: no answer from OpenSearch: ${answer.detail}`;
      await wait(Math.max(0, Math.min(pause, deadline - now())));
    }
    return { problem: said };
  };
}

/** What an error's body says to a person: OpenSearch's, the security plugin's or AWS's. */
export function reasonIn(body: unknown): string {
  if (typeof body === "string") return body.slice(0, 300);
  const { error, message, Message } = membersOf(body);
  const plain = [error, message, Message].find((text) => typeof text === "string");
  const said = plain ?? causesOf(error);
  return (said === "" ? JSON.stringify(body ?? "") : said).slice(0, 1000);
}

/** `type: reason` of an exception of OpenSearch and of those that caused it: the last one is what a person can mend. */
function causesOf(error: unknown): string {
  const said: string[] = [];
  for (let cause = membersOf(error); said.length < MOST_CAUSES; cause = membersOf(cause["caused_by"])) {
    const parts = [cause["type"], cause["reason"]].filter((part) => typeof part === "string");
    if (parts.length === 0) break;
    said.push(parts.join(": "));
  }
  return said.join("; caused by ");
}

/** The members of an object of an answer; none where it is something else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
