/** Where the map looks: extents, and moves that respect a wish for less motion. */
import type { LngLatBoundsLike, Map as MapLibreMap } from "maplibre-gl";
import type { Bbox } from "./filter";
import type { Position } from "./position";

const MOVE_MS = 500;
const EDGE_PX = 24;
/** On a phone every pixel is needed. */
const EDGE_NARROW_PX = 10;
const NARROW_PX = 500;
/** How close the map goes by itself to show one project: its places are known to 100 m or so. */
const CLOSEST_FIT = 15;
/** How close it goes to tell the projects of a crowd apart. */
export const CLOSEST_CROWD = 17;

/** Told with a move's events, so that listeners know it was not the user's. */
export interface MoveReason {
  /** The view follows from the filter, and need not be remembered. */
  readonly automatic?: boolean;
  /** A view from the URL is being restored. */
  readonly restoring?: boolean;
}

/** A map as narrow as a phone. */
export function isNarrow(map: MapLibreMap): boolean {
  return map.getContainer().clientWidth < NARROW_PX;
}

export function prefersLessMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function boundsOfBbox([west, south, east, north]: Bbox): LngLatBoundsLike {
  return [west, south, east, north];
}

/** Show an extent whole. `bottom` is the height that a sheet covers. */
export function showBbox(
  map: MapLibreMap,
  bbox: Bbox,
  reason: MoveReason,
  {
    bottom = 0,
    animate = true,
    closest = CLOSEST_FIT,
  }: { bottom?: number; animate?: boolean; closest?: number } = {},
): void {
  const edge = isNarrow(map) ? EDGE_NARROW_PX : EDGE_PX;
  map.fitBounds(
    boundsOfBbox(bbox),
    {
      padding: { top: edge, left: edge, right: edge, bottom: edge + bottom },
      maxZoom: closest,
      animate: animate && !prefersLessMotion(),
      duration: MOVE_MS,
      linear: true,
    },
    reason,
  );
}

export function showPosition(map: MapLibreMap, { zoom, lat, lon }: Position): void {
  map.jumpTo({ center: [lon, lat], zoom }, { restoring: true } satisfies MoveReason);
}

/** Move a place to the middle of what is not covered from below. */
export function showPlace(
  map: MapLibreMap,
  lon: number,
  lat: number,
  { covered }: { covered: number },
): void {
  map.easeTo({
    center: [lon, lat],
    offset: [0, -covered / 2],
    duration: prefersLessMotion() ? 0 : MOVE_MS,
  });
}

export function positionOf(map: MapLibreMap): Position {
  const { lng, lat } = map.getCenter();
  return { zoom: map.getZoom(), lat, lon: lng };
}

export function bboxOfView(map: MapLibreMap): Bbox {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

export function zoomBy(map: MapLibreMap, by: 1 | -1): void {
  map.easeTo({
    zoom: map.getZoom() + by,
    duration: prefersLessMotion() ? 0 : MOVE_MS / 2,
  });
}

/** The extent, larger by `share` of its width and height on every side. */
export function widen([west, south, east, north]: Bbox, share: number): Bbox {
  const x = (east - west) * share;
  const y = (north - south) * share;
  return [west - x, south - y, east + x, north + y];
}
