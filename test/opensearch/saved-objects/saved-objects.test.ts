import { describe, expect, it } from "vitest";
import { SOURCES } from "../../../shared/core/registry.gen.ts";
import { DASHBOARDS } from "../../../shared/opensearch/all-dashboards.ts";
import { QUESTIONS } from "../../../shared/opensearch/all-questions.ts";
import { filterQuery } from "../../../shared/opensearch/question-dsl.ts";
import { exampleValues } from "../../../shared/opensearch/question-params.ts";
import { savedObjects } from "../../../shared/opensearch/saved-objects/all-objects.ts";
import { type Imported, importedObjects, sourceOf, visStateOf } from "./imported.ts";
import { problemsOf } from "./problems.ts";
import { objectSearch } from "./object-search.ts";

const ENGLISH = importedObjects("en");
const JAPANESE = importedObjects("ja");
const ALWAYS = { from: "1970-01-01T00:00:00Z", to: "2262-01-01T00:00:00Z" };

const ofType = (objects: readonly Imported[], type: string): Imported[] => objects.filter((one) => one.type === type);

describe.each([
  ["en", ENGLISH],
  ["ja", JAPANESE],
])("the shipped objects in %s", (_, objects) => {
  it("refer to what is there, and name fields as their types permit", () => {
    expect(problemsOf(objects)).toEqual([]);
  });

  it("have an index pattern for each platform and for all, a saved search for each question, and the dashboards", () => {
    const patterns = ofType(objects, "index-pattern").map(({ attributes }) => attributes["title"]);
    expect(patterns).toEqual(
      expect.arrayContaining([
        "logs-eks-*",
        "logs-ecs-*",
        "logs-ec2-*",
        "logs-lambda-*",
        "logs-other-*",
        "logs-eks-*,logs-ecs-*,logs-ec2-*,logs-lambda-*,logs-other-*",
      ]),
    );
    expect(ofType(objects, "search").map(({ id }) => id)).toEqual(
      QUESTIONS.map(({ name }) => `tributary-logs-question-${name}`),
    );
    expect(ofType(objects, "dashboard").map(({ id }) => id)).toEqual([
      "tributary-logs-dashboard-overview",
      "tributary-logs-dashboard-eks-control-plane",
      "tributary-logs-dashboard-kubernetes-workloads",
      "tributary-logs-dashboard-lambda",
      "tributary-logs-dashboard-pipeline-health",
    ]);
  });

  it("show each visualisation in a dashboard", () => {
    const shown = new Set(ofType(objects, "dashboard").flatMap(({ references }) => references.map(({ id }) => id)));
    expect(ofType(objects, "visualization").filter(({ id }) => !shown.has(id))).toEqual([]);
  });

  it("name sources that there are", () => {
    const known = new Set(SOURCES.map(({ name }) => name));
    const asked = objects.flatMap((object) =>
      object.type === "search" || object.type === "visualization" ? datasetsIn(sourceOf(object).filter) : [],
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Values that `event.dataset` is asked for. */
function datasetsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    if (name !== "event.dataset") return datasetsIn(one);
    return Array.isArray(one) ? (one as string[]) : [(one as { value: string }).value];
  });
}

describe("both languages", () => {
  it("have the same objects, with titles of their own", () => {
    expect(JAPANESE.map(({ type, id, references }) => ({ type, id, references }))).toEqual(
      ENGLISH.map(({ type, id, references }) => ({ type, id, references })),
    );
    const dashboards = ofType(JAPANESE, "dashboard").map(({ attributes }) => attributes["title"]);
    expect(dashboards).toEqual(DASHBOARDS.map(({ title }) => title.ja));
  });
});

describe("the saved search of a question", () => {
  it.each(QUESTIONS.map((question) => [question.name, question] as const))("%s asks what it asks", (name, question) => {
    const object = ENGLISH.find(({ id }) => id === `tributary-logs-question-${name}`);
    const { query, index } = objectSearch(object as Imported, ENGLISH, ALWAYS);
    const { bool } = filterQuery(question, { values: exampleValues(question.params), window: undefined }) as {
      bool: { filter: unknown[] };
    };
    const { filter } = query["bool"] as { filter: unknown[] };
    expect(filter.slice(0, -1)).toEqual(bool.filter);
    expect(index).toBe(question.platforms.map((platform) => `logs-${platform}-*`).join(","));
  });
});

describe("another index prefix", () => {
  it("gives other ids and other index patterns throughout, so that two stacks share a domain", () => {
    const shipped = JSON.stringify(savedObjects({ indexPrefix: "logs", language: "en" }));
    const others = savedObjects({ indexPrefix: "shop-logs", language: "en" });
    expect(problemsOf(others as unknown as Imported[])).toEqual([]);
    const back = JSON.stringify(others)
      .replaceAll("tributary-shop-logs-", "tributary-logs-")
      .replaceAll(/shop-logs-(\w+)-\*/g, "logs-$1-*");
    expect(back).toBe(shipped);
  });
});

describe("the validator", () => {
  const broken = (change: (objects: Record<string, unknown>[]) => void): string[] => {
    const copy = structuredClone(ENGLISH) as unknown as Record<string, unknown>[];
    change(copy);
    return problemsOf(copy as unknown as Imported[]);
  };
  /** Replaces text in the object of an id. */
  const replaced = (id: string, from: string, to: string): string[] =>
    broken((objects) => {
      const at = objects.findIndex((object) => object["id"] === id);
      const text = JSON.stringify(objects[at]);
      if (!text.includes(from)) throw new Error(`${id} has no ${from}`);
      objects[at] = JSON.parse(text.replace(from, to)) as Record<string, unknown>;
    });
  const USERS = "tributary-logs-chart-eks-control-plane-users";

  it.each([
    ["an object that is missing", () => broken((objects) => void objects.splice(0, 1)), "is not there"],
    ["an id that is there twice", () => broken((all) => void all.push(structuredClone(all[0] ?? {}))), "there twice"],
    [
      "a reference of another name",
      () => replaced(USERS, '"name":"kibanaSavedObjectMeta', '"name":"x'),
      "no reference",
    ],
    ["a field that is not declared", () => replaced(USERS, "attributes.user.name", "user.name"), "which is no field"],
    [
      "groups by the words of a text",
      () => replaced(USERS, "attributes.user.name", "body"),
      "terms of body, which is text",
    ],
    ["groups by what users name", () => replaced(USERS, "attributes.user.name", "labels.app"), "which is flat"],
    [
      "the largest of a keyword",
      () => replaced(USERS, '\\"field\\":\\"@timestamp', '\\"field\\":\\"event.dataset'),
      "max of event.dataset",
    ],
    [
      "a version of the future",
      () => replaced(USERS, '"visualization":"7.10.0"', '"visualization":"8.0.0"'),
      "migration version",
    ],
    ["another title in the state", () => replaced(USERS, '"title":"Users"', '"title":"People"'), "another title"],
    [
      "panels over each other",
      () => replaced("tributary-logs-dashboard-lambda", '\\"x\\":24', '\\"x\\":20'),
      "overlap",
    ],
    [
      "a filter by the number of a text",
      () =>
        replaced(
          "tributary-logs-question-server-errors",
          '\\"range\\":{\\"attributes.http.response.status_code',
          '\\"range\\":{\\"body',
        ),
      "range of body",
    ],
  ])("finds %s", (_, problems, said) => {
    expect(problems().join("\n")).toContain(said);
  });

  it("reads scripts", () => {
    const delay = "tributary-logs-chart-pipeline-health-delay";
    expect(visStateOf(ENGLISH.find(({ id }) => id === delay) as Imported).aggs[0]?.params["json"]).toContain("doc[");
    expect(replaced(delay, "doc['observedTimestamp']", "doc['observed']").join("\n")).toContain("script of observed");
  });
});
