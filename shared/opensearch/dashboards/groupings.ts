import { atLeast } from "../condition.ts";
import { type Grouping, titles } from "./dashboard.ts";

/** The sources, by which most charts are coloured. */
export const DATASET: Grouping = { field: "event.dataset", label: titles("source", "ソース"), size: 20 };

export const SEVERITY: Grouping = { field: "severity.text", label: titles("severity", "重大度"), size: 6 };

export const USER: Grouping = {
  field: "attributes.user.name",
  label: titles("user", "ユーザー"),
  size: 50,
  missing: true,
};

export const CODE: Grouping = {
  field: "attributes.http.response.status_code",
  label: titles("code", "コード"),
  size: 20,
};

export const VERB: Grouping = { field: "attributes.k8s.audit.verb", label: titles("verb", "操作"), size: 12 };

export const FUNCTION: Grouping = {
  field: "resource.attributes.faas.name",
  label: titles("function", "関数"),
  size: 20,
};

/** ERROR and FATAL, by OpenTelemetry's numbers. */
export const ERROR = atLeast("severity.number", 17);
