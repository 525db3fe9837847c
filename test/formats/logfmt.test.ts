import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksLikeLogfmt, parseLogfmt, type Pair } from "../../shared/formats/logfmt.ts";
import { anyText, damaged } from "./damaged-lines.ts";
import { goQuote } from "./go-quoting.ts";
import { anyCharacter } from "../any-character.ts";

const deniedError =
  'sts getCallerIdentity failed: error from AWS (expected 200, got 403). Body: {"Error":{"Code":"InvalidClientTokenId","Message":"The security token included in the request is invalid.","Type":"Sender"},"RequestId":"a9068247-f1ab-47ef-b1b1-cda46a27be0e"}';

const lines: [name: string, line: string, pairs: Pair[]][] = [
  [
    "access granted",
    'time="2025-12-24T19:48:32Z" level=info msg="access granted" arn="arn:aws:iam::927209226484:role/AWSWesleyClusterManagerLambda-Add-AddonManagerRole-1CRTQUJF13T5U" client="127.0.0.1:54812" groups="[]" method=POST path=/authenticate stsendpoint=sts.us-east-1.amazonaws.com uid="aws-iam-authenticator:927209226484:AROA5PYP2AD2FVXU23CA6" username="eks:addon-manager"',
    [
      ["time", "2025-12-24T19:48:32Z"],
      ["level", "info"],
      ["msg", "access granted"],
      ["arn", "arn:aws:iam::927209226484:role/AWSWesleyClusterManagerLambda-Add-AddonManagerRole-1CRTQUJF13T5U"],
      ["client", "127.0.0.1:54812"],
      ["groups", "[]"],
      ["method", "POST"],
      ["path", "/authenticate"],
      ["stsendpoint", "sts.us-east-1.amazonaws.com"],
      ["uid", "aws-iam-authenticator:927209226484:AROA5PYP2AD2FVXU23CA6"],
      ["username", "eks:addon-manager"],
    ],
  ],
  [
    "a user name with a space and an apostrophe",
    `time="2026-11-23T09:01:05Z" level=info msg="access granted" arn="arn:aws:iam::111122223333:role/Developers" groups="[developers]" username="dev:bob o'brien"`,
    [
      ["time", "2026-11-23T09:01:05Z"],
      ["level", "info"],
      ["msg", "access granted"],
      ["arn", "arn:aws:iam::111122223333:role/Developers"],
      ["groups", "[developers]"],
      ["username", "dev:bob o'brien"],
    ],
  ],
  [
    "an empty value",
    'time="2026-11-23T09:00:55Z" level=info msg="STS response" method=POST path=/authenticate session= stsendpoint=sts.us-west-2.amazonaws.com userid=AIDACKCEVSQ6C2EXAMPLE',
    [
      ["time", "2026-11-23T09:00:55Z"],
      ["level", "info"],
      ["msg", "STS response"],
      ["method", "POST"],
      ["path", "/authenticate"],
      ["session", ""],
      ["stsendpoint", "sts.us-west-2.amazonaws.com"],
      ["userid", "AIDACKCEVSQ6C2EXAMPLE"],
    ],
  ],
  [
    "JSON in a quoted error",
    `time="2022-12-26T20:46:48Z" level=warning msg="access denied" client="127.0.0.1:43440" error=${goQuote(deniedError)} method=POST path=/authenticate`,
    [
      ["time", "2022-12-26T20:46:48Z"],
      ["level", "warning"],
      ["msg", "access denied"],
      ["client", "127.0.0.1:43440"],
      ["error", deniedError],
      ["method", "POST"],
      ["path", "/authenticate"],
    ],
  ],
  [
    "a line without time",
    'level=info msg="mapping IAM role" groups="[]" role="arn:aws:iam::111122223333:role/NodeManagerRole" username="eks:node-manager"',
    [
      ["level", "info"],
      ["msg", "mapping IAM role"],
      ["groups", "[]"],
      ["role", "arn:aws:iam::111122223333:role/NodeManagerRole"],
      ["username", "eks:node-manager"],
    ],
  ],
  [
    "a quoted message in a message",
    String.raw`time="2026-11-23T08:59:14Z" level=info msg="starting mapper \"MountedFile\""`,
    [
      ["time", "2026-11-23T08:59:14Z"],
      ["level", "info"],
      ["msg", 'starting mapper "MountedFile"'],
    ],
  ],
  [
    "the ECS agent",
    'level=info time=2019-12-12T23:43:29Z msg="Image excluded from cleanup: amazon/amazon-ecs-agent:latest" module=parse.go',
    [
      ["level", "info"],
      ["time", "2019-12-12T23:43:29Z"],
      ["msg", "Image excluded from cleanup: amazon/amazon-ecs-agent:latest"],
      ["module", "parse.go"],
    ],
  ],
  [
    "values that hold =",
    "level=debug path=/a/b?c=d q=x==",
    [
      ["level", "debug"],
      ["path", "/a/b?c=d"],
      ["q", "x=="],
    ],
  ],
  [
    "bare keys",
    "at=info method=GET cached fwd=10.0.0.1",
    [
      ["at", "info"],
      ["method", "GET"],
      ["cached", ""],
      ["fwd", "10.0.0.1"],
    ],
  ],
  ["a single pair of a usual name", 'msg="hello world"', [["msg", "hello world"]]],
  [
    "two pairs of unusual names",
    "a=1 b=2",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "duplicates",
    "a=1 a=2",
    [
      ["a", "1"],
      ["a", "2"],
    ],
  ],
  [
    "odd white space",
    "a=1\t b=2\r\n",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "dotted and dashed keys",
    "trace.id=1 span-id=2 log/x=3 __proto__=4",
    [
      ["trace.id", "1"],
      ["span-id", "2"],
      ["log/x", "3"],
      ["__proto__", "4"],
    ],
  ],
  [
    "a line cut in a quoted value",
    'level=info msg="access gran',
    [
      ["level", "info"],
      ["msg", "access gran"],
    ],
  ],
  [
    "values that touch",
    'a="1"b="2"',
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
];

const others = [
  "",
  "hello world",
  "hello a=b world",
  "a=b",
  "hello a=b c=d",
  "level=info hello",
  "time=12 seconds",
  "level=info msg=Starting the server on port 8080",
  "a=1 b=2 and then something happened here",
  'Authenticator Version: "v0.7.5", "unknown"',
  "=a b=c",
  " a=1 b=2",
  "https://example.com/?a=1 b=2",
  '{"level":"info","msg":"a=1 b=2"}',
  'type=1400 audit(1795113712.524:1): avc: denied { read } for pid=1 comm="x"',
  'I1123 09:01:02.862603   10648 alloc.go:328] "allocated clusterIPs" service="default/web" a=1',
  'pod="default/web", node="ip-10-0-1-11", reason="x"',
];

describe("parseLogfmt", () => {
  it.each(lines)("parses %s", (_, line, pairs) => {
    expect(looksLikeLogfmt(line)).toBe(true);
    expect(parseLogfmt(line)).toEqual(pairs);
  });

  it.each(others)("does not parse %j", (line) => {
    expect(parseLogfmt(line)).toBeUndefined();
  });

  it("gives back what a logrus formatter wrote", () => {
    const key = fc.stringMatching(/^[A-Za-z_][\w./@-]{0,20}$/);
    const written = (value: string): string => (/^[\w./@^+-]*$/.test(value) ? value : goQuote(value));
    const value = fc.oneof(fc.string({ unit: anyCharacter }), fc.stringMatching(/^[\w./@^+-]{0,20}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { minLength: 2, maxLength: 12 }), (pairs) => {
        expect(parseLogfmt(pairs.map(([name, said]) => `${name}=${written(said)}`).join(" "))).toEqual(pairs);
      }),
    );
  });

  it("never throws, and takes only what looks like logfmt", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(lines.map(([, line]) => line))), (text) => {
        const pairs = parseLogfmt(text);
        if (pairs === undefined) return;
        expect(looksLikeLogfmt(text)).toBe(true);
        expect(pairs.filter(([key, value]) => !text.includes(key) || (value === "" && key === ""))).toEqual([]);
      }),
    );
  });

  it.each(["a=[ ", 'a="\\" ', 'a="\n', "a", "=", " ", "a ", "a=b ", '"', "\\", "\n"])(
    "gets through a megabyte of %j",
    (unit) => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      const pairs = parseLogfmt(`level=info ${text}`) ?? [];
      expect(pairs.length).toBeLessThan(1_000_000);
      expect(looksLikeLogfmt(text)).toBe(unit.startsWith("a="));
    },
  );
});
