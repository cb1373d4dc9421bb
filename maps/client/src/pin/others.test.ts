import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, test } from "vitest";
import { OTHERS_FROM_ZOOM, withOthers } from "./others";

const STYLE: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [
    { id: "paper", type: "background" },
    {
      id: "voices-street",
      type: "circle",
      source: "voices",
      "source-layer": "voices",
      filter: ["any", ["==", ["get", "form"], "street"]],
      paint: { "circle-radius": 8, "circle-opacity": 0.12, "circle-stroke-opacity": 1 },
    },
    {
      id: "voices-points",
      type: "circle",
      source: "voices",
      "source-layer": "voices",
      filter: ["any", ["==", ["get", "form"], "voice"]],
      paint: { "circle-radius": 5, "circle-opacity": 1, "circle-stroke-opacity": 1 },
    },
  ],
};

describe("what others said on the map for a point", () => {
  const hidden = STYLE.layers.map(
    (layer) => ({ ...layer, layout: { visibility: "none" } }) as never,
  );
  const layers = withOthers(STYLE, hidden);
  const circles = layers.filter((layer) => layer.type === "circle");

  test("every layer is there once, what others said above the rest", () => {
    expect(layers.map(({ id }) => id)).toEqual(["paper", "voices-street", "voices-points"]);
  });

  test("is visible, but only close by", () => {
    for (const layer of circles) {
      expect(layer.layout?.visibility).toBeUndefined();
      expect(layer.minzoom).toBe(OTHERS_FROM_ZOOM);
    }
  });

  test("is faint, and a ring covers less than a point", () => {
    const [ring, point] = circles.map((layer) => layer.paint?.["circle-opacity"] as number);
    expect(point).toBeLessThan(0.6);
    expect(ring).toBeLessThan(0.12);
  });

  test("leaves out what is about a whole district", () => {
    for (const layer of circles) {
      expect(JSON.stringify(layer.filter)).toContain('["!=",["get","form"],"district"]');
    }
  });
});
