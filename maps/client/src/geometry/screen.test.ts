import { describe, expect, test } from "vitest";
import { clamp, clampMiddle, contains, crossesRect, overlaps } from "./screen";

const RECT = { left: 10, top: 10, right: 20, bottom: 20 };

test("rectangles that share an edge only do not overlap", () => {
  expect(overlaps(RECT, { left: 20, top: 10, right: 30, bottom: 20 })).toBe(false);
  expect(overlaps(RECT, { left: 19, top: 10, right: 30, bottom: 20 })).toBe(true);
});

test("a rectangle contains itself", () => {
  expect(contains(RECT, RECT)).toBe(true);
});

test("a box is moved into the frame by the shortest way", () => {
  const frame = { left: 0, top: 0, right: 100, bottom: 100 };

  expect(clampMiddle({ x: -5, y: 50 }, { width: 20, height: 10 }, frame)).toEqual({ x: 10, y: 50 });
});

test("a box wider than its frame stands in the middle", () => {
  expect(clamp(3, 60, 40)).toBe(50);
});

describe("crossesRect", () => {
  test.each([
    ["through", { x: 0, y: 15 }, { x: 30, y: 15 }, true],
    ["into", { x: 0, y: 0 }, { x: 12, y: 12 }, true],
    ["within", { x: 12, y: 12 }, { x: 14, y: 13 }, true],
    ["past", { x: 0, y: 0 }, { x: 30, y: 5 }, false],
    ["short of", { x: 0, y: 15 }, { x: 9, y: 15 }, false],
    ["around the corner", { x: 0, y: 18 }, { x: 12, y: 30 }, false],
  ])("a line %s it", (_, a, b, crosses) => {
    expect(crossesRect(a, b, RECT)).toBe(crosses);
  });
});
