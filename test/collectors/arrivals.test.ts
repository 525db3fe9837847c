import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEFAULT_INCLUDE, matchesAny } from "../../shared/core/subscribe/log-group-pattern.ts";
import { documentsOfArrival, readCollectors, type Arrival } from "../../tools/generate/collector-arrivals.ts";
import { collectorFiles, readText } from "./configurations.ts";
import { allPlaces, type Place } from "./places.ts";

const COLLECTORS = await readCollectors();
const PLACES = allPlaces();

function isAt({ logGroup, logStream = "", deliveryStream, message }: Arrival, place: Place): boolean {
  if (deliveryStream !== undefined) {
    // An output adds the time to each record or to none.
    const timed = typeof message === "object" && message !== null && "time" in message;
    return place.deliveryStream === deliveryStream && (place.timeKey === "" || timed);
  }
  return place.logGroup === logGroup && place.logStream?.test(logStream) === true;
}

describe.each(COLLECTORS)("the page of $name", ({ name, folder, arrivals }) => {
  const places = PLACES.filter(({ collector }) => collector === name);

  it.each(arrivals)("names the source that recognises: $what", (arrival) => {
    const documents = documentsOfArrival(arrival);
    expect(documents.map(({ source }) => source)).toEqual([arrival.source]);
    expect(documents[0]?.index).toMatch(
      new RegExp(`^logs-${name.slice(0, 3) === "lam" ? "lambda" : name.slice(0, 3)}-\\d`),
    );
  });

  it.each(arrivals)("shows only what its configuration delivers: $what", (arrival) => {
    expect(places.filter((place) => isAt(arrival, place)).map(({ by }) => by)).not.toEqual([]);
  });

  it("shows something of each place that its configuration delivers to", () => {
    expect(places.length).toBeGreaterThan(0);
    const silent = places.filter((place) => !arrivals.some((arrival) => isAt(arrival, place)));
    expect(silent.map(({ by }) => by)).toEqual([]);
  });

  it("delivers to log groups that are subscribed without a setting", () => {
    const groups = new Set(places.flatMap(({ logGroup = [] }) => logGroup));
    expect([...groups].filter((group) => !matchesAny(group, DEFAULT_INCLUDE))).toEqual([]);
  });

  it("says what each of its files is for", () => {
    const page = readText(`${name}/README.md`);
    const files = readdirSync(folder).filter((file) => file !== "README.md" && file !== "arrives.json");
    expect(files.filter((file) => !page.includes(`](${file})`))).toEqual([]);
  });
});

describe("docs/collectors", () => {
  it("lists every collector, and links nothing that is not there", () => {
    const overview = readText("README.md");
    expect(COLLECTORS.filter(({ name }) => !overview.includes(`](${name}/README.md)`)).map(({ name }) => name)).toEqual(
      [],
    );
    const files = new Set(collectorFiles(/./));
    const links = [...overview.matchAll(/\]\(([a-z][^)#:]*)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !files.has(link))).toEqual([]);
  });
});
