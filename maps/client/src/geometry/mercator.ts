/**
 * From longitude and latitude to the screen.
 *
 * The map is always north up and never tilted, so screen and Web Mercator differ by a scale
 * and a shift only: coordinates are turned into mercator once, and into pixels by two
 * multiplications per point and frame.
 */
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Rings } from "./rings";
import type { Point } from "./screen";

/** A place in Web Mercator as a share of the world's width: x east, y south, both 0 to 1. */
export type MercatorPoint = Point;

/** Degrees (CRS84) to the unit square of Web Mercator. */
export function toMercator(lon: number, lat: number): MercatorPoint {
  const latitude = (lat * Math.PI) / 180;
  return {
    x: (lon + 180) / 360,
    y: (1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI) / 2,
  };
}

/** The unit square of Web Mercator back to degrees. */
export function fromMercator(point: MercatorPoint): { lon: number; lat: number } {
  return {
    lon: point.x * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * point.y))) * 180) / Math.PI,
  };
}

/** Scale and shift from mercator to the screen. */
export interface ScreenTransform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The transform that takes the mercator point `middle` to `screenMiddle` at `scale` px per world. */
export function screenTransform(
  middle: MercatorPoint,
  screenMiddle: Point,
  scale: number,
): ScreenTransform {
  return {
    scale,
    x: screenMiddle.x - middle.x * scale,
    y: screenMiddle.y - middle.y * scale,
  };
}

export function toScreen(transform: ScreenTransform, point: MercatorPoint): Point {
  return { x: point.x * transform.scale + transform.x, y: point.y * transform.scale + transform.y };
}

export function fromScreen(transform: ScreenTransform, point: Point): MercatorPoint {
  return {
    x: (point.x - transform.x) / transform.scale,
    y: (point.y - transform.y) / transform.scale,
  };
}

/** All rings of a GeoJSON polygon in mercator, open (without the repeated last point). */
export function mercatorRings(geometry: Polygon | MultiPolygon): Rings {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().map((ring) => ring.slice(0, -1).map(positionToMercator));
}

export function ringsToScreen(transform: ScreenTransform, rings: Rings): Rings {
  return rings.map((ring) => ring.map((point) => toScreen(transform, point)));
}

function positionToMercator(position: Position): MercatorPoint {
  const [lon = 0, lat = 0] = position;
  return toMercator(lon, lat);
}

const EARTH_CIRCUMFERENCE_M = 40_075_016.686;

/** Metres on the ground per pixel at a latitude. */
export function metersPerPixel(transform: ScreenTransform, lat: number): number {
  return (EARTH_CIRCUMFERENCE_M * Math.cos((lat * Math.PI) / 180)) / transform.scale;
}
