import { createExpression, featureFilter } from "@maplibre/maplibre-gl-style-spec";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import { describe, expect, test, vi } from "vitest";
import { filterFromSearch } from "../filter";
import { inDistricts, showDistricts, withDistricts } from "./districts";

const OWN = ["==", ["geometry-type"], "Point"] as const;
const TREES: LayerSpecification = {
  id: "import-trees-circle",
  type: "circle",
  source: "import-trees",
  "source-layer": "features",
  filter: ["==", ["geometry-type"], "Point"],
};
const ROADS: LayerSpecification = { id: "roads", type: "line", source: "roads" };
const STYLE: StyleSpecification = {
  version: 8,
  metadata: { "werkbank:imported": { trees: { source: "import-trees" } } },
  sources: {},
  layers: [TREES, ROADS],
};

function isDrawn(chosen: readonly string[], districts: string | undefined): boolean {
  const filter = inDistricts(undefined, chosen);
  const properties = districts === undefined ? {} : { districts };
  return featureFilter(filter, "filter").filter({ zoom: 12 }, { type: 1, properties } as never);
}

describe("with districts chosen", () => {
  test.each([
    ["mitte", true],
    ["disteln,mitte", true],
    ["disteln", false],
    ["", false],
    [undefined, false],
  ])("a feature in %j is drawn: %j", (districts, drawn) => {
    expect(isDrawn(["mitte", "suedost"], districts)).toBe(drawn);
  });

  test("no district is mistaken for one whose name it is part of", () => {
    expect(isDrawn(["west"], "suedwest,westerholt")).toBe(false);
  });

  test("the layer's own filter still holds", () => {
    const filter = inDistricts([...OWN] as never, ["mitte"]);

    expect(filter).toEqual(["all", OWN, inDistricts(undefined, ["mitte"])]);
    expect(createExpression(filter, "filter").result).toBe("success");
  });

  test("only layers that staff brought in are filtered", () => {
    const [trees, roads] = withDistricts(STYLE, STYLE.layers, filterFromSearch("?stadtteil=mitte"));

    expect(trees).not.toEqual(TREES);
    expect(roads).toBe(ROADS);
  });

  test("the map is told for the layers it has", () => {
    const map = {
      getLayer: (id: string) => (id === TREES.id ? {} : undefined),
      setFilter: vi.fn(),
    };

    showDistricts(map as never, STYLE, filterFromSearch("?stadtteil=mitte"));

    expect(map.setFilter).toHaveBeenCalledExactlyOnceWith(
      TREES.id,
      inDistricts(TREES.filter, ["mitte"]),
    );
  });
});

test("without districts every feature is drawn", () => {
  expect(withDistricts(STYLE, STYLE.layers, filterFromSearch("")).map(({ id }) => id)).toEqual([
    TREES.id,
    ROADS.id,
  ]);
  expect(inDistricts(TREES.filter, [])).toBe(TREES.filter);
});
