import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, test } from "vitest";
import { filterFromSearch } from "./filter";
import { chosenBaseMap, creditsOf, mergeBaseMap, pageStyle } from "./map-style";

const OWN: StyleSpecification = {
  version: 8,
  metadata: {
    "werkbank:switches": { colours: ["districts-fill"], projects: ["projects-line"], places: [] },
    "werkbank:base-map": null,
  },
  sources: {
    districts: { type: "vector", tiles: ["/tiles/districts/{z}/{x}/{y}.mvt"], attribution: "own" },
    projects: { type: "vector", tiles: ["/tiles/projects/{z}/{x}/{y}.mvt?v=3"] },
  },
  layers: [
    { id: "paper", type: "background" },
    { id: "districts-fill", type: "fill", source: "districts", "source-layer": "districts" },
    { id: "projects-line", type: "line", source: "projects", "source-layer": "projects" },
    { id: "projects-points", type: "circle", source: "projects", "source-layer": "projects" },
  ],
};
const BASE: StyleSpecification = {
  version: 8,
  sprite: "https://maps.example.org/sprite",
  glyphs: "https://maps.example.org/{fontstack}/{range}.pbf",
  sources: { districts: { type: "vector", url: "https://maps.example.org/tiles.json" } },
  layers: [
    { id: "paper", type: "background" },
    { id: "roads", type: "line", source: "districts", "source-layer": "roads" },
  ],
};
const NO_FILTER = filterFromSearch("");

function visibilityOf(style: StyleSpecification, id: string): unknown {
  return style.layers.find((layer) => layer.id === id)?.layout?.visibility;
}

describe("the page's style", () => {
  test("shows the chosen layers only", () => {
    const style = pageStyle(OWN, NO_FILTER, new Set(["projects"]));

    expect(visibilityOf(style, "districts-fill")).toBe("none");
    expect(visibilityOf(style, "projects-line")).toBe("visible");
  });

  test("asks for project tiles with the filter but without the extent", () => {
    const filter = filterFromSearch("?status=done&bbox=1,2,3,4");

    expect(pageStyle(OWN, filter, new Set()).sources.projects).toMatchObject({
      tiles: ["/tiles/projects/{z}/{x}/{y}.mvt?v=3&status=done"],
    });
  });

  test("leaves project points to the markers", () => {
    const ids = pageStyle(OWN, NO_FILTER, new Set()).layers.map((layer) => layer.id);

    expect(ids).not.toContain("projects-points");
  });

  test("knows features by their text id", () => {
    expect(pageStyle(OWN, NO_FILTER, new Set()).sources.districts).toMatchObject({
      promoteId: "id",
    });
  });

  test("is valid", () => {
    expect(validateStyleMin(pageStyle(OWN, NO_FILTER, new Set()))).toEqual([]);
  });
});

describe("upon a base map", () => {
  const merged = mergeBaseMap(OWN, BASE, "© base");

  test("our layers lie above all of its own, the paper below", () => {
    expect(merged.layers.map((layer) => layer.id)).toEqual([
      "paper",
      "base-map/paper",
      "base-map/roads",
      "districts-fill",
      "projects-line",
      "projects-points",
    ]);
  });

  test("equal names do not meet", () => {
    expect(merged.sources.districts).toBe(OWN.sources.districts);
    expect(merged.sources["base-map/districts"]).toMatchObject({ attribution: "© base" });
  });

  test("its fonts and pictures are used, its credit is shown", () => {
    expect(merged.glyphs).toBe(BASE.glyphs);
    expect(creditsOf(merged)).toContain("© base");
  });

  test("the style is valid", () => {
    expect(validateStyleMin(merged)).toEqual([]);
  });
});

describe("the chosen base map", () => {
  test("is what is chosen and no layer of ours", () => {
    expect(chosenBaseMap(OWN, ["projects", "rvr", "nrw"])).toBe("rvr");
  });

  test("is none when only our layers are chosen, or none at all", () => {
    expect(chosenBaseMap(OWN, ["projects", "places"])).toBeUndefined();
    expect(chosenBaseMap(OWN, ["none"])).toBeUndefined();
  });
});
