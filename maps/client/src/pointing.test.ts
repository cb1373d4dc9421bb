import { expect, test } from "vitest";
import type { District } from "./answers";
import { mercatorRings } from "./geometry/mercator";
import { districtAt } from "./pointing";

function square(id: string, west: number): District {
  const ring = [
    [west, 51.5],
    [west + 0.1, 51.5],
    [west + 0.1, 51.6],
    [west, 51.6],
    [west, 51.5],
  ];
  const area = mercatorRings({ type: "Polygon", coordinates: [ring] });
  return { id, code: id, name: id, sign: "", area, bbox: [west, 51.5, west + 0.1, 51.6] };
}

const DISTRICTS = [square("west", 7.0), square("east", 7.1)];

test("a place is found in its district", () => {
  expect(districtAt(DISTRICTS, 7.15, 51.55)?.id).toBe("east");
});

test("a place beyond the city is in none", () => {
  expect(districtAt(DISTRICTS, 7.25, 51.55)).toBeUndefined();
});
