import type { Dashboard, PlacedPanel } from "../dashboards/dashboard.ts";
import { json, type ObjectSettings, objectId, type Reference, savedObject, type SavedObject } from "./saved-object.ts";
import { searchReference } from "./saved-search.ts";
import { NO_SEARCH_SOURCE } from "./search-source.ts";
import { visualisationId } from "./visualisation.ts";

/** Columns of the grid. */
const COLUMNS = 48;
/** Panels of 7.3 and later are taken as they are. */
const PANEL_VERSION = "7.10.0";

/** The saved object of a dashboard. */
export function dashboardObject(settings: ObjectSettings, dashboard: Dashboard): SavedObject {
  const { name, title, description, since, panels } = dashboard;
  const places = gridOf(panels);
  const panelsJSON = places.map((gridData, at) => ({
    version: PANEL_VERSION,
    gridData,
    panelIndex: gridData.i,
    embeddableConfig: {},
    panelRefName: panelName(at),
  }));
  const attributes = {
    title: title[settings.language],
    description: description[settings.language],
    hits: 0,
    panelsJSON: json(panelsJSON),
    optionsJSON: json({ hidePanelTitles: false, useMargins: true }),
    version: 1,
    timeRestore: true,
    timeFrom: `now-${since}`,
    timeTo: "now",
    refreshInterval: { pause: true, value: 0 },
    kibanaSavedObjectMeta: NO_SEARCH_SOURCE.meta,
  };
  const references = panels.map(({ panel }, at): Reference =>
    panel.kind === "records"
      ? searchReference(settings, panelName(at), panel.question)
      : { name: panelName(at), type: "visualization", id: visualisationId(settings, dashboard, panel) },
  );
  return savedObject("dashboard", objectId(settings, "dashboard", name), attributes, references);
}

function panelName(at: number): string {
  return `panel_${at}`;
}

/** Lays panels out as words are: one after the other, and a new row where one does not fit. */
function gridOf(panels: readonly PlacedPanel[]): { x: number; y: number; w: number; h: number; i: string }[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map(({ width, height }, at) => {
    if (x + width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const place = { x, y, w: width, h: height, i: `${at + 1}` };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return place;
  });
}
