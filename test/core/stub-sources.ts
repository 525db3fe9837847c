import { newCatalog } from "../../shared/core/normalize.ts";
import { boolean, date, double, integer, keyword, keywords, long } from "../../shared/schema/field.ts";
import { defineSource, jsonOf, type Source } from "../../shared/sources/source.ts";

/** Claims the log groups of EKS; lines that begin with a blank continue the one before; JSON members are typed fields or payload. */
export const eksStub: Source = defineSource({
  name: "eks.stub",
  platform: "eks",
  description: "Lines of a control plane that does not exist.",
  detect: ({ logGroup }) => (logGroup.startsWith("/aws/eks/") ? 0.9 : 0),
  resource: ({ logGroup }) => ({ "k8s.cluster.name": logGroup.split("/")[3] }),
  continues: (text) => text.startsWith(" "),
  fields: {
    "stub.count": integer("A count", 1),
    "stub.size": long("A size", 1),
    "stub.ratio": double("A ratio", 0.5),
    "stub.flag": boolean("A flag", true),
    "stub.at": date("A time", "2026-11-23T12:00:00Z"),
    "stub.name": keyword("A name", "a"),
    "stub.names": keywords("Names", ["a"]),
  },
  normalize: (line, record) => {
    const json = jsonOf(line);
    if (json === undefined) return;
    const { time, message, labels, ...rest } = json;
    if (typeof time === "string") record.time = time;
    if (typeof message === "string") record.body = message;
    if (typeof labels === "object" && labels !== null && !Array.isArray(labels)) Object.assign(record.labels, labels);
    for (const [key, value] of Object.entries(rest)) {
      if (key === "stub.count") record.attributes["stub.count"] = value;
      else record.payload[key] = value;
    }
  },
});

/** Has to look at each line: JSON of a Lambda function. */
const lambdaStub: Source = defineSource({
  name: "lambda.stub",
  platform: "lambda",
  description: "JSON lines of a function that does not exist.",
  detect:
    ({ logGroup }) =>
    ({ text }) =>
      logGroup.startsWith("/aws/lambda/") && text.startsWith("{") ? 0.95 : 0,
  fields: {},
  normalize: (line, record) => {
    record.payload = { ...jsonOf(line) };
  },
});

const otherStub: Source = defineSource({
  name: "other.stub",
  platform: "other",
  description: "Whatever the others leave.",
  detect: () => 0.01,
  fields: {},
  normalize: () => {},
});

/** A catalog that no change to a real source can touch. */
export const STUB_CATALOG = newCatalog([eksStub, lambdaStub, otherStub]);
