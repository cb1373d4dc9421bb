/** The area of a process, and how far outside it a point lies. */
import type { MultiPolygon, Polygon } from "geojson";
import type { District } from "../answers";
import { fromMercator, type MercatorPoint, mercatorRings, toMercator } from "../geometry/mercator";
import { distanceToEdge, isInside, type Rings } from "../geometry/rings";

/** A place in degrees (CRS84). */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

const EARTH_CIRCUMFERENCE_M = 40_075_016.686;

/** Metres on the ground of one mercator unit at a point. */
function metersPerUnit(point: MercatorPoint): number {
  const { lat } = fromMercator(point);
  return EARTH_CIRCUMFERENCE_M * Math.cos((lat * Math.PI) / 180);
}

/** Where a process takes pins, part by part; a point in one of them lies inside. */
export type Parts = readonly Rings[];

/** The parts of a process: its own area, its districts, or the whole city. */
export function partsOf(
  districts: readonly District[],
  chosen: readonly string[],
  own: Polygon | MultiPolygon | undefined,
): Parts {
  if (own !== undefined) return [mercatorRings(own)];
  const asked = districts.filter(({ id }) => chosen.includes(id));
  return (asked.length > 0 ? asked : districts).map(({ area }) => area);
}

/** Metres from the point to the nearest part; 0 inside. Good to a few parts in a thousand. */
export function metersOutside(parts: Parts, { lon, lat }: LonLat): number {
  const point = toMercator(lon, lat);
  if (parts.some((rings) => isInside(rings, point))) return 0;
  const nearest = Math.min(...parts.map((rings) => distanceToEdge(rings, point)));
  return nearest * metersPerUnit(point);
}
