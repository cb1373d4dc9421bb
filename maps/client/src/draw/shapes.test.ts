import fc from "fast-check";
import type { Position } from "geojson";
import { expect, test } from "vitest";
import {
  bboxOfShapes,
  isByHand,
  meet,
  nearestCorner,
  polygonOf,
  type Shape,
  shapesFrom,
  textOf,
  withoutCorner,
} from "./shapes";

const SQUARE: Position[] = [
  [7.1, 51.5],
  [7.2, 51.5],
  [7.2, 51.6],
  [7.1, 51.6],
  [7.1, 51.5],
];
const TRIANGLE: Position[] = [
  [7.0, 51.4],
  [7.05, 51.4],
  [7.0, 51.45],
  [7.0, 51.4],
];
const HOLE: Position[] = [
  [7.12, 51.52],
  [7.12, 51.54],
  [7.14, 51.54],
  [7.12, 51.52],
];

test.each([
  ["a polygon", { type: "Polygon", coordinates: [SQUARE] }, 1],
  ["a multipolygon", { type: "MultiPolygon", coordinates: [[SQUARE], [TRIANGLE]] }, 2],
  [
    "a feature",
    { type: "Feature", properties: null, geometry: { type: "Polygon", coordinates: [SQUARE] } },
    1,
  ],
  [
    "features",
    {
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          properties: {},
          geometry: { type: "Polygon", coordinates: [SQUARE] },
        },
        {
          type: "Feature",
          properties: {},
          geometry: { type: "MultiPolygon", coordinates: [[TRIANGLE]] },
        },
      ],
    },
    2,
  ],
  [
    "a collection",
    {
      type: "GeometryCollection",
      geometries: [{ type: "Polygon", coordinates: [SQUARE] }],
    },
    1,
  ],
])("%s is read as polygons", (_, document, count) => {
  expect(shapesFrom(JSON.stringify(document))).toHaveLength(count);
});

test.each([
  "Bertlich",
  "[1, 2]",
  "null",
  '{"type":"Point","coordinates":[7.1,51.5]}',
  '{"type":"Polygon"}',
  '{"type":"Polygon","coordinates":[]}',
  '{"type":"MultiPolygon","coordinates":7}',
  '{"type":"Polygon","coordinates":[[[7.1,51.5],[7.2,51.5],[7.1,51.5]]]}',
  '{"type":"Polygon","coordinates":[[[7.1,51.5],[7.2,51.5],[7.2,51.6],[7.1,51.6]]]}',
  '{"type":"Polygon","coordinates":[[["7.1",51.5],[7.2,51.5],[7.2,51.6],["7.1",51.5]]]}',
  '{"type":"Polygon","coordinates":[[[2567000,5717000],[2568000,5717000],[2568000,5718000],[2567000,5717000]]]}',
  '{"type":"Feature","properties":{},"geometry":null}',
  '{"type":"FeatureCollection","features":[{"type":"Point"}]}',
])("what cannot be drawn is left to the server: %s", (text) => {
  expect(shapesFrom(text)).toBeUndefined();
});

test("no text is no polygon, and the other way round", () => {
  expect(shapesFrom("  \n")).toEqual([]);
  expect(textOf([])).toBe("");
});

test("one polygon is a Polygon, several are features that may overlap", () => {
  expect(JSON.parse(textOf([[SQUARE]])).type).toBe("Polygon");
  expect(JSON.parse(textOf([[SQUARE], [TRIANGLE]])).type).toBe("FeatureCollection");
});

test("heights are left out, and degrees have seven decimals at most", () => {
  const text = JSON.stringify({
    type: "Polygon",
    coordinates: [SQUARE.map(([lon = 0, lat = 0]) => [lon + 0.000_000_012_3, lat, 60])],
  });

  expect(shapesFrom(text)).toEqual([[SQUARE]]);
});

const degrees = fc.double({ min: -85, max: 85, noNaN: true });
const ring = fc
  .array(fc.tuple(degrees, degrees), { minLength: 3, maxLength: 12 })
  .map((corners): Position[] => [...corners, ...corners.slice(0, 1)]);

test("what was written is read again, to the last decimal", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
      (all) => {
        const shapes = all.map((shape) => polygonOf(shape).coordinates);
        expect(textOf(shapesFrom(textOf(shapes)) ?? [])).toBe(textOf(shapes));
        for (const number of textOf(shapes).match(/\.\d+/g) ?? [])
          expect(number.length).toBeLessThanOrEqual(8);
      },
    ),
  );
});

test("shapes with holes or very many corners are not moved by hand", () => {
  const many = Array.from({ length: 1001 }, (_, n): Position => [7 + n / 1e5, 51]);

  expect(isByHand([SQUARE])).toBe(true);
  expect(isByHand([SQUARE, HOLE])).toBe(false);
  expect(isByHand([many])).toBe(false);
});

test("without its first corner a ring begins and ends at the next one", () => {
  const left = withoutCorner([SQUARE], 0);

  expect(left?.[0]).toEqual([SQUARE[1], SQUARE[2], SQUARE[3], SQUARE[1]]);
});

test("a triangle keeps its corners", () => {
  const triangle: Shape = [TRIANGLE];

  expect(withoutCorner(triangle, 1)).toBeUndefined();
});

test("the nearest corner is the one meant, unless none is near", () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 100, y: 0 },
  ];

  expect(nearestCorner(corners, { x: 7, y: 0 }, 20)).toBe(1);
  expect(nearestCorner(corners, { x: 50, y: 0 }, 20)).toBeUndefined();
});

test("the extent is that of all shapes", () => {
  const bbox = bboxOfShapes([[SQUARE], [TRIANGLE]]);

  expect(bbox).toEqual([7, 51.4, 7.2, 51.6]);
  expect(bboxOfShapes([])).toBeUndefined();
  expect(meet(bbox ?? [0, 0, 0, 0], [7.15, 51.5, 8, 52])).toBe(true);
  expect(meet(bbox ?? [0, 0, 0, 0], [51, 7, 52, 8])).toBe(false);
});
