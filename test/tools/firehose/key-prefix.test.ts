import { describe, expect, it } from "vitest";
import { evaluatePrefix, prefixProblems, type ErrorOutputType } from "../../../tools/firehose/key-prefix.ts";

const AT = Date.UTC(2018, 7, 27, 10, 30, 59);
const half = () => 0.5;
const evaluated = (prefix: string, errorOutputPrefix?: string, type?: ErrorOutputType): string =>
  evaluatePrefix({ prefix, errorOutputPrefix }, type, AT, half);

describe("the prefix of data", () => {
  it.each([
    ["", "2018/08/27/10/"],
    ["logs/", "logs/2018/08/27/10/"],
    ["logs-", "logs-2018/08/27/10/"],
    ["!{timestamp:yyyy/MM/dd/}", "2018/08/27/"],
    ["year=!{timestamp:yyyy}/hour=!{timestamp:HH}/", "year=2018/hour=10/"],
    ["!{timestamp:yyyy-MM-dd'T'HH:mm:ss}/", "2018-08-27T10:30:59/"],
    ["!{timestamp:'day 'DDD''}/", "day 239'/"],
    ["!{firehose:random-string}/", "88888888888/2018/08/27/10/"],
  ])("%j is evaluated to %j, and says the hour where it says no time", (prefix, wanted) => {
    expect(evaluated(prefix, "!{firehose:error-output-type}/")).toBe(wanted);
  });

  it("may have 512 characters once it is evaluated", () => {
    const rest = "2018/08/27/10/".length;
    expect(evaluated("x".repeat(512 - rest))).toHaveLength(512);
    expect(() => evaluated("x".repeat(513 - rest))).toThrow("513 characters");
  });
});

describe("the prefix of failed records", () => {
  it.each<[string, string | undefined, ErrorOutputType, string]>([
    ["", undefined, "processing-failed", "processing-failed/2018/08/27/10/"],
    ["logs/", undefined, "AmazonOpenSearchService-failed", "logs/AmazonOpenSearchService-failed/2018/08/27/10/"],
    ["logs/", "failed/", "processing-failed", "failed/processing-failed/2018/08/27/10/"],
    ["logs/", "failed/!{firehose:error-output-type}/", "processing-failed", "failed/processing-failed/"],
    [
      "!{timestamp:yyyy}/",
      "e/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/",
      "elasticsearch-failed",
      "e/elasticsearch-failed/2018-08-27/",
    ],
  ])("%j and %j are evaluated for %s to %j", (prefix, errorOutputPrefix, type, wanted) => {
    expect(evaluated(prefix, errorOutputPrefix, type)).toBe(wanted);
  });
});

describe("the rules for prefixes", () => {
  it.each<[string, string | undefined, RegExp]>([
    ["!{firehose:error-output-type}/", "!{firehose:error-output-type}/", /Prefix cannot contain/],
    ["!{timestamp:yyyy}/", undefined, /ErrorOutputPrefix is needed/],
    ["", "!{timestamp:yyyy}/", /but not !\{firehose:error-output-type\}/],
    ["a!{b", "!{firehose:error-output-type}/", /begins no/],
    ["!{partitionKeyFromQuery:a}/", "!{firehose:error-output-type}/", /is not simulated/],
    ["!{timestamp:EEEE}/", "!{firehose:error-output-type}/", /is not simulated/],
    ["!{timestamp:yyyy'}/", "!{firehose:error-output-type}/", /is not simulated/],
    ["!{firehose:uuid}/", "!{firehose:error-output-type}/", /is not simulated/],
  ])("refuse %j with %j", (prefix, errorOutputPrefix, problem) => {
    expect(prefixProblems({ prefix, errorOutputPrefix }).join("; ")).toMatch(problem);
  });

  it.each<[string, string | undefined]>([
    ["", undefined],
    ["logs/", "failed/"],
    ["!{timestamp:yyyy/MM/dd}/!{firehose:random-string}/", "e/!{firehose:error-output-type}/!{timestamp:'h='HH}/"],
  ])("allow %j with %j", (prefix, errorOutputPrefix) => {
    expect(prefixProblems({ prefix, errorOutputPrefix })).toEqual([]);
  });
});
