/** Areas between GeoJSON text and what can be drawn. Pure: no map, no document. */
import type { Feature, FeatureCollection, Geometry, Polygon, Position } from "geojson";
import type { Bbox } from "../filter";

/** Closed rings of one polygon: the outer one, then its holes. */
export type Shape = readonly (readonly Position[])[];

/** As many decimals as the form keeps: a centimetre. */
export const DECIMALS = 7;
/** More corners than anybody moves by hand; the map would follow the pointer slowly. */
const CORNERS_BY_HAND = 1000;
/** Three corners, and the first again. */
const SMALLEST_RING = 4;

/** The polygons of a GeoJSON text; undefined when it is none, or holds anything else. */
export function shapesFrom(text: string): readonly Shape[] | undefined {
  if (text.trim() === "") return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const found = shapesOf(parsed);
  return found?.every(isShape) ? found.map(rounded) : undefined;
}

/**
 * The text that says these polygons; empty when there are none.
 *
 * Several stand as features of their own, and not as one MultiPolygon: they may overlap, and the
 * server joins them.
 */
export function textOf(shapes: readonly Shape[]): string {
  const polygons = shapes.map(polygonOf);
  if (polygons.length < 2) return polygons[0] === undefined ? "" : JSON.stringify(polygons[0]);
  const all: FeatureCollection<Polygon> = {
    type: "FeatureCollection",
    features: polygons.map((geometry) => ({ type: "Feature", properties: {}, geometry })),
  };
  return JSON.stringify(all);
}

export function polygonOf(shape: Shape): Polygon {
  return { type: "Polygon", coordinates: rounded(shape).map((ring) => [...ring]) };
}

/** Whether its corners can be moved on the map: no holes, not too many of them. */
export function isByHand(shape: Shape): boolean {
  const [outer = [], ...holes] = shape;
  return holes.length === 0 && outer.length <= CORNERS_BY_HAND;
}

/** The shape without one of its corners; undefined when fewer than three would stay. */
export function withoutCorner(shape: Shape, index: number): Shape | undefined {
  const [outer = [], ...holes] = shape;
  const corners = outer.slice(0, -1).filter((_, at) => at !== index);
  const [first] = corners;
  if (first === undefined || corners.length < SMALLEST_RING - 1) return undefined;
  return [[...corners, first], ...holes];
}

/** Which corner lies nearest, and how far; undefined when none is as near as `reach`. */
export function nearestCorner(
  corners: readonly { readonly x: number; readonly y: number }[],
  point: { readonly x: number; readonly y: number },
  reach: number,
): number | undefined {
  let nearest: number | undefined;
  let best = reach;
  corners.forEach(({ x, y }, index) => {
    const away = Math.hypot(x - point.x, y - point.y);
    if (away <= best) {
      best = away;
      nearest = index;
    }
  });
  return nearest;
}

/** The extent of all shapes. */
export function bboxOfShapes(shapes: readonly Shape[]): Bbox | undefined {
  const corners = shapes.flat(2);
  if (corners.length === 0) return undefined;
  const lons = corners.map(([lon = 0]) => lon);
  const lats = corners.map(([, lat = 0]) => lat);
  return [least(lons), least(lats), most(lons), most(lats)];
}

/** Whether two extents have a place in common. */
export function meet(one: Bbox, other: Bbox): boolean {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
}

function shapesOf(found: unknown): readonly Shape[] | undefined {
  if (typeof found !== "object" || found === null || !("type" in found)) return undefined;
  const document = found as Geometry | Feature<Geometry | null> | FeatureCollection;
  switch (document.type) {
    case "Polygon":
      return [document.coordinates];
    case "MultiPolygon":
      return Array.isArray(document.coordinates) ? document.coordinates : undefined;
    case "GeometryCollection":
      return together(document.geometries);
    case "Feature":
      return shapesOf(document.geometry);
    case "FeatureCollection":
      return together(document.features);
    default:
      return undefined;
  }
}

function together(parts: unknown): readonly Shape[] | undefined {
  if (!Array.isArray(parts)) return undefined;
  const found = parts.map(shapesOf);
  return found.every((one) => one !== undefined) ? found.flat() : undefined;
}

function isShape(shape: unknown): boolean {
  return Array.isArray(shape) && shape.length > 0 && shape.every(isRing);
}

function isRing(ring: unknown): boolean {
  if (!Array.isArray(ring) || ring.length < SMALLEST_RING || !ring.every(isPlace)) return false;
  const [first, last] = [ring[0], ring.at(-1)];
  return first[0] === last[0] && first[1] === last[1];
}

function isPlace(place: unknown): boolean {
  if (!Array.isArray(place)) return false;
  const [lon, lat] = place;
  return (
    Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  );
}

function rounded(shape: Shape): Shape {
  return shape.map((ring) => ring.map(([lon = 0, lat = 0]) => [round(lon), round(lat)]));
}

function round(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}
