import type { Platform } from "../../shared/sources/source.ts";
import type { MemberShape } from "./member-shape.ts";
import type { MemberLines } from "./members.ts";
import type { OwnField } from "./own-field.ts";
import type { Recognition } from "./recognition.ts";
import { shapeWords, type Shape } from "./shape.ts";
import type { SourceName } from "./source-name.ts";

/** What the module of a new source says. */
export interface Template {
  readonly source: SourceName;
  readonly recognition: Recognition;
  readonly field: OwnField | undefined;
  /** Undefined for text. */
  readonly kind: MemberLines["kind"] | undefined;
}

/** What a platform's log stream tells about the speaker: the function that reads it, and where it is. */
const RESOURCES: Partial<Record<Platform, readonly [reader: string, module: string]>> = {
  ec2: ["hostOfStream", "../ec2-host.ts"],
  ecs: ["ecsResource", "../ecs-stream.ts"],
  lambda: ["lambdaResource", "../lambda-stream.ts"],
};

/** `shared/sources/<name>/index.ts`, to be formatted. A person goes on from here, so that it says what to edit and no more. */
export function moduleText(template: Template): string {
  const { recognition, field } = template;
  const byMember = field?.member !== undefined;
  const parts = [
    importLines(template).join("\n"),
    recognition.by === "group" ? groupText(recognition.logGroup) : shapeText(recognition.shape),
    field === undefined ? "" : fieldText(field, isWrittenInteger(template)),
    `export default defineSource({\n${propertyLines(template).join(",\n")},\n});`,
    byMember ? intoText(template) : "",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function propertyLines({ source, recognition, field }: Template): string[] {
  const resource = RESOURCES[source.platform];
  const own = field?.member === undefined ? "" : ", OWN";
  const word =
    field === undefined || own !== "" ? "" : `\nrecord.attributes[${text(field.name)}] = LINE.exec(line.text)?.[1];`;
  return [
    `name: ${text(source.name)}`,
    `platform: ${text(source.platform)}`,
    `description: ${text(descriptionOf(recognition))}`,
    `detect: ${detectText(recognition)}`,
    ...(resource === undefined ? [] : [`resource: ${resource[0]}`]),
    ...(recognition.by === "group" ? ["continues: continuesApplication"] : []),
    `fields: ${field === undefined ? "{}" : "FIELDS"}`,
    `normalize: (line, record) => {\nfillFromApplicationLine(line, record${own});${word}\n}`,
  ];
}

function importLines({ source, recognition, field, kind }: Template): string[] {
  const resource = RESOURCES[source.platform];
  const ofMembers = field?.member !== undefined;
  const asksMembers = recognition.by === "shape" && recognition.shape.kind !== "text";
  const continues = recognition.by === "group" ? "continuesApplication, " : "";
  const members = isWrittenInteger({ field, kind })
    ? "{ saidInteger, type MemberFiller, type MemberFillers }"
    : "type { MemberFiller, MemberFillers }";
  const said = `defineSource${asksMembers ? `, ${kind === "json" ? "jsonOf, " : ""}type Line` : ""}`;
  return [
    asksMembers && kind === "logfmt" ? `import { parseLogfmt } from "../../formats/logfmt.ts";` : "",
    ofMembers ? `import type { Draft${kind === "logfmt" ? ", Json" : ""} } from "../../schema/draft.ts";` : "",
    field === undefined ? "" : `import { ${field.type} } from "../../schema/field.ts";`,
    `import { ${continues}fillFromApplicationLine } from "../application-line.ts";`,
    ofMembers ? `import ${members} from "../application-member.ts";` : "",
    resource === undefined ? "" : `import { ${resource[0]} } from "${resource[1]}";`,
    `import { ${said} } from "../source.ts";`,
  ].filter((part) => part !== "");
}

/** logfmt has nothing but text. */
function isWrittenInteger({ field, kind }: Pick<Template, "field" | "kind">): boolean {
  return field?.type === "long" && kind === "logfmt";
}

function descriptionOf(recognition: Recognition): string {
  if (recognition.by === "group") return `Everything in the log group ${recognition.logGroup}.`;
  const words = shapeWords(recognition.shape);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

function groupText(logGroup: string): string {
  return `/** Edit here: everything in this log group is this source's; where a group's name varies, take a pattern. */
const LOG_GROUP = ${text(logGroup)};`;
}

function detectText(recognition: Recognition): string {
  if (recognition.by === "group") return `({ logGroup }) => (logGroup === LOG_GROUP ? ${recognition.score} : 0)`;
  const { shape, score } = recognition;
  return `() => (line) => (${shape.kind === "text" ? "LINE.test(line.text)" : "isMine(line)"} ? ${score} : 0)`;
}

function shapeText(shape: Shape): string {
  if (shape.kind === "text") {
    return `/** Edit here: what these lines begin with, and no others do.${shape.about === undefined ? "" : " The group has a field of its own."} */
const LINE = /${shape.pattern}/;`;
  }
  const { kind, names, values } = shape;
  const json = kind === "json";
  const rarest = rarestText(shape);
  const conditions = json
    ? [
        "json !== undefined",
        ...names.map((name) => `Object.hasOwn(json, ${text(name)})`),
        ...values.map(([name, value]) => `json[${text(name)}] === ${text(value)}`),
      ]
    : [
        ...names.map((name) => `keys.has(${text(name)})`),
        ...values.map(([name, value]) => `keys.get(${text(name)}) === ${text(value)}`),
      ];
  return `/** Edit here: what these lines have, and no others do. It is asked of lines of the whole estate, so the cheap test comes first. */
function isMine(line: Line): boolean {
  if (!line.text.includes(${text(rarest)})) return false;
  const ${json ? "json = jsonOf(line)" : "keys = new Map(parseLogfmt(line.text))"};
  return ${conditions.join(" && ")};
}`;
}

/** Text that a line cannot do without, and the fewest others hold: who speaks, else the longest name. */
function rarestText({ kind, names, values }: MemberShape): string {
  const said = values.find(([, value]) => /^[\w .:/-]+$/.test(value));
  const name = [...names, ...values.map(([key]) => key)].toSorted((one, other) => other.length - one.length)[0] ?? "";
  if (kind === "json") return `"${said?.[1] ?? name}"`;
  return said?.[1] ?? `${name}=`;
}

function fieldText({ name, type, example, member }: OwnField, written: boolean): string {
  const fields = `/** Edit here: the fields that only these lines fill. Look for a common one in shared/schema/common-fields.ts first. */
const FIELDS = {
  ${text(name)}: ${type}(${text(member === undefined ? "What the line is about" : `${member}, as the line says it`)}, ${text(example)}),
} as const;`;
  if (member === undefined) return fields;
  return `${fields}

/** Edit here: the members that fill fields, these or common ones. All others go to the payload. */
const OWN: MemberFillers = new Map([[${text(member)}, into(${text(name)}${written ? ", saidInteger" : ""})]]);`;
}

function intoText({ kind }: Template): string {
  const type = `type OwnDraft = Draft<keyof typeof FIELDS>;\n\n`;
  if (kind === "json") {
    return `${type}function into(name: keyof OwnDraft["attributes"]): MemberFiller {
  return (value, record: OwnDraft) => {
    record.attributes[name] = value;
    return true;
  };
}`;
  }
  return `${type}/** @param read what makes a number of logfmt's text, e.g. \`saidInteger\` of application-member.ts. */
function into(name: keyof OwnDraft["attributes"], read: (value: Json) => unknown = (value) => value): MemberFiller {
  return (value, record: OwnDraft) => {
    const said = read(value);
    if (said === undefined) return false;
    record.attributes[name] = said;
    return true;
  };
}`;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
