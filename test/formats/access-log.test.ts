import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAccessLog, type AccessLog } from "../../shared/formats/access-log.ts";
import { anyText, damaged } from "./damaged-lines.ts";

const lines: [string, Partial<AccessLog>][] = [
  [
    '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326',
    {
      client: "127.0.0.1",
      user: "frank",
      time: "2000-10-10T20:55:36Z",
      method: "GET",
      target: "/apache_pb.gif",
      version: "1.0",
      status: 200,
      size: 2326,
    },
  ],
  [
    '127.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 500 - "http://example.com/" "Mozilla/4.08 [en] (Win98)"',
    {
      status: 500,
      size: undefined,
      user: undefined,
      referer: "http://example.com/",
      agent: "Mozilla/4.08 [en] (Win98)",
    },
  ],
  [
    '1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] "\\x16\\x03\\x01" 400 150 "-" "-"',
    { method: undefined, request: "\\x16\\x03\\x01", status: 400, agent: undefined },
  ],
  [
    '1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] "-" 408 0',
    { method: undefined, request: undefined, status: 408, size: 0 },
  ],
  [
    '1.2.3.4 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1" 200 1 "-" "a \\"quoted\\" agent" "5.6.7.8"',
    { agent: 'a "quoted" agent', rest: '"5.6.7.8"' },
  ],
  [
    'example.com:443 1.2.3.4 - bob [10/Oct/2000:13:55:36 +0000] "GET / HTTP/2.0" 200 1',
    { host: "example.com:443", client: "1.2.3.4", user: "bob", version: "2.0" },
  ],
  ['127.0.0.1 - - [01/Jan/2023 12:00:00] "GET /x HTTP/1.1" 404 -', { time: undefined, status: 404, size: undefined }],
  ['[01/Jan/2023 12:00:00] "GET /x HTTP/1.1" 200 123', { client: undefined, target: "/x", status: 200, size: 123 }],
  [
    '[2016-04-15T20:17:00.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"',
    {
      time: "2016-04-15T20:17:00.310Z",
      method: "POST",
      status: 204,
      requestSize: 154,
      size: 0,
      durationMs: 226,
      client: "10.0.35.28",
      agent: "nsq2http",
      host: "locations",
    },
  ],
  [
    '[2023-01-01T00:00:00.123Z] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 12 3 2 "-" "curl/8.5.0" "id" "reviews:9080" "10.0.0.1:9080" outbound',
    {
      status: 200,
      requestSize: 0,
      size: 12,
      durationMs: 3,
      client: undefined,
      agent: "curl/8.5.0",
      host: "reviews:9080",
    },
  ],
  ['127.0.0.1:53524 - "GET / HTTP/1.1" 200 OK', { client: "127.0.0.1", port: 53_524, method: "GET", status: 200 }],
  [
    '[GIN] 2023/11/10 - 23:00:00 | 503 |     1.234ms |   127.0.0.1 | GET      "/path"',
    { client: "127.0.0.1", status: 503, durationMs: 1.234, target: "/path" },
  ],
  ["GET /path 200 12.345 ms - 45", { method: "GET", target: "/path", status: 200, durationMs: 12.345, size: 45 }],
  ["GET /path 304 - - 1.5 ms", { status: 304, durationMs: 1.5, size: undefined }],
];

describe("parseAccessLog", () => {
  it.each(lines)("reads %s", (text, expected) => {
    expect(parseAccessLog(text)).toMatchObject(expected);
  });

  it.each([
    "",
    "GET /path",
    '[main] "quoted" 200',
    "10.0.0.1 said [hello] there",
    '127.0.0.1 - - [10/Oct/2000:13:55:36 +0000] "GET / HTTP/1.1',
    'x - - [yesterday] "GET / HTTP/1.1" 200 1',
    `${lines[0]?.[0] ?? ""}\nand a second line`,
  ])("takes %j for something else", (text) => {
    expect(parseAccessLog(text)).toBeUndefined();
  });

  it("gives whole numbers, whatever has happened to a line", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, damaged(lines.map(([line]) => line))), (text) => {
        const access = parseAccessLog(text);
        return (
          access === undefined ||
          (Number.isInteger(access.status) && (access.size === undefined || Number.isInteger(access.size)))
        );
      }),
    );
  });
});
