import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";
import { toMercator } from "../geometry/mercator";
import { areaLayers, bboxOfParts, outside } from "./area-layer";

const RING = [
  [7.1, 51.5],
  [7.2, 51.5],
  [7.2, 51.6],
] as const;
const PARTS = [[RING.map(([lon, lat]) => toMercator(lon, lat))]];

test("what lies outside is the world with a hole for each ring", () => {
  const [world, hole] = outside(PARTS).geometry.coordinates;

  expect(world?.[0]).toEqual(world?.at(-1));
  expect(hole).toHaveLength(4);
  expect(hole?.[0]).toEqual(hole?.[3]);
  expect(hole?.[1]?.[0]).toBeCloseTo(7.2, 9);
  expect(hole?.[1]?.[1]).toBeCloseTo(51.5, 9);
});

test("the extent of the parts is told in degrees", () => {
  const found = bboxOfParts(PARTS)?.map((degrees) => Number(degrees.toFixed(6)));

  expect(found).toEqual([7.1, 51.5, 7.2, 51.6]);
});

test("the layers are what MapLibre understands", () => {
  const style = {
    version: 8 as const,
    sources: { "pin-area": { type: "geojson" as const, data: outside(PARTS) } },
    layers: areaLayers({ paper: "#f5f3ec", line: "#b3124e" }),
  };

  expect(validateStyleMin(style)).toEqual([]);
});
