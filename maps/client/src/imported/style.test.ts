import { readFileSync } from "node:fs";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { filterFromSearch } from "../filter";
import { chosenBaseMap, creditsOf, pageStyle } from "../map-style";
import { extentOf, importedFrom, importedOf } from "./facts";

const REVIEWED = new URL("../../../../tests/maps/snapshots/style-imported.json", import.meta.url);
const STYLE = JSON.parse(readFileSync(REVIEWED, "utf8")) as StyleSpecification;

test("the server's style with imported layers is valid, also for chosen districts", () => {
  const chosen = filterFromSearch("?stadtteil=mitte&stadtteil=disteln");

  expect(validateStyleMin(STYLE)).toEqual([]);
  expect(validateStyleMin(pageStyle(STYLE, chosen, new Set(["nutzung"])))).toEqual([]);
});

test("an imported layer is shown by its switch", () => {
  const { layers } = pageStyle(STYLE, filterFromSearch(""), new Set(["nutzung"]));
  const shown = layers
    .filter(({ id }) => id.startsWith("import-"))
    .filter(({ layout }) => layout?.visibility === "visible")
    .map((layer) => "source" in layer && layer.source);

  expect(new Set(shown)).toEqual(new Set(["import-nutzung"]));
});

test("an imported layer is no base map", () => {
  expect(chosenBaseMap(STYLE, Object.keys(importedOf(STYLE)))).toBeUndefined();
});

test("credit is given to the imported layers that are shown", () => {
  const without = creditsOf(STYLE);

  expect(without).not.toContain("Stadt Herten (dl-de/by-2-0)");
  expect(creditsOf(STYLE, new Set(["nutzung"]))).toContain("Stadt Herten (dl-de/by-2-0)");
});

test("a source leads back to its layer", () => {
  expect(importedFrom(STYLE, "import-nutzung")?.[0]).toBe("nutzung");
  expect(importedFrom(STYLE, "districts")).toBeUndefined();
});

test("a layer reaches as far as its source says", () => {
  const source = STYLE.sources["import-nutzung"];

  expect(extentOf(STYLE, "nutzung")).toEqual(
    source !== undefined && "bounds" in source && source.bounds,
  );
  expect(extentOf(STYLE, "nutzung")).toHaveLength(4);
  expect(extentOf(STYLE, "weg")).toBeUndefined();
  expect(extentOf(STYLE, undefined)).toBeUndefined();
});
