import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logsPorts } from "../../shared/aws/logs.ts";
import { DEFAULT_INCLUDE } from "../../shared/core/subscribe/log-group-pattern.ts";
import type { LogsPorts } from "../../shared/core/subscribe/logs-ports.ts";
import type { SubscriptionFilter } from "../../shared/core/subscribe/plan-filters.ts";
import { subscribeCreated, sweepLogGroups, type SubscribeOptions } from "../../shared/core/subscribe/subscribe.ts";
import { startMoto } from "../../tools/servers/moto.ts";

const moto = await startMoto();
const { endpoint, region, account } = moto.ok ? moto.value : { endpoint: "", region: "", account: "" };
const config = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
const logs = new CloudWatchLogsClient(config);

const ROLE = `arn:aws:iam::${account}:role/test`;
const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
const streamArn = (name: string): string => `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;

const INDEX: SubscriptionFilter = {
  name: "tributary-it-index",
  destinationArn: functionArn("tributary-it-index"),
  roleArn: "",
  pattern: "",
};
const ARCHIVE: SubscriptionFilter = {
  name: "tributary-it-archive",
  destinationArn: streamArn("tributary-it-archive"),
  roleArn: ROLE,
  pattern: "",
};
const OPTIONS: SubscribeOptions = {
  include: [...DEFAULT_INCLUDE, "/shop/*"],
  exclude: ["/aws/lambda/excluded-*"],
  own: ["/aws/lambda/tributary-it-*", "/aws/kinesisfirehose/tributary-it-*"],
  wanted: [INDEX, ARCHIVE],
  filtersPerGroup: 2,
};

/** A filter of somebody else. */
const theirs = (number: number): SubscriptionFilter => ({
  name: `theirs-${number}`,
  destinationArn: streamArn("theirs"),
  roleArn: ROLE,
  pattern: "ERROR",
});

/** Log groups with the filters that they have from the start, and those that they are to have in the end. */
const account200: [name: string, before: SubscriptionFilter[], after: SubscriptionFilter[]][] = [
  ...named("/aws/eks/cluster-", 40, [], [INDEX, ARCHIVE]),
  ...named("/ecs/service-", 40, [theirs(1)], [theirs(1), INDEX]),
  ...named("/aws/lambda/full-", 20, [theirs(1), theirs(2)], [theirs(1), theirs(2)]),
  ...named("/aws/lambda/done-", 20, [INDEX, ARCHIVE], [INDEX, ARCHIVE]),
  ...named("/aws/lambda/excluded-", 10, [], []),
  ...named("/aws/lambda/tributary-it-", 4, [], []),
  ["/aws/lambda/tributary-it-index", [theirs(1)], [theirs(1)]],
  // The stream that somebody feeds with our function's log writes its errors here.
  ["/aws/kinesisfirehose/theirs", [], []],
  ...named("/aws/kinesisfirehose/tributary-it-", 4, [], []),
  ...named("/aws/rds/instance-", 30, [], []),
  ...named("/shop/checkout-", 30, [], [INDEX, ARCHIVE]),
];

function named(prefix: string, count: number, before: SubscriptionFilter[], after: SubscriptionFilter[]) {
  return Array.from({ length: count }, (_, index): [string, SubscriptionFilter[], SubscriptionFilter[]] => {
    return [`${prefix}${index}`, before, after];
  });
}

/** The real port, with a clock that only waiting moves, and a note of every write. */
function portsWith(writes: string[], whileWaiting: () => Promise<void> = async () => {}): LogsPorts {
  let clock = 0;
  const ports = logsPorts(config);
  return {
    ...ports,
    now: () => clock,
    wait: async (ms) => {
      clock += ms;
      await whileWaiting();
    },
    putFilter: async (logGroup, filter) => {
      writes.push(`${logGroup} ${filter.name}`);
      return ports.putFilter(logGroup, filter);
    },
  };
}

/** The filters of all log groups, as the server has them. */
async function filtersByGroup(): Promise<Record<string, SubscriptionFilter[]>> {
  const { logGroups, filtersOf } = logsPorts(config);
  const found: Record<string, SubscriptionFilter[]> = {};
  let page: string | undefined;
  do {
    const { groups, next } = await logGroups("", page);
    for (const { name } of groups) found[name] = [...((await filtersOf(name)) ?? [])];
    page = next;
  } while (page !== undefined);
  return found;
}

/** One call of an API for which we ship no client. */
async function call(service: string, path: string, type: string, body: string): Promise<void> {
  const scope = `Credential=test/20261123/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const headers = { "content-type": type, authorization: `AWS4-HMAC-SHA256 ${scope}` };
  const response = await fetch(`${endpoint}${path}`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`${service}: ${await response.text()}`);
}

