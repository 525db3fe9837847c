import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../../shared/core/record/redact.ts";
import { anyCharacter } from "../../any-character.ts";

function redacted(text: string): [string, string[]] {
  const found = new Set<string>();
  return [redact(text, found), [...found]];
}

/** Built here, so that no scanner takes this file for one that holds secrets. */
const secretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const jwt = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N"].join(".");
const session = "FwoGZXIvYXdzE".repeat(8);

describe("redact", () => {
  it.each([
    [
      "a secret key in JSON",
      `{"SecretAccessKey":"${secretKey}","x":1}`,
      `{"SecretAccessKey":"[redacted]","x":1}`,
      "aws_secret_key",
    ],
    [
      "in JSON inside JSON",
      `"{\\"secretAccessKey\\":\\"${secretKey}\\"}"`,
      `"{\\"secretAccessKey\\":\\"[redacted]\\"}"`,
      "aws_secret_key",
    ],
    [
      "in a credentials file",
      `aws_secret_access_key = ${secretKey}`,
      "aws_secret_access_key = [redacted]",
      "aws_secret_key",
    ],
    ["in the environment", `AWS_SECRET_ACCESS_KEY=${secretKey}`, "AWS_SECRET_ACCESS_KEY=[redacted]", "aws_secret_key"],
    ["a session token", `AWS_SESSION_TOKEN=${session}`, "AWS_SESSION_TOKEN=[redacted]", "aws_session_token"],
    [
      "one in a signed URL",
      `https://s3/x?X-Amz-Security-Token=${session}&a=b`,
      "https://s3/x?X-Amz-Security-Token=[redacted]&a=b",
      "aws_session_token",
    ],
    ["a JSON Web Token", `token ${jwt} end`, "token [redacted] end", "jwt"],
    ["a bearer token", "Authorization: Bearer 0123456789abcdef0123", "Authorization: Bearer [redacted]", "bearer"],
    ["an EKS token", "token=k8s-aws-v1.aHR0cHM6Ly9zdHMuYW1hem9u", "token=[redacted]", "eks_token"],
  ])("takes out %s", (_, text, expected, rule) => {
    expect(redacted(text)).toEqual([expected, [rule]]);
  });

  it.each([
    "accessKeyId AKIAIOSFODNN7EXAMPLE is a name, not a secret",
    "secret key rotation finished",
    "the session token expired",
    "Bearer of bad news: disk full",
    "sha 0123456789012345678901234567890123456789",
  ])("leaves alone: %s", (text) => {
    expect(redacted(text)).toEqual([text, []]);
  });

  it("changes nothing the second time", () => {
    const secrets = fc.constantFrom(
      jwt,
      `Bearer ${"x".repeat(20)}`,
      `SecretKey=${secretKey}`,
      " ",
      '"',
      "eyJ",
      "session_token=",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(secrets, fc.string({ unit: anyCharacter, maxLength: 10 })), { maxLength: 12 }),
        (parts) => {
          const [once] = redacted(parts.join(""));
          expect(redacted(once)).toEqual([once, []]);
        },
      ),
    );
  });

  it("is linear on text that is nearly a secret over and over", () => {
    const text = `eyJ${"a".repeat(20)}.eyJ `.repeat(40_000) + "session_token=".repeat(20_000);
    expect(redacted(text)[0] === text).toBe(true);
  });
});
