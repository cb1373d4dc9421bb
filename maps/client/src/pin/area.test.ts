import type { Polygon } from "geojson";
import { expect, test } from "vitest";
import type { District } from "../answers";
import { mercatorRings } from "../geometry/mercator";
import { type LonLat, metersOutside, partsOf } from "./area";

const LAT = 51.6;
/** Degrees of longitude that make a kilometre at this latitude. */
const KM_EAST = 360 / (40_075.016686 * Math.cos((LAT * Math.PI) / 180));

/** A square of about 2 km side, its middle `km` kilometres east of 7° E. */
function square(km: number): Polygon {
  const west = 7 + (km - 1) * KM_EAST;
  const east = 7 + (km + 1) * KM_EAST;
  const ring = [
    [west, LAT - 0.01],
    [east, LAT - 0.01],
    [east, LAT + 0.01],
    [west, LAT + 0.01],
    [west, LAT - 0.01],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

function district(id: string, km: number): District {
  const area = mercatorRings(square(km));
  return { id, code: id, name: id, sign: "", area, bbox: [0, 0, 0, 0] };
}

const WEST = district("west", 0);
const EAST = district("east", 2);
const BOTH = [WEST, EAST];
const at = (km: number): LonLat => ({ lon: 7 + km * KM_EAST, lat: LAT });

test("a point in any part lies nowhere outside", () => {
  expect(metersOutside(partsOf(BOTH, [], undefined), at(2.9))).toBe(0);
});

test("a point outside is told in metres to the nearest part", () => {
  const parts = partsOf(BOTH, [], undefined);

  expect(metersOutside(parts, at(3.34))).toBeCloseTo(340, -1);
});

test("a process of one district takes no pin in another", () => {
  expect(metersOutside(partsOf(BOTH, ["west"], undefined), at(1.5))).toBeCloseTo(500, -1);
});

test("a process with an area of its own measures from that", () => {
  expect(metersOutside(partsOf(BOTH, [], square(6)), at(4))).toBeCloseTo(1000, -1);
});
