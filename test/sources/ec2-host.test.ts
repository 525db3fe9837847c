import { describe, expect, it } from "vitest";
import { newDraft } from "../../shared/schema/draft.ts";
import { hostOfStream, takeAwsFilterKeys } from "../../shared/sources/ec2-host.ts";
import { originOf } from "./drafts.ts";

describe("hostOfStream", () => {
  it.each([
    ["i-0a1b2c3d4e5f60718", "i-0a1b2c3d4e5f60718", undefined],
    ["i-1b8cc9cc", "i-1b8cc9cc", undefined],
    ["orders/i-0a1b2c3d4e5f60718/messages", "i-0a1b2c3d4e5f60718", undefined],
    ["MYGROUP_i-056171caa7e3b0dc1_Application", "i-056171caa7e3b0dc1", undefined],
    ["ip-10-0-1-20.eu-west-1.compute.internal", undefined, "ip-10-0-1-20.eu-west-1.compute.internal"],
    ["web/ip-172-31-33-197", undefined, "ip-172-31-33-197"],
    ["EC2AMAZ-5J6IFSF", undefined, "EC2AMAZ-5J6IFSF"],
    ["wifi-0a1b2c3d", undefined, undefined],
    ["i-0a1b2c3d4e", undefined, undefined],
    ["prod/web", undefined, undefined],
    ["", undefined, undefined],
  ])("finds the host of %j", (logStream, id, name) => {
    expect(hostOfStream(originOf({ logStream }))).toEqual({ "host.id": id, "host.name": name });
  });
});

describe("takeAwsFilterKeys", () => {
  it("moves what the filter added into the resource, and leaves everything else", () => {
    const draft = newDraft("");
    const rest = {
      az: "eu-west-1a",
      ec2_instance_id: "i-1b8cc9cc",
      private_ip: "10.0.1.20",
      log: "x",
      vpc_id: "",
      account_id: 7,
    };
    takeAwsFilterKeys(rest, draft);
    expect(draft.resource).toEqual({
      "cloud.availability_zone": "eu-west-1a",
      "host.id": "i-1b8cc9cc",
      "host.ip": "10.0.1.20",
    });
    expect(rest).toEqual({ log: "x", vpc_id: "", account_id: 7 });
  });
});
