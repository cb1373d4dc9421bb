import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaOf, boundsOf, clipToRect, distanceToEdge, isInside, type Ring } from "./rings";

const SQUARE: Ring = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];
const HOLE: Ring = [
  { x: 4, y: 4 },
  { x: 4, y: 6 },
  { x: 6, y: 6 },
  { x: 6, y: 4 },
];
/** Two legs joined above: clipping the lower half leaves two parts. */
const ARCH: Ring = [
  { x: 0, y: 0 },
  { x: 30, y: 0 },
  { x: 30, y: 20 },
  { x: 20, y: 20 },
  { x: 20, y: 10 },
  { x: 10, y: 10 },
  { x: 10, y: 20 },
  { x: 0, y: 20 },
];

const anyPoint = fc.record({
  x: fc.double({ min: -50, max: 50, noNaN: true }),
  y: fc.double({ min: -50, max: 50, noNaN: true }),
});
const anyRing = fc.array(anyPoint, { minLength: 3, maxLength: 12 });
const RECT = { left: -20, top: -10, right: 15, bottom: 25 };

describe("clipToRect", () => {
  test("keeps what lies in the rectangle and cuts the rest", () => {
    const clipped = clipToRect([SQUARE], { left: 5, top: -5, right: 50, bottom: 5 });

    expect(areaOf(clipped)).toBe(25);
  });

  test("answers nothing for an area out of view", () => {
    expect(clipToRect([SQUARE], { left: 20, top: 20, right: 30, bottom: 30 })).toEqual([]);
  });

  test("keeps the area of parts that fall apart", () => {
    expect(areaOf(clipToRect([ARCH], { left: 0, top: 12, right: 30, bottom: 30 }))).toBe(160);
  });

  test("every corner of a clipped area lies in the rectangle", () => {
    fc.assert(
      fc.property(anyRing, (ring) => {
        const bounds = boundsOf(clipToRect([ring], RECT));

        if (bounds === undefined) return;
        expect(bounds.left).toBeGreaterThanOrEqual(RECT.left - 1e-9);
        expect(bounds.right).toBeLessThanOrEqual(RECT.right + 1e-9);
        expect(bounds.top).toBeGreaterThanOrEqual(RECT.top - 1e-9);
        expect(bounds.bottom).toBeLessThanOrEqual(RECT.bottom + 1e-9);
      }),
    );
  });

  test("a point well within the rectangle is in the clipped area exactly if it was in the area", () => {
    fc.assert(
      fc.property(anyRing, anyPoint, (ring, point) => {
        fc.pre(point.x > -19 && point.x < 14 && point.y > -9 && point.y < 24);
        fc.pre(distanceToEdge([ring], point) > 1e-6);

        expect(isInside(clipToRect([ring], RECT), point)).toBe(isInside([ring], point));
      }),
    );
  });
});

describe("isInside", () => {
  test("a hole is outside", () => {
    expect(isInside([SQUARE, HOLE], { x: 5, y: 5 })).toBe(false);
    expect(isInside([SQUARE, HOLE], { x: 2, y: 5 })).toBe(true);
  });
});

test("the area of a hole is not counted", () => {
  expect(areaOf([SQUARE, HOLE])).toBe(96);
});

test("the distance to the edge is measured to the nearest side", () => {
  expect(distanceToEdge([SQUARE], { x: 3, y: 5 })).toBe(3);
});
