/** What stands in the place of a secret. */
const REDACTED = "[redacted]";

/** A kind of secret: how to see at once that a text has none, and how to find it. */
interface Rule {
  readonly name: string;
  /** Texts without any of these are not searched. */
  readonly signs: readonly string[];
  /** Linear: no part of it can match another part's text. The first group stays, the rest is the secret. */
  readonly pattern: RegExp;
}

/** Characters between a name and its value, in JSON, logfmt, INI and query strings, escaped or not. */
const GAP = String.raw`["'\s:=\\]{1,12}`;

/**
 * Credentials that end up in log lines. Access key ids stay: they name a key, they do not open anything. Secret access keys are
 * 40 characters of base64 and look like many other things, so only a name before them makes them one.
 */
const RULES: readonly Rule[] = [
  {
    name: "jwt",
    signs: ["eyJ"],
    pattern: /()\beyJ[A-Za-z0-9_-]{8,8000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}/g,
  },
  { name: "bearer", signs: ["earer "], pattern: /(\b[Bb]earer )(?!\[redacted\])[A-Za-z0-9._~+/-]{16,8000}=*/g },
  { name: "eks_token", signs: ["k8s-aws-v1."], pattern: /()\bk8s-aws-v1\.[A-Za-z0-9_-]{20,8000}/g },
  {
    name: "aws_secret_key",
    signs: ["ecret", "ECRET"],
    pattern: new RegExp(`(secret_?(?:access_?)?key${GAP})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])`, "gi"),
  },
  {
    name: "aws_session_token",
    signs: ["ession", "ESSION", "ecurity", "ECURITY"],
    pattern: new RegExp(`((?:session_?|x-amz-security-)token${GAP})[A-Za-z0-9/+=%]{64,8000}`, "gi"),
  },
];

/**
 * Takes credentials out of a text: JSON Web Tokens, bearer tokens, EKS tokens, AWS secret keys and session tokens.
 *
 * @param found gets the name of each rule that matched.
 * @returns the same text where there was none.
 */
export function redact(text: string, found: Set<string>): string {
  let redacted = text;
  for (const { name, signs, pattern } of RULES) {
    if (!signs.some((sign) => redacted.includes(sign))) continue;
    const next = redacted.replace(pattern, (_, kept: string) => kept + REDACTED);
    if (next === redacted) continue;
    found.add(name);
    redacted = next;
  }
  return redacted;
}
