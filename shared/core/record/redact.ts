/** What stands in the place of a secret. */
const REDACTED = "[redacted]";

/** A kind of secret, and how to find it. */
interface Rule {
  readonly name: string;
  /** Linear: a run of characters is read once from its beginning. The first group stays, the rest is the secret. */
  readonly pattern: RegExp;
}

/** Characters between a name and its value in JSON, logfmt, INI and query strings, also where JSON has escaped them. */
const GAP = String.raw`(?:\\[nrt"']|["'\s:=\\]){1,12}`;

/**
 * Credentials that end up in log lines. Access key ids stay: they name a key, they do not open anything. Secret access keys are
 * 40 characters of base64 and look like many other things, so only a name before them makes them one.
 */
const RULES: readonly Rule[] = [
  { name: "jwt", pattern: /()(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  { name: "bearer", pattern: /((?<!\w)[Bb]earer )[\w.~+/-]{16,}=*/g },
  { name: "eks_token", pattern: /()(?<!\w)k8s-aws-v1\.[\w-]{20,}/g },
  {
    name: "aws_secret_key",
    pattern: new RegExp(`(secret_?(?:access_?)?key${GAP})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`, "gi"),
  },
  {
    name: "aws_session_token",
    pattern: new RegExp(`((?:session_?|x-amz-security-)token${GAP})[A-Za-z0-9/+=%]{64,}`, "gi"),
  },
];

/** Names of the rules that are always there, and of the one that eks.audit has. */
export const BUILT_IN_RULES: readonly string[] = [...RULES.map(({ name }) => name), "kubernetes_secret"];

/** Members whose name says that their value is a secret, where the value looks like one. */
const MEMBERS: readonly { readonly name: string; readonly key: RegExp; readonly value: RegExp }[] = [
  { name: "aws_secret_key", key: /secret_?(?:access_?)?key$/i, value: /^[A-Za-z0-9/+]{40}$/ },
  { name: "aws_session_token", key: /(?:session_?|x-amz-security-)token$/i, value: /^[A-Za-z0-9/+=%]{64,}$/ },
];

/**
 * What every secret has in or before it: one pass tells that a text has none, which is nearly always so. Words such as "secret" and
 * "session" alone are in every other audit event, so the name is asked for as far as it is certain.
 */
const SIGN = /eyJ|earer |k8s-aws-v1\.|secret_?(?:access_?)?key|session_?token|x-amz-security-token/i;

/** Whether a text may hold a credential. False is certain. */
export function mayHoldSecret(text: string): boolean {
  return SIGN.test(text);
}

/**
 * Takes credentials out of a text: JSON Web Tokens, bearer tokens, EKS tokens, AWS secret keys and session tokens.
 *
 * @param found gets the name of each rule that matched.
 * @param key name of the member whose value this is, where there is one.
 * @returns the same text where there was none.
 */
export function redact(text: string, found: Set<string>, key?: string): string {
  if (key !== undefined) {
    for (const member of MEMBERS) {
      if (!member.key.test(key) || !member.value.test(text)) continue;
      found.add(member.name);
      return REDACTED;
    }
  }
  if (!SIGN.test(text)) return text;
  let redacted = text;
  for (const { name, pattern } of RULES) {
    const next = redacted.replace(pattern, (_, kept: string) => kept + REDACTED);
    if (next === redacted) continue;
    found.add(name);
    redacted = next;
  }
  return redacted;
}
