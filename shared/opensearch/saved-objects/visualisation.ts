import type { Chart, ChartPanel, Dashboard, Scope, TextPanel } from "../dashboards/dashboard.ts";
import type { Question } from "../question.ts";
import { axesParams } from "./chart-axes.ts";
import { json, type Language, type ObjectSettings, objectId, savedObject, type SavedObject } from "./saved-object.ts";
import { searchReference } from "./saved-search.ts";
import { NO_SEARCH_SOURCE, searchSource } from "./search-source.ts";
import { metricAgg, termsAgg, timeAgg, type VisAgg } from "./vis-aggs.ts";

/** The name under which a visualisation refers to the saved search whose records it shows. */
const SEARCH_REF = "search_0";

interface VisState {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aggs: readonly VisAgg[];
}

/** The id of a dashboard's panel that is a visualisation of its own. */
export function visualisationId(settings: ObjectSettings, dashboard: Dashboard, panel: ChartPanel | TextPanel): string {
  return objectId(settings, "chart", `${dashboard.name}-${panel.name}`);
}

/** The saved object of a chart or a text. */
export function visualisation(
  settings: ObjectSettings,
  dashboard: Dashboard,
  panel: ChartPanel | TextPanel,
): SavedObject {
  const { language } = settings;
  const title = panel.title[language];
  const state = panel.kind === "text" ? textState(panel, language) : chartState(panel.chart, language);
  const question = panel.kind === "chart" && isQuestion(panel.over) ? panel.over : undefined;
  const source =
    panel.kind === "text" || isQuestion(panel.over)
      ? NO_SEARCH_SOURCE
      : searchSource(settings, panel.over.platforms, panel.over.where);
  const attributes = {
    title,
    visState: json({ title, ...state }),
    uiStateJSON: "{}",
    description: "",
    version: 1,
    ...(question === undefined ? {} : { savedSearchRefName: SEARCH_REF }),
    kibanaSavedObjectMeta: source.meta,
  };
  const searches = question === undefined ? [] : [searchReference(settings, SEARCH_REF, question)];
  return savedObject("visualization", visualisationId(settings, dashboard, panel), attributes, [
    ...source.references,
    ...searches,
  ]);
}

function isQuestion(over: Question | Scope): over is Question {
  return "answer" in over;
}

function textState({ markdown }: TextPanel, language: Language): VisState {
  return {
    type: "markdown",
    params: { fontSize: 12, openLinksInNewTab: false, markdown: markdown[language] },
    aggs: [],
  };
}

function chartState(chart: Chart, language: Language): VisState {
  const LARGEST = { by: "1", direction: "desc" } as const;
  switch (chart.kind) {
    case "numbers":
      return {
        type: "metric",
        params: NUMBER_PARAMS,
        aggs: chart.measures.map((measure, at) => metricAgg(`${at + 1}`, measure, language)),
      };
    case "bars":
    case "lines": {
      const { measure, by } = chart;
      // Percentiles are several values, by none of which groups can be ordered.
      const order = isSingle(measure.measure.of) ? LARGEST : ({ by: "_key", direction: "asc" } as const);
      return {
        type: chart.kind === "bars" ? "histogram" : "line",
        params: axesParams(chart.kind, measure.label[language]),
        aggs: [
          metricAgg("1", measure, language),
          timeAgg("2", language),
          ...(by === undefined ? [] : [termsAgg("3", "group", by, order, language)]),
        ],
      };
    }
    case "shares": {
      const count = { label: { en: "records", ja: "件数" }, measure: { of: "count" } } as const;
      return {
        type: "pie",
        params: SHARES_PARAMS,
        aggs: [metricAgg("1", count, language), termsAgg("2", "segment", chart.by, LARGEST, language)],
      };
    }
    case "table": {
      const { measures, by, sortBy = 0, smallestFirst } = chart;
      const order = { by: `${sortBy + 1}`, direction: smallestFirst === true ? "asc" : "desc" } as const;
      return {
        type: "table",
        params: TABLE_PARAMS,
        aggs: [
          ...measures.map((measure, at) => metricAgg(`${at + 1}`, measure, language)),
          ...by.map((one, at) => termsAgg(`${measures.length + at + 1}`, "bucket", one, order, language)),
        ],
      };
    }
  }
}

function isSingle(of: string): boolean {
  return of !== "percentiles" && of !== "delay";
}

const NUMBER_PARAMS = {
  addTooltip: true,
  addLegend: false,
  type: "metric",
  metric: {
    percentageMode: false,
    useRanges: false,
    colorSchema: "Green to Red",
    metricColorMode: "None",
    colorsRange: [{ from: 0, to: 10_000 }],
    labels: { show: true },
    invertColors: false,
    style: { bgFill: "#000", bgColor: false, labelColor: false, subText: "", fontSize: 36 },
  },
};

const SHARES_PARAMS = {
  type: "pie",
  addTooltip: true,
  addLegend: true,
  legendPosition: "right",
  isDonut: true,
  labels: { show: false, values: true, last_level: true, truncate: 100 },
};

const TABLE_PARAMS = {
  perPage: 10,
  showPartialRows: false,
  showMetricsAtAllLevels: false,
  sort: { columnIndex: null, direction: null },
  showTotal: false,
  totalFunc: "sum",
  percentageCol: "",
};
