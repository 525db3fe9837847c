import { describe, expect, it } from "vitest";
import {
  choiceVariable,
  flagVariable,
  integerVariable,
  parsedVariable,
  readEnv,
  secretVariable,
  textVariable,
} from "../../shared/core/env.ts";

const DECLARATION = {
  BUCKET_NAME: textVariable("Where to", "a bucket name"),
  BUCKET_PREFIX: textVariable("First part", "a prefix", ""),
  ENDPOINT_AUTH: choiceVariable("How", ["es", "none"], "es"),
  ENDPOINT_PASSWORD: secretVariable("Password", "a password"),
  BULK_MAX_BYTES: integerVariable("Size", 10, 1000, 500),
  GZIP: flagVariable("Compress", true),
  TABLE: parsedVariable("A table", "a JSON object", {}, readTable),
};

function readTable(text: string): object | undefined {
  return text.startsWith("{") ? (JSON.parse(text) as object) : undefined;
}

const problemsOf = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const read = readEnv(DECLARATION, env);
  return read.ok ? [] : read.problems;
};

describe("readEnv", () => {
  it("takes defaults where nothing is set, or nothing is in it", () => {
    const wanted = {
      BUCKET_NAME: "b",
      BUCKET_PREFIX: "",
      ENDPOINT_AUTH: "es",
      ENDPOINT_PASSWORD: "",
      BULK_MAX_BYTES: 500,
      GZIP: true,
      TABLE: {},
    };
    expect(readEnv(DECLARATION, { BUCKET_NAME: "b" })).toEqual({ ok: true, values: wanted });
    expect(readEnv(DECLARATION, { BUCKET_NAME: "b", GZIP: "", BULK_MAX_BYTES: "" })).toEqual({
      ok: true,
      values: wanted,
    });
  });

  it("reads what is set", () => {
    const env = {
      BUCKET_NAME: "b",
      BUCKET_PREFIX: "p",
      ENDPOINT_AUTH: "none",
      ENDPOINT_PASSWORD: "hunter2",
      BULK_MAX_BYTES: "10",
      GZIP: "false",
      TABLE: '{"a":1}',
    };
    expect(readEnv(DECLARATION, env)).toEqual({
      ok: true,
      values: { ...env, BULK_MAX_BYTES: 10, GZIP: false, TABLE: { a: 1 } },
    });
  });

  it("tells missing from malformed, and says all problems at once", () => {
    const env = { ENDPOINT_AUTH: "basic", BULK_MAX_BYTES: "9", GZIP: "yes", TABLE: "[]", BUCKET_PERFIX: "p" };
    expect(problemsOf(env)).toEqual([
      "BUCKET_NAME is not set; wanted: a bucket name",
      'ENDPOINT_AUTH is "basic"; wanted: es or none',
      'BULK_MAX_BYTES is "9"; wanted: a whole number from 10 to 1000',
      'GZIP is "yes"; wanted: true or false',
      'TABLE is "[]"; wanted: a JSON object',
      "BUCKET_PERFIX is not a variable of this function",
    ]);
  });

  it.each(["1001", "-10", "10.5", "1e2", " 10", "0x20", "9999999999999999", "ten"])("refuses the number %j", (text) => {
    expect(problemsOf({ BUCKET_NAME: "b", BULK_MAX_BYTES: text })).toHaveLength(1);
  });

  it("never prints a secret", () => {
    const wrong = { ...secretVariable("Password", "a password"), read: () => undefined };
    const read = readEnv({ DB_PASSWORD: wrong }, { DB_PASSWORD: "hunter2", DB_PASWORD: "hunter3" });
    expect(read).toEqual({
      ok: false,
      problems: [
        "DB_PASSWORD is a value that is not shown; wanted: a password",
        "DB_PASWORD is not a variable of this function",
      ],
    });
  });

  it("prints only the beginning of a long value", () => {
    const [problem = ""] = problemsOf({ BUCKET_NAME: "b", TABLE: "x".repeat(5000) });
    expect(problem.length).toBeLessThan(200);
  });

  it.each(["BULK_MAX_BITES", "BUCKET_NAEM", "ENDPOINT_PASSWROD"])("finds the typing error %s", (name) => {
    expect(problemsOf({ BUCKET_NAME: "b", [name]: "1" })).toEqual([`${name} is not a variable of this function`]);
  });

  it.each([
    "AWS_REGION",
    "AWS_LAMBDA_FUNCTION_NAME",
    "_HANDLER",
    "PATH",
    "NODE_OPTIONS",
    "BULK",
    "POWERTOOLS_LOG_LEVEL",
    "TZ",
  ])("leaves %s to others", (name) => {
    expect(problemsOf({ BUCKET_NAME: "b", [name]: "1" })).toEqual([]);
  });
});