async function createDestinations(): Promise<void> {
  const trust = encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement: [] }));
  const role = `Action=CreateRole&Version=2010-05-08&RoleName=test&AssumeRolePolicyDocument=${trust}`;
  await call("iam", "/", "application/x-www-form-urlencoded", role);
  const lambda = {
    FunctionName: "tributary-it-index",
    Role: ROLE,
    PackageType: "Image",
    Code: { ImageUri: `${account}.dkr.ecr.${region}.amazonaws.com/index:1` },
  };
  await call("lambda", "/2015-03-31/functions", "application/json", JSON.stringify(lambda));
  const firehose = new FirehoseClient(config);
  const ExtendedS3DestinationConfiguration = { RoleARN: ROLE, BucketARN: "arn:aws:s3:::archive" };
  for (const DeliveryStreamName of ["tributary-it-archive", "theirs"]) {
    await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, ExtendedS3DestinationConfiguration }));
  }
}

async function createGroup(logGroupName: string, filters: readonly SubscriptionFilter[]): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const { name: filterName, destinationArn, roleArn, pattern: filterPattern } of filters) {
    const role = roleArn === "" ? {} : { roleArn };
    await logs.send(
      new PutSubscriptionFilterCommand({ logGroupName, filterName, destinationArn, filterPattern, ...role }),
    );
  }
}

describe.skipIf(!moto.ok)("subscribe, against a CloudWatch Logs server", () => {
  const expected: Record<string, SubscriptionFilter[]> = Object.fromEntries(
    account200.map(([name, , after]) => [name, after]),
  );

  beforeAll(async () => {
    await createDestinations();
    for (const [name, before] of account200) await createGroup(name, before);
  });

  afterAll(async () => {
    if (moto.ok) await moto.value.stop();
  });

  it("subscribes what matches, leaves the rest as it was, and says which groups are full", async () => {
    const writes: string[] = [];
    const created: string[] = [];
    // Somebody creates log groups while the sweep is on its way; EventBridge says so.
    const ports = portsWith(writes, async () => {
      if (writes.length < 50 || created.length === 5) return;
      const name = `/ecs/created-meanwhile-${created.length}`;
      created.push(name);
      await createGroup(name, []);
      expected[name] = [INDEX, ARCHIVE];
    });
    const report = await sweepLogGroups(ports, OPTIONS, Number.POSITIVE_INFINITY, 0);
    expect(created).toHaveLength(5);
    for (const name of created) await subscribeCreated(name, portsWith(writes), OPTIONS);

    expect(await filtersByGroup()).toEqual(expected);
    expect(writes).toHaveLength(new Set(writes).size);
    expect(writes).toHaveLength(40 * 2 + 40 + 30 * 2 + 5 * 2);
    expect(report).toMatchObject({
      seen: 200,
      matched: 155,
      guarded: 5,
      complete: 20,
      unvisited: 0,
      gone: [],
      failed: [],
    });
    expect(new Set(report.full.map(({ logGroup }) => logGroup.replace(/\d+$/, "")))).toEqual(
      new Set(["/ecs/service-", "/aws/lambda/full-"]),
    );
    expect(report.full).toHaveLength(40 + 20 * 2);
  });

  it("makes no call that writes the second time", async () => {
    const writes: string[] = [];
    await sweepLogGroups(portsWith(writes), OPTIONS, Number.POSITIVE_INFINITY, 0.5);
    expect(writes).toEqual([]);
    expect(await filtersByGroup()).toEqual(expected);
  });

  it("leaves the log group of who feeds on ours, though a pattern asks for it", async () => {
    const writes: string[] = [];
    const options = { ...OPTIONS, include: ["*"], exclude: ["/aws/rds/*", "/aws/lambda/excluded-*"] };
    await sweepLogGroups(portsWith(writes), options, Number.POSITIVE_INFINITY, 0);
    expect(writes).toEqual([]);
  });

  it("says what the server refuses", async () => {
    const ports = logsPorts(config);
    const missing = { ...INDEX, name: "missing", destinationArn: functionArn("missing") };
    expect(await ports.putFilter("/aws/rds/instance-0", missing)).toMatchObject({ kind: "refused" });
    expect(await ports.putFilter("/none", INDEX)).toEqual({ kind: "gone" });
    expect(await ports.putFilter("/aws/lambda/full-0", INDEX)).toEqual({ kind: "full" });
    expect(await ports.filtersOf("/none")).toBeUndefined();
    const nobody = logsPorts({ ...config, endpoint: "http://127.0.0.1:9" });
    expect(await nobody.putFilter("/none", INDEX)).toMatchObject({ kind: "busy" });
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/none" }));
    expect(logGroups).toEqual([]);
  });
});
