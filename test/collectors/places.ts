import { parseDocument } from "yaml";
import {
  collectorFiles,
  fluentBitConfigurations,
  readJson,
  readText,
  withVariables,
  type FluentBit,
} from "./configurations.ts";
import { tagPatterns, takes, valueOf, wildcard, type Section } from "./fluent-bit-config.ts";

/** Where a configuration delivers to. */
export interface Place {
  readonly collector: string;
  /** The file and what in it, for messages. */
  readonly by: string;
  readonly logGroup?: string | undefined;
  readonly logStream?: RegExp;
  readonly deliveryStream?: string | undefined;
  /** Key that the output adds the time under. */
  readonly timeKey?: string | undefined;
}

const TASK = "[0-9a-f]{32}";
const INSTANCE = "i-[0-9a-f]{17}";

/** All places that the configurations of docs/collectors deliver to. */
export function allPlaces(): Place[] {
  return [
    ...fluentBitConfigurations().flatMap(placesOfFluentBit),
    ...collectorFiles(/amazon-cloudwatch-agent\.json$/).flatMap(placesOfAgent),
    ...collectorFiles(/task-definition.*\.json$/).flatMap(placesOfTask),
    ...collectorFiles(/^lambda\/template\.yaml$/).flatMap(placesOfFunction),
    ...collectorFiles(/^lambda-firehose\/template\.yaml$/).flatMap(placesOfExtension),
  ];
}

function placesOfFluentBit({ name, collector, sections, variables }: FluentBit): Place[] {
  const kind = (wanted: string): Section[] => sections.filter((section) => section.kind === wanted);
  return kind("OUTPUT").flatMap((output) => {
    const said = (key: string): string => withVariables(valueOf(output, key), variables);
    const tags = kind("INPUT")
      .flatMap(tagPatterns)
      .filter((tag) => takes(output, tag.replaceAll("*", "x")));
    return tags.map((tag): Place => {
      const by = `${name}, tag ${tag}`;
      if (said("name") === "kinesis_firehose")
        return { collector, by, deliveryStream: said("delivery_stream"), timeKey: said("time_key") };
      const stream = said("log_stream_name") || `${said("log_stream_prefix")}${tag}`;
      return { collector, by, logGroup: said("log_group_name"), logStream: wildcard(stream) };
    });
  });
}

/** The parts of the CloudWatch agent's configuration that say where logs go. */
interface AgentLogs {
  readonly logs: {
    readonly logs_collected: Readonly<Record<string, { readonly collect_list: readonly AgentEntry[] }>>;
  };
}

interface AgentEntry {
  readonly file_path?: string;
  readonly event_name?: string;
  readonly log_group_name: string;
  readonly log_stream_name: string;
}

function placesOfAgent(path: string): Place[] {
  const { logs } = readJson(path) as AgentLogs;
  return Object.values(logs.logs_collected)
    .flatMap(({ collect_list }) => collect_list)
    .map((entry) => ({
      collector: path.split("/")[0] ?? "",
      by: `${path}, ${entry.file_path ?? entry.event_name}`,
      logGroup: entry.log_group_name,
      logStream: new RegExp(
        `^${entry.log_stream_name.replaceAll(".", String.raw`\.`).replace("{instance_id}", INSTANCE)}$`,
      ),
    }));
}

interface TaskDefinition {
  readonly containerDefinitions: readonly {
    readonly name: string;
    readonly logConfiguration: { readonly logDriver: string; readonly options: Readonly<Record<string, string>> };
  }[];
}

function placesOfTask(path: string): Place[] {
  const { containerDefinitions } = readJson(path) as TaskDefinition;
  return containerDefinitions.map(({ name, logConfiguration: { logDriver, options } }): Place => {
    const place = { collector: path.split("/")[0] ?? "", by: `${path}, container ${name}` };
    if (logDriver === "awslogs") {
      const stream = new RegExp(`^${options["awslogs-stream-prefix"]}/${name}/${TASK}$`);
      return { ...place, logGroup: options["awslogs-group"], logStream: stream };
    }
    if (options["Name"] === "kinesis_firehose")
      return { ...place, deliveryStream: options["delivery_stream"], timeKey: options["time_key"] };
    // The ECS agent matches `<container>-firelens-*`, and the task's id is the rest of the tag.
    const stream = new RegExp(`^${options["log_stream_prefix"]}${name}-firelens-${TASK}$`);
    return { ...place, logGroup: options["log_group_name"], logStream: stream };
  });
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: FunctionProperties }>>;
}

interface FunctionProperties {
  readonly FunctionName?: string;
  readonly LogGroupName?: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly LoggingConfig?: Readonly<Record<string, string>>;
}

/** The template; what `!Ref` and `!GetAtt` name is left as text. A mistake in its YAML is thrown with its line. */
export function readTemplate(path: string): Template {
  const document = parseDocument(readText(path));
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document.toJS() as Template;
}

function placesOfFunction(path: string): Place[] {
  const { Resources } = readTemplate(path);
  return Object.values(Resources)
    .filter(({ Type }) => Type === "AWS::Lambda::Function")
    .map(({ Properties: { FunctionName = "", LoggingConfig = {} } }) => {
      const group = Resources[LoggingConfig["LogGroup"] ?? ""]?.Properties.LogGroupName;
      // In a group of the user's the stream names the function (Lambda guide, "Configuring CloudWatch log groups").
      const logStream = new RegExp(String.raw`^\d{4}/\d\d/\d\d/${FunctionName}\[\$LATEST\]${TASK}$`);
      return { collector: "lambda", by: `${path}, ${FunctionName}`, logGroup: group, logStream };
    });
}

function placesOfExtension(path: string): Place[] {
  const streams = Object.values(readTemplate(path).Resources).flatMap(
    ({ Properties }) => Properties.Environment?.Variables["DELIVERY_STREAM"] ?? [],
  );
  return streams.map((deliveryStream) => ({ collector: "lambda-firehose", by: path, deliveryStream, timeKey: "" }));
}
