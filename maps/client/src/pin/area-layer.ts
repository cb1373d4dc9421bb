/** The area of a process that is not about the whole city: the rest of the map steps back. */
import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import type { LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { Bbox } from "../filter";
import { fromMercator } from "../geometry/mercator";
import { boundsOf } from "../geometry/rings";
import type { Parts } from "./area";

const SOURCE = "pin-area";

/** Everything that is drawn: far more than the map can show. */
const FAR: Position[] = [
  [-20, 20],
  [40, 20],
  [40, 70],
  [-20, 70],
  [-20, 20],
];

/** The world with holes where the parts are. */
export function outside(parts: Parts): Feature<Polygon> {
  const holes = parts.flatMap((rings) => rings.map(degreesOf));
  return feature({ type: "Polygon", coordinates: [FAR, ...holes] });
}

/** The extent of the parts, in degrees. */
export function bboxOfParts(parts: Parts): Bbox | undefined {
  const bounds = boundsOf(parts.flat());
  if (bounds === undefined) return undefined;
  const northWest = fromMercator({ x: bounds.left, y: bounds.top });
  const southEast = fromMercator({ x: bounds.right, y: bounds.bottom });
  return [northWest.lon, southEast.lat, southEast.lon, northWest.lat];
}

/** How the rest steps back. Pure, so that a test can look at it without a map. */
export function areaLayers(colors: {
  readonly paper: string;
  readonly line: string;
}): LayerSpecification[] {
  return [
    {
      id: `${SOURCE}-outside`,
      type: "fill",
      source: SOURCE,
      paint: { "fill-color": colors.paper, "fill-opacity": 0.72 },
    },
    {
      id: `${SOURCE}-line`,
      type: "line",
      source: SOURCE,
      paint: { "line-color": colors.line, "line-width": 3, "line-dasharray": [3, 1.5] },
    },
  ];
}

/** Show the area on the map; colors are the page's. */
export function showArea(map: MapLibreMap, parts: Parts): void {
  const page = getComputedStyle(map.getContainer());
  const color = (name: string): string => page.getPropertyValue(name).trim();
  const add = (): void => {
    map.addSource(SOURCE, { type: "geojson", data: outside(parts) });
    for (const layer of areaLayers({ paper: color("--map-paper"), line: color("--map-pin") })) {
      map.addLayer(layer);
    }
  };
  if (map.isStyleLoaded()) add();
  else map.once("load", add);
}

function degreesOf(ring: Parts[number][number]): Position[] {
  const points = ring.map((point): Position => {
    const { lon, lat } = fromMercator(point);
    return [lon, lat];
  });
  return [...points, ...points.slice(0, 1)];
}

function feature<Shape extends Polygon | MultiPolygon>(geometry: Shape): Feature<Shape> {
  return { type: "Feature", properties: {}, geometry };
}
