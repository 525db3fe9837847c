import type { Capture } from "./varied-capture.ts";

/** A question with parameters, what its definition says in words, and how many raw lines fulfil that. */
export interface RawCount {
  readonly question: string;
  readonly params: Readonly<Record<string, string>>;
  readonly filter: string;
  readonly count: number;
}

interface Event {
  readonly verb?: string;
  readonly userAgent?: string;
  readonly requestURI?: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string; readonly name?: string };
  readonly responseStatus?: { readonly code?: number };
}

const CRONJOBS = "system:serviceaccount:kube-system:cronjob-controller";
const REPLICASETS = "system:serviceaccount:kube-system:replicaset-controller";
const DAEMONSETS = "/apis/apps/v1/namespaces/kube-system/daemonsets";
const POD = "/api/v1/namespaces/default/pods/my-app";
const BOUND = "Successfully bound pod to node";

/**
 * What each of the control plane's questions has to count, from the lines alone: text that they contain, members of their JSON.
 * Nothing of Tributary is used, so that both can only agree by being right.
 */
export function rawCounts({ audit, authenticator, scheduler }: Capture): RawCount[] {
  const events = audit.map((line) => JSON.parse(line) as Event);
  const verbIn = (event: Event, ...verbs: string[]): boolean => verbs.includes(event.verb ?? "(none)");
  const codeOf = (event: Event): number => event.responseStatus?.code ?? Number.NaN;
  const isAwsAuth = ({ objectRef: ref }: Event): boolean =>
    ref?.resource === "configmaps" && ref.namespace === "kube-system" && ref.name === "aws-auth";
  const lines: RawCount[] = [];
  const add = (question: string, filter: string, count: number, params: Record<string, string> = {}): void => {
    lines.push({ question, params, filter, count });
  };
  const ofEvents = (question: string, filter: string, test: (event: Event) => boolean, params = {}): void =>
    add(question, filter, events.filter(test).length, params);

  const admins = authenticator.filter((line) => /username=kubernetes-admin(?: |$)/.test(line));
  add("cluster-creator", "authenticator lines with username=kubernetes-admin", admins.length);
  const granted = admins.filter((line) => line.includes('msg="access granted"')).length;
  add("cluster-creator", "of these, access granted", granted, { granted: "yes" });

  const byUser =
    (name: string) =>
    (event: Event): boolean =>
      event.user?.username === name;
  ofEvents("requests-by-user", 'user.username == "kubernetes-admin"', byUser("kubernetes-admin"));
  ofEvents("requests-by-user", "another user", byUser("dev:bob o'brien"), { user: "dev:bob o'brien" });
  ofEvents("requests-by-user", "a name in quotes", byUser('dev:"quoted" \\ name'), { user: 'dev:"quoted" \\ name' });
  ofEvents("requests-by-user", "a name beyond ASCII", byUser("運用担当"), { user: "運用担当" });
  ofEvents("cronjob-controller", `user.username == "${CRONJOBS}"`, byUser(CRONJOBS));
  ofEvents("replicaset-controller", `user.username == "${REPLICASETS}"`, byUser(REPLICASETS));

  const byKubectl = (event: Event): boolean => event.userAgent?.startsWith("kubectl/") === true;
  ofEvents(
    "calls-by-user-agent",
    'verb == "get" and userAgent starts with "kubectl/"',
    (event) => verbIn(event, "get") && byKubectl(event),
  );
  ofEvents("calls-by-user-agent", 'userAgent starts with "kubectl/", any verb', byKubectl, { verb: "" });

  ofEvents(
    "aws-auth-changes",
    "objectRef kube-system/configmaps aws-auth, create|delete|patch",
    (event) => isAwsAuth(event) && verbIn(event, "create", "delete", "patch"),
  );
  ofEvents(
    "aws-auth-changes",
    "and update",
    (event) => isAwsAuth(event) && verbIn(event, "create", "delete", "patch", "update"),
    { update: "yes" },
  );

  const denied = authenticator.filter((line) => line.includes('msg="access denied"')).length;
  add("denied-requests", 'authenticator lines with msg="access denied"', denied);
  const refused = events.filter((event) => codeOf(event) === 401 || codeOf(event) === 403).length;
  add("denied-requests", "and audit 401 and 403", denied + refused, { audit: "yes" });

  const bound = scheduler.filter((line) => line.includes(BOUND));
  add("pod-node", `scheduler "${BOUND}"`, bound.length);
  const ofPod = bound.filter(
    (line) => line.includes('pod="default/my-app"') || line.includes('"pod":{"name":"my-app","namespace":"default"}'),
  );
  add("pod-node", "of these, pod default/my-app", ofPod.length, { pod: "default/my-app" });

  ofEvents("server-errors", "responseStatus.code >= 500", (event) => codeOf(event) >= 500);
  ofEvents("server-errors", "responseStatus.code >= 504", (event) => codeOf(event) >= 504, { from: "504" });

  const pathOf = ({ requestURI = "" }: Event): string => requestURI.split("?")[0] ?? "";
  ofEvents(
    "resource-operations",
    `verb == "delete" and path == ${POD}`,
    (event) => verbIn(event, "delete") && pathOf(event) === POD,
  );
  const codes = new Set(events.map(codeOf).filter((code) => !Number.isNaN(code)));
  add("response-codes", "distinct responseStatus.code", codes.size);

  const ofDaemonsets = (event: Event): boolean => event.requestURI?.startsWith(DAEMONSETS) === true;
  ofEvents(
    "daemonset-changes",
    `requestURI starts with ${DAEMONSETS}, create|update|delete`,
    (event) => ofDaemonsets(event) && verbIn(event, "create", "update", "delete"),
  );
  ofEvents("daemonset-changes", "patch", (event) => ofDaemonsets(event) && verbIn(event, "patch"), { verbs: "patch" });
  return lines;
}

/** Events by response code. */
export function rawCodes({ audit }: Capture): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const line of audit) {
    const code = (JSON.parse(line) as Event).responseStatus?.code;
    if (code !== undefined) codes[code] = (codes[code] ?? 0) + 1;
  }
  return codes;
}
