import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { QUESTIONS } from "../../shared/opensearch/all-questions.ts";
import { fieldsOf } from "../../shared/opensearch/condition.ts";
import { typeOfField } from "../../shared/opensearch/field-type.ts";
import { choices, columnsOf, parseWindow, type Question } from "../../shared/opensearch/question.ts";
import { exampleValues, readParams, type ParamValue } from "../../shared/opensearch/question-params.ts";

const FOLDER = path.join(import.meta.dirname, "../../shared/opensearch/questions");

/** Values with every parameter saying something, so that each branch of the condition is there. */
function fullValues({ params }: Question): Record<string, ParamValue> {
  return Object.fromEntries(
    Object.entries(exampleValues(params)).map(([name, value]) => [
      name,
      value === "" ? "x" : value === false ? true : value,
    ]),
  );
}

function namedFields(question: Question): string[] {
  const { answer, params, where } = question;
  const asked = [exampleValues(params), fullValues(question)].flatMap((values) => fieldsOf(where(values)));
  if (answer.kind === "records") {
    return [
      ...asked,
      ...Object.values(answer.columns).flatMap(choices),
      ...(answer.sort === undefined ? [] : [answer.sort]),
    ];
  }
  const measured = Object.values(answer.measures).flatMap((measure) =>
    "field" in measure ? [measure.field] : "fields" in measure ? measure.fields : [],
  );
  return [...asked, ...Object.values(answer.keys).flatMap(choices), ...measured];
}

describe("the questions", () => {
  it("are all listed, each in a file of its name, the control plane's twelve first", () => {
    const files = readdirSync(FOLDER).map((file) => path.basename(file, ".ts"));
    expect(QUESTIONS.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
    expect(QUESTIONS.slice(0, 12).map(({ name }) => name)).toEqual([
      "cluster-creator",
      "requests-by-user",
      "calls-by-user-agent",
      "aws-auth-changes",
      "denied-requests",
      "pod-node",
      "server-errors",
      "cronjob-controller",
      "replicaset-controller",
      "resource-operations",
      "response-codes",
      "daemonset-changes",
    ]);
  });

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "%s names declared fields only",
    (_, question) => {
      const fields = namedFields(question);
      expect(fields.length).toBeGreaterThan(2);
      expect(fields.filter((field) => typeOfField(field) === undefined)).toEqual([]);
    },
  );

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "%s says in both languages what it is for",
    (name, question) => {
      const { title, why, params, since, platforms, answer } = question;
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(title.en).toMatch(/^[A-Z]/);
      expect(title.ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      expect(why).toMatch(/^[A-Za-z].{20,}[.?]$/);
      expect(platforms.length).toBeGreaterThan(0);
      expect(Object.values(params).every(({ description }) => description.length > 3)).toBe(true);
      expect(since === undefined || parseWindow(since) !== undefined).toBe(true);
      // Names that need no thought in SQL, CSV and JSON.
      expect(columnsOf(question).filter((column) => !/^[a-z]+(?:_[a-z]+)*$/.test(column))).toEqual([]);
      expect(answer.kind === "records" || Object.hasOwn(answer.measures, answer.sort)).toBe(true);
    },
  );

  it.each(QUESTIONS.map((question) => [question.name, question] as const))(
    "%s can be asked with what its documentation shows",
    (_, { params }) => {
      const typed = Object.fromEntries(
        Object.entries(params).flatMap(([name, param]) =>
          param.kind === "text" && param.default === undefined ? [[name, param.example ?? ""]] : [],
        ),
      );
      expect(readParams(params, typed)).toEqual({ values: exampleValues(params) });
    },
  );
});

describe("a field's type", () => {
  it.each([
    ["@timestamp", "date_nanos"],
    ["attributes.http.response.status_code", "integer"],
    ["resource.attributes.faas.max_memory", "long"],
    ["payload.reason", "flat"],
    ["labels.app.kubernetes.io/name", "flat"],
    ["body", "text"],
    ["original", undefined],
    ["attributes", undefined],
    ["attributes.user", undefined],
    ["attributes.user.name.more", undefined],
    ["user.name", undefined],
    ["", undefined],
  ])("%s is %s", (name, type) => {
    expect(typeOfField(name)).toBe(type);
  });
});

describe("a window", () => {
  it.each([
    ["30m", { count: 30, unit: "m" }],
    ["7d", { count: 7, unit: "d" }],
    ["2w", { count: 2, unit: "w" }],
    ["9999h", { count: 9999, unit: "h" }],
    ["0d", undefined],
    ["7", undefined],
    ["7 d", undefined],
    ["7d'", undefined],
    ["10000d", undefined],
    ["1y", undefined],
  ])("%s is %j", (text, window) => {
    expect(parseWindow(text)).toEqual(window);
  });
});
