import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import type { District } from "../answers";
import { speech } from "../messages";
import { rastersAt, type SpotAnswer, type SpotValue, spotCard } from "./cells";
import type { ImportedFacts } from "./facts";

const GERMAN = speech("de", undefined);
const PAGE = { prefix: "/en", path: "/karte" };
const DISTRICT = { id: "mitte", name: "Herten-Mitte" } as District;
const SPOT = { lng: 7.1, lat: 51.6 };

function facts(id: string, more: Partial<ImportedFacts> = {}): ImportedFacts {
  return {
    title: { de: id },
    source: `import-${id}`,
    raster: true,
    feature: `/api/layers/${id}/value?lon={lon}&lat={lat}`,
    page: `/ebenen/${id}`,
    ...more,
  };
}

function value(answer: Partial<SpotAnswer> | undefined, id = "Hitze"): SpotValue {
  const bands = [{ name: "1", value: 31.4159, class: null }];
  return { facts: facts(id), answer: answer && { unit: "°C", band: 1, bands, ...answer } };
}

function cardOf(...values: SpotValue[]): ReturnType<typeof spotCard> {
  return spotCard(values, DISTRICT, GERMAN, PAGE);
}

test("the value of one raster is the title, with its unit and four digits", () => {
  const card = cardOf(value({}));
  expect(card.title).toBe("Wert hier: 31,42 °C");
  expect(card.kicker).toBe("Hitze");
});

test("the district is told, and its page is one of the links", () => {
  const card = cardOf(value({}));
  expect(card.rows).toEqual([{ term: "Stadtteil", value: "Herten-Mitte" }]);
  expect(card.links.map(({ href }) => href)).toEqual(["/en/ebenen/Hitze", "/en/stadtteile/mitte"]);
});

test("where a raster says nothing the card says so", () => {
  const bands = [{ name: "1", value: null, class: null }];
  expect(cardOf(value({ bands })).title).toBe("Wert hier: kein Wert");
});

test("a class is told by its name, with its number", () => {
  const bands = [{ name: "1", value: 3, class: "Wald" }];
  expect(cardOf(value({ bands, unit: "" })).title).toBe("Wert hier: Wald (3)");
});

test("a class that is called by its number is told once", () => {
  const bands = [{ name: "1", value: 3, class: "3" }];
  expect(cardOf(value({ bands, unit: "" })).title).toBe("Wert hier: 3");
});

test("of several bands each has a row, and the drawn one is the title", () => {
  const bands = [
    { name: "Tag", value: 31, class: null },
    { name: "Nacht", value: 18, class: null },
  ];
  const card = cardOf(value({ bands, band: 2 }));
  expect(card.title).toBe("Wert hier: 18 °C");
  expect(card.rows.slice(0, 2)).toEqual([
    { term: "Tag", value: "31 °C" },
    { term: "Nacht", value: "18 °C" },
  ]);
});

test("of several rasters each has a row and a link", () => {
  const card = cardOf(value({}), value({ unit: "dB" }, "Lärm"));
  expect(card.title).toBe("Werte hier");
  expect(card.rows.map(({ term, value }) => [term, value])).toEqual([
    ["Hitze", "31,42 °C"],
    ["Lärm", "31,42 dB"],
    ["Stadtteil", "Herten-Mitte"],
  ]);
  expect(card.links[1]?.text).toBe("Lärm");
});

test("a value that cannot be loaded is not told as none", () => {
  const card = cardOf(value(undefined));
  expect(card.title).toBe("Wert hier: keine Angabe");
  expect(card.note).toBe("Nicht alle Werte lassen sich gerade laden.");
});

const STYLE = {
  version: 8,
  metadata: {
    "werkbank:imported": {
      low: facts("low"),
      top: facts("top"),
      photo: facts("photo", { feature: "" }),
      far: facts("far"),
    },
  },
  sources: {
    "import-low": { type: "raster", tiles: [] },
    "import-top": { type: "raster", tiles: [], bounds: [7, 51.5, 7.2, 51.7] },
    "import-photo": { type: "raster", tiles: [] },
    "import-far": { type: "raster", tiles: [], bounds: [8, 51.5, 8.2, 51.7] },
  },
  layers: ["low", "top", "photo", "far"].map((id) => ({
    id: `import-${id}-raster`,
    type: "raster",
    source: `import-${id}`,
  })),
} as unknown as StyleSpecification;

function mapThatHides(...hidden: string[]): Parameters<typeof rastersAt>[0] {
  return {
    getLayer: () => ({}),
    getLayoutProperty: (id: string) => (hidden.includes(id) ? "none" : "visible"),
  } as unknown as Parameters<typeof rastersAt>[0];
}

test("rasters with values at a spot come topmost first; photos and those elsewhere not at all", () => {
  const found = rastersAt(mapThatHides(), STYLE, SPOT);
  expect(found.map(({ source }) => source)).toEqual(["import-top", "import-low"]);
});

test("a raster that is switched off says nothing", () => {
  const found = rastersAt(mapThatHides("import-top-raster"), STYLE, SPOT);
  expect(found.map(({ source }) => source)).toEqual(["import-low"]);
});
