import type { Draft, JsonObject, ResourceValues } from "../schema/draft.ts";
import type { Origin } from "./source.ts";

/** An instance id as a word of a stream name: `{instance_id}`, `{instance_id}/messages`, `app-{instance_id}_System`. */
const INSTANCE = /(?:^|[^0-9A-Za-z])(i-(?:[0-9a-f]{17}|[0-9a-f]{8}))(?![0-9A-Za-z])/;
/** EC2's own host names, `{local_hostname}` and `{hostname}` in the CloudWatch agent's configuration. */
const HOST_NAME = /(?:^|[^0-9A-Za-z])(ip(?:-\d{1,3}){4}(?:\.[\w-]+){0,5}|EC2AMAZ-[0-9A-Z]{7})(?![0-9A-Za-z])/;

/** What the name of a log stream tells about the instance that wrote it (CloudWatch agent, "log_stream_name"). */
export function hostOfStream({ logStream }: Origin): ResourceValues {
  const id = INSTANCE.exec(logStream)?.[1];
  const name = HOST_NAME.exec(logStream)?.[1];
  return { "host.id": id, "host.name": name };
}

/** Keys of Fluent Bit's aws filter (plugins/filter_aws/aws.h); tags have names of their own. */
const AWS_FILTER_KEYS: ReadonlyMap<string, keyof ResourceValues> = new Map([
  ["az", "cloud.availability_zone"],
  ["ec2_instance_id", "host.id"],
  ["ec2_instance_type", "host.type"],
  ["private_ip", "host.ip"],
  ["vpc_id", "aws.vpc.id"],
  ["ami_id", "host.image.id"],
  ["account_id", "cloud.account.id"],
  ["hostname", "host.name"],
]);

/**
 * Takes what Fluent Bit's aws filter added out of a record and puts it into the resource.
 *
 * @param rest the members nobody has typed yet; those of the filter are removed.
 */
export function takeAwsFilterKeys(rest: JsonObject, { resource }: Draft): void {
  for (const [key, name] of AWS_FILTER_KEYS) {
    const value = rest[key];
    if (typeof value !== "string" || value === "") continue;
    resource[name] = value;
    Reflect.deleteProperty(rest, key);
  }
}
