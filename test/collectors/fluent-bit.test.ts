import { describe, expect, it } from "vitest";
import { fluentBitConfigurations, readManifests, withVariables } from "./configurations.ts";
import { parseFluentBit, tagPatterns, takes, valueOf, type Section } from "./fluent-bit-config.ts";

/** Keys by plugin, from the Fluent Bit manual's page of each; the last line of each is what every plugin of the kind takes. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "INPUT tail": keys`path exclude_path path_key multiline.parser db mem_buf_limit refresh_interval rotate_wait buffer_max_size skip_long_lines`,
  "INPUT systemd": keys`path systemd_filter db read_from_tail`,
  "FILTER multiline": keys`multiline.key_content multiline.parser mode buffer`,
  "FILTER kubernetes": keys`kube_tag_prefix use_kubelet kubelet_port buffer_size merge_log keep_log labels annotations k8s-logging.parser k8s-logging.exclude kube_meta_cache_ttl`,
  "FILTER modify": keys`rename remove_regex`,
  "FILTER aws": keys`imds_version az ec2_instance_id ec2_instance_type hostname`,
  "FILTER parser": keys`key_name parser`,
  "OUTPUT cloudwatch_logs": keys`region log_group_name log_stream_prefix log_stream_name auto_create_group log_retention_days`,
  "OUTPUT kinesis_firehose": keys`region delivery_stream time_key time_key_format`,
  INPUT: keys`name tag storage.type`,
  FILTER: keys`name match`,
  OUTPUT: keys`name match match_regex retry_limit storage.total_limit_size`,
};
/** Multi-line parsers that are part of Fluent Bit. */
const BUILT_IN = ["docker", "cri", "go", "java", "python"];

function keys([text = ""]: TemplateStringsArray): readonly string[] {
  return text.split(" ");
}

const CONFIGURATIONS = fluentBitConfigurations();
const ofKind = (sections: readonly Section[], kind: string): Section[] => sections.filter((one) => one.kind === kind);

describe.each(CONFIGURATIONS)("Fluent Bit's configuration $name", ({ collector, sections, variables }) => {
  const inputs = ofKind(sections, "INPUT");
  const outputs = ofKind(sections, "OUTPUT");
  const filters = ofKind(sections, "FILTER");
  const tags = inputs.flatMap(tagPatterns).map((pattern) => pattern.replaceAll("*", "x"));

  it("has inputs whose records reach one output each", () => {
    expect(tags.length).toBeGreaterThanOrEqual(inputs.length);
    expect(inputs.length).toBeGreaterThan(0);
    for (const tag of tags) expect(outputs.filter((output) => takes(output, tag)).length, tag).toBe(1);
  });

  it("has no filter and no output that nothing reaches", () => {
    for (const section of [...filters, ...outputs]) {
      expect(
        tags.filter((tag) => takes(section, tag)),
        JSON.stringify(section),
      ).not.toEqual([]);
    }
  });

  it("spells each key as the manual of its plugin does", () => {
    for (const { kind, entries } of [...inputs, ...filters, ...outputs]) {
      const plugin = `${kind} ${entries.find(([key]) => key === "name")?.[1]}`;
      const known = new Set([...(KEYS[plugin] ?? []), ...(KEYS[kind] ?? [])]);
      expect(
        entries.map(([key]) => key).filter((key) => !known.has(key)),
        plugin,
      ).toEqual([]);
    }
  });

  it("uses parsers that it defines or that are built in", () => {
    const own = [...ofKind(sections, "PARSER"), ...ofKind(sections, "MULTILINE_PARSER")].map((one) =>
      valueOf(one, "name"),
    );
    const used = [...inputs, ...filters].flatMap(({ entries }) =>
      entries
        .filter(([key]) => key === "multiline.parser" || key === "parser")
        .flatMap(([, value]) => value.split(/,\s*/)),
    );
    expect(used.filter((name) => !own.includes(name) && !BUILT_IN.includes(name))).toEqual([]);
    expect(own.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("sets every variable that it uses", () => {
    for (const { entries } of sections)
      for (const [, value] of entries) expect(() => withVariables(value, variables)).not.toThrow();
  });

  it("takes the Kubernetes metadata by the prefix that its tags have", () => {
    for (const filter of filters.filter((one) => valueOf(one, "name") === "kubernetes")) {
      const prefix = valueOf(filter, "kube_tag_prefix") || "kube.var.log.containers.";
      for (const tag of tags.filter((one) => takes(filter, one))) expect(tag.startsWith(prefix), tag).toBe(true);
    }
  });

  it("keeps a database of its own for each input, so that a restart reads on where it was", () => {
    // Fargate's input is its own affair.
    const files = collector === "eks-fargate" ? [] : inputs.map((input) => valueOf(input, "db"));
    expect(files).not.toContain("");
    expect(new Set(files).size).toBe(files.length);
  });
});

describe("the ConfigMap of EKS on Fargate", () => {
  it("stays within what Fargate takes: 5,300 characters, and no section but filters, outputs and parsers", () => {
    const map = readManifests("eks-fargate/aws-logging.yaml").find(({ kind }) => kind === "ConfigMap");
    const data = map?.data ?? {};
    expect(Object.values(data).join("").length).toBeLessThanOrEqual(5_300);
    const kinds = Object.keys(data)
      .filter((file) => file.endsWith(".conf"))
      .map((file) => [file, new Set(parseFluentBit(data, file).map(({ kind }) => kind))]);
    expect(Object.fromEntries(kinds)).toEqual({
      "filters.conf": new Set(["FILTER"]),
      "output.conf": new Set(["OUTPUT"]),
      "parsers.conf": new Set(["PARSER"]),
    });
  });
});

describe("reading a configuration", () => {
  it.each([
    ["a key outside of a section", "Name tail\n", "main:1: Name tail is in no section"],
    ["a key that is not indented", "[INPUT]\nName tail\n", "main:2: a key has to be indented"],
    ["a key without a value", "[INPUT]\n    Name\n", "main:2: Name has no value"],
    ["a file that is not there", "@INCLUDE nowhere.conf\n", "@INCLUDE nowhere.conf: there is no such file"],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseFluentBit({ main: text }, "main")).toThrow(message);
  });
});
