import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fromMercator,
  fromScreen,
  mercatorRings,
  metersPerPixel,
  screenTransform,
  toMercator,
  toScreen,
} from "./mercator";

test("the middle of the world is the middle of the square", () => {
  const { x, y } = toMercator(0, 0);

  expect(x).toBe(0.5);
  expect(y).toBeCloseTo(0.5, 12);
});

test("mercator and back is the same place", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -85, max: 85, noNaN: true }),
      (lon, lat) => {
        const back = fromMercator(toMercator(lon, lat));

        expect(back.lon).toBeCloseTo(lon, 9);
        expect(back.lat).toBeCloseTo(lat, 9);
      },
    ),
  );
});

test("screen and back is the same place", () => {
  const transform = screenTransform({ x: 0.52, y: 0.33 }, { x: 400, y: 300 }, 2_000_000);
  const place = { x: 0.5201, y: 0.3302 };

  const back = fromScreen(transform, toScreen(transform, place));

  expect(back.x).toBeCloseTo(place.x, 12);
  expect(back.y).toBeCloseTo(place.y, 12);
});

test("a pixel at zoom 0 and the equator is 78 km of a 512 px world", () => {
  const world = screenTransform({ x: 0.5, y: 0.5 }, { x: 0, y: 0 }, 512);

  expect(metersPerPixel(world, 0)).toBeCloseTo(78_271.5, 0);
});

test("rings lose the repeated last point", () => {
  const ring = [
    [7, 51],
    [8, 51],
    [8, 52],
    [7, 51],
  ];

  expect(mercatorRings({ type: "Polygon", coordinates: [ring] })[0]).toHaveLength(3);
});
