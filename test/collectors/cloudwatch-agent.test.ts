import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { collectorFiles, readJson } from "./configurations.ts";

const SCHEMA = JSON.parse(readFileSync(join(import.meta.dirname, "cloudwatch-agent.schema.json"), "utf8")) as object;
const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
const FILES = collectorFiles(/amazon-cloudwatch-agent\.json$/);

describe("the CloudWatch agent's configurations", () => {
  it("are there for Linux, Windows and the nodes of EKS", () => {
    expect(FILES.map((path) => path.split("/")[0])).toEqual(["ec2-linux", "ec2-windows", "eks-nodes"]);
  });

  it.each(FILES)("%s says only what the agent knows", (path) => {
    validate(readJson(path));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ["a misspelt key", { log_group: "/aws/ec2/messages" }],
    ["a retention that CloudWatch Logs does not have", { retention_in_days: 10 }],
    ["a log group with a blank in its name", { log_group_name: "/aws/ec2/my messages" }],
  ])("the schema refuses %s", (_, change) => {
    const entry = {
      file_path: "/var/log/messages",
      log_group_name: "/a",
      log_stream_name: "{instance_id}",
      retention_in_days: 14,
    };
    const of = (one: object): object => ({ logs: { logs_collected: { files: { collect_list: [one] } } } });
    expect(validate(of(entry))).toBe(true);
    expect(validate(of({ ...entry, ...change }))).toBe(false);
  });
});
