import { splitAddress } from "../../formats/address.ts";
import { isKlogHeader } from "../../formats/klog.ts";
import { looksLikeLogfmt, parseLogfmt } from "../../formats/logfmt.ts";
import { severityOfName } from "../../formats/severity.ts";
import { isoTime } from "../../formats/time.ts";
import { keyword } from "../../schema/field.ts";
import type { Draft } from "../../schema/draft.ts";
import { controlPlaneClaim, controlPlaneResource } from "../control-plane.ts";
import { continuesKlog, fillFromKlog } from "../klog-record.ts";
import { defineSource, upTo } from "../source.ts";

const STREAM = "authenticator";
/** What only the authenticator's server and mappers say (pkg/server/server.go, pkg/mapper), in logrus' form. */
const SAYINGS =
  /^(?:time="[^"]{1,40}" )?level=\w{4,7} msg="(?:access (?:granted|denied)"|STS response" accesskeyid=|mapping IAM (?:role|user|Account)"|starting mapper \\")/;

/** Its first line, which is not logrus': when it starts again, that stands between others. */
const BANNER = "Authenticator Version: ";

export default defineSource({
  name: "eks.authenticator",
  platform: "eks",
  description:
    "aws-iam-authenticator of an EKS cluster: logrus text from the control-plane stream `authenticator-…`, with client-go's klog lines between.",
  detect: (origin) => controlPlaneClaim(origin, STREAM) || upTo(0.82, (line) => (SAYINGS.test(line.text) ? 0.82 : 0)),
  resource: (origin) => controlPlaneResource(origin, "aws-iam-authenticator"),
  continues: (text) => continuesKlog(text) && !looksLikeLogfmt(text) && !text.startsWith(BANNER),
  fields: {
    "k8s.auth.result": keyword("granted or denied", "granted"),
    "aws.sts.host": keyword("STS endpoint that was asked", "sts.us-east-1.amazonaws.com"),
    "aws.iam.account_id": keyword("Account of the caller, as STS says", "111122223333"),
  },
  normalize: (line, record) => {
    if (isKlogHeader(line.text) && fillFromKlog(line, record)) return;
    const pairs = parseLogfmt(line.text);
    if (pairs === undefined) fillFromContinued(line.text, record);
    else for (const [key, value] of pairs) fillPair(key, value, record);
  },
});

type AuthenticatorDraft = Draft<"k8s.auth.result" | "aws.sts.host" | "aws.iam.account_id">;

/** logrus writes a record on one line; what follows it was written past the logger, and takes nothing from it. */
function fillFromContinued(text: string, record: AuthenticatorDraft): void {
  const end = text.indexOf("\n");
  const pairs = end < 0 ? undefined : parseLogfmt(text.slice(0, end));
  if (pairs === undefined) return;
  for (const [key, value] of pairs) fillPair(key, value, record);
  record.payload["tail"] = text.slice(end + 1);
}

/** pkg/server/server.go and pkg/mapper of aws-iam-authenticator write these keys. */
function fillPair(key: string, value: string, record: AuthenticatorDraft): void {
  const { attributes } = record;
  switch (key) {
    case "time":
      record.time = isoTime(value);
      if (record.time === undefined) record.payload[key] = value;
      return;
    case "level":
      record.severity = severityOfName(value);
      if (record.severity === undefined) record.payload[key] = value;
      return;
    case "msg":
      record.body = value;
      if (value === "access granted") attributes["k8s.auth.result"] = "granted";
      if (value === "access denied") attributes["k8s.auth.result"] = "denied";
      return;
    case "arn":
    case "role":
    case "user":
      attributes["aws.iam.arn"] = value;
      // STS says who called; what was granted or mapped is the role or user behind that.
      if (!value.includes(":assumed-role/")) attributes["aws.iam.canonical_arn"] = value;
      return;
    case "client": {
      const { host, port } = splitAddress(value);
      attributes["client.address"] = host;
      attributes["client.port"] = port;
      return;
    }
    case "groups":
      attributes["user.groups"] = goSlice(value);
      return;
    default: {
      const name = NAMES.get(key);
      // `session=` of a caller without a role session says nothing that could be searched for.
      if (name === undefined || value === "") record.payload[key] = value;
      else attributes[name] = value;
    }
  }
}

const NAMES: ReadonlyMap<string, keyof AuthenticatorDraft["attributes"]> = new Map<
  string,
  keyof AuthenticatorDraft["attributes"]
>([
  ["username", "user.name"],
  ["uid", "user.id"],
  ["userid", "aws.iam.principal_id"],
  ["accountid", "aws.iam.account_id"],
  ["accesskeyid", "aws.iam.access_key_id"],
  ["session", "aws.iam.session_name"],
  ["stsendpoint", "aws.sts.host"],
  ["sts", "aws.sts.host"],
  ["method", "http.request.method"],
  ["path", "url.path"],
  ["error", "error.message"],
]);

/** `[system:bootstrappers system:nodes]`, as Go prints a slice. */
function goSlice(text: string): string[] {
  const inner = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  return inner.split(" ").filter((item) => item !== "");
}
