import type { API } from "@opensearch-project/opensearch";
import { describe, expect, it } from "vitest";
import template from "../../shared/opensearch/index-template.gen.json" with { type: "json" };
import { type IndexLife, type IsmPolicy, lifePolicy } from "../../shared/opensearch/ism-policies.ts";
import { writerRole } from "../../shared/opensearch/writer-role.ts";
import { PLATFORMS } from "../../shared/sources/source.ts";

const PATTERNS = template.index_patterns;

/** Days after which each state begins, by its transitions from the default state; throws where one leads back. */
function ages({ states, default_state: first }: IsmPolicy): [string, number][] {
  const found: [string, number][] = [];
  let age = 0;
  for (let name: string | undefined = first; name !== undefined;) {
    if (found.length > states.length) throw new Error("the states go round in a circle");
    found.push([name, age]);
    const [transition] = states.find((state) => state.name === name)?.transitions ?? [];
    age = Number(/^(\d+)d$/.exec(transition?.conditions.min_index_age ?? "")?.[1]);
    name = transition?.state_name;
  }
  return found;
}

describe("the policy of the indices' life", () => {
  it.each<[IndexLife, [string, number][]]>([
    [
      { warmAfterDays: 0, retentionDays: 14 },
      [
        ["hot", 0],
        ["delete", 14],
      ],
    ],
    [
      { warmAfterDays: 7, retentionDays: 90 },
      [
        ["hot", 0],
        ["warm", 7],
        ["delete", 90],
      ],
    ],
    [
      { warmAfterDays: 7, retentionDays: 0 },
      [
        ["hot", 0],
        ["warm", 7],
      ],
    ],
  ])("%j is a policy as the client declares it, that goes through every state", (life, expected) => {
    const policy = lifePolicy(PATTERNS, life);
    // The client's types: of Amazon's own action they know what any action may have beside it.
    const request: API.Ism_PutPolicy_Request["body"] = { policy };
    expect(request.policy?.default_state).toBe("hot");
    expect(ages(policy)).toEqual(expected);
    expect(policy.states.map(({ name }) => name)).toEqual(expected.map(([name]) => name));
    // ISM takes at most one transition that is always true; ours all wait for an age.
    expect(policy.states.every(({ transitions }) => transitions.length <= 1)).toBe(true);
  });

  it("deletes in its last state and nowhere else, and warms up before", () => {
    const { states } = lifePolicy(PATTERNS, { warmAfterDays: 7, retentionDays: 90 });
    expect(states.map(({ actions }) => actions.flatMap((action) => Object.keys(action)))).toEqual([
      [],
      ["warm_migration", "retry"],
      ["delete"],
    ]);
  });

  it("takes the indices that the template is for", () => {
    const { ism_template: takes } = lifePolicy(PATTERNS, { warmAfterDays: 0, retentionDays: 14 });
    expect(takes).toEqual([{ index_patterns: PATTERNS, priority: expect.any(Number) }]);
  });
});

describe("the index template", () => {
  it("is for the daily indices of each platform, as `index` names them and Firehose rotates them", () => {
    expect(PATTERNS).toEqual(PLATFORMS.map((platform) => `logs-${platform}-*`));
  });

  it("refuses no document for a field that it does not know", () => {
    expect(template.template.mappings).toMatchObject({ dynamic: false, date_detection: false });
  });
});

describe("the writer's role", () => {
  it("is a role as the client declares it, that can neither read nor delete", () => {
    const body: API.Security_CreateRole_Request["body"] = writerRole(["logs-eks-*"]);
    const actions = [
      ...(body.cluster_permissions ?? []),
      ...(body.index_permissions ?? []).flatMap((one) => one.allowed_actions ?? []),
    ];
    expect(actions.filter((action) => /read|delete|\*(?!$)|^\*|admin\/(?!create$)/.test(action))).toEqual([]);
  });
});
