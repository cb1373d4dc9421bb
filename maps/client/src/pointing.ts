/** What of the map is under the pointer, and how the map shows what is pointed at. */
import type { MapGeoJSONFeature, Map as MapLibreMap, MapMouseEvent, PointLike } from "maplibre-gl";
import type { District } from "./answers";
import { toMercator } from "./geometry/mercator";
import { isInside } from "./geometry/rings";
import type { Point } from "./geometry/screen";
import { type Highlight, type Pointed, pointedBy } from "./highlight";
import type { Spot } from "./imported/cells";
import { IMPORTED_PREFIX } from "./imported/facts";
import { DISTRICTS, PLACES, PROJECTS } from "./map-style";
import { VOICE_POINTS, VOICES } from "./voices/layers";

/** How near the pointer must come to a line or a place. */
const SLACK_PX = 5;

export interface Hit {
  readonly pointed: Pointed | undefined;
  /** A place's properties: schools, stations and so on are told, not highlighted. */
  readonly place: Readonly<Record<string, unknown>> | undefined;
  /** The topmost sign of a voice. */
  readonly voice?: MapGeoJSONFeature;
  /** A feature of a layer that staff brought in. */
  readonly imported?: MapGeoJSONFeature;
  /** A raster with values is shown here, and nothing finer than it. */
  readonly cells?: true;
}

/** The district at a longitude and latitude. */
export function districtAt(
  districts: readonly District[],
  lon: number,
  lat: number,
): District | undefined {
  const point = toMercator(lon, lat);
  return districts.find(({ area }) => isInside(area, point));
}

/**
 * What an event on the map is about: a marker or label, else a voice, a place, a project, …
 *
 * What staff brought in comes before the areas of projects, which cover half the city.
 */
export function hitOf(
  map: MapLibreMap,
  event: MapMouseEvent,
  districts: readonly District[],
  hasCells: (spot: Spot) => boolean,
): Hit {
  const element = pointedBy(event.originalEvent.target);
  if (element !== undefined) return { pointed: element, place: undefined };
  const [voice] = featuresAt(map, event, VOICES).toSorted((a, b) => ringsLast(a) - ringsLast(b));
  if (voice !== undefined) return { pointed: undefined, place: undefined, voice };
  const [place] = featuresAt(map, event, PLACES);
  if (place !== undefined) return { pointed: undefined, place: place.properties };
  const [project] = featuresAt(map, event, PROJECTS).toSorted((a, b) => rankOf(a) - rankOf(b));
  const isLine = project !== undefined && rankOf(project) === 0;
  const imported = isLine ? undefined : importedAround(map, event.point);
  if (imported !== undefined) return { pointed: undefined, place: undefined, imported };
  const district = districtAt(districts, event.lngLat.lng, event.lngLat.lat);
  const there: Hit = {
    pointed: district && { kind: "district", id: district.id },
    place: undefined,
  };
  if (!isLine && hasCells(event.lngLat)) return { ...there, cells: true };
  if (project !== undefined) {
    return { pointed: { kind: "project", id: String(project.id) }, place: undefined };
  }
  return there;
}

/** Lines before areas: they are harder to hit. */
function rankOf(feature: MapGeoJSONFeature): number {
  return feature.geometry.type.endsWith("Polygon") ? 1 : 0;
}

/** Signs before the wide rings around approximate places, which lie over whole streets. */
function ringsLast({ layer }: MapGeoJSONFeature): number {
  return layer.id === VOICE_POINTS ? 0 : 1;
}

/** The feature of an imported layer at a point: a point or line near it, else the area there. */
export function importedAround(map: MapLibreMap, { x, y }: Point): MapGeoJSONFeature | undefined {
  const layers = visibleLayers(map, (source) => source.startsWith(IMPORTED_PREFIX));
  if (layers.length === 0) return undefined;
  const near = map.queryRenderedFeatures(around({ x, y }), { layers });
  return (
    near.find((feature) => rankOf(feature) === 0) ??
    map.queryRenderedFeatures([x, y], { layers })[0]
  );
}

function featuresAt(map: MapLibreMap, event: MapMouseEvent, source: string): MapGeoJSONFeature[] {
  const layers = visibleLayers(map, (one) => one === source);
  return layers.length === 0 ? [] : map.queryRenderedFeatures(around(event.point), { layers });
}

function visibleLayers(map: MapLibreMap, isMeant: (source: string) => boolean): string[] {
  return map
    .getLayersOrder()
    .filter((id) => isMeant(map.getLayer(id)?.source ?? ""))
    .filter((id) => map.getLayoutProperty(id, "visibility") !== "none");
}

function around({ x, y }: Point): [PointLike, PointLike] {
  return [
    [x - SLACK_PX, y - SLACK_PX],
    [x + SLACK_PX, y + SLACK_PX],
  ];
}

/** Let the map's areas and lines show what is pointed at, on the map or elsewhere on the page. */
export function showPointed(
  map: MapLibreMap,
  highlight: Highlight,
  ids: (kind: Pointed["kind"]) => readonly string[],
): void {
  const sources = { district: DISTRICTS, project: PROJECTS } as const;
  highlight.onChange((pointed) => {
    for (const kind of ["district", "project"] as const) {
      const source = sources[kind];
      if (map.getSource(source) === undefined) continue;
      const one = pointed?.kind === kind ? pointed.id : undefined;
      for (const id of ids(kind)) {
        map.setFeatureState(
          { source, sourceLayer: source, id },
          { hover: id === one, muted: one !== undefined && id !== one },
        );
      }
    }
  });
}

export interface MapPointing {
  /** A click or tap on something that is no button of its own. */
  readonly onPlace: (properties: Readonly<Record<string, unknown>>) => void;
  readonly onVoice: (sign: MapGeoJSONFeature) => void;
  readonly onFeature: (feature: MapGeoJSONFeature) => void;
  /** Whether a raster with values is shown at a spot. */
  readonly hasCells: (spot: Spot) => boolean;
  readonly onCells: (spot: Spot) => void;
  readonly onClick: (pointed: Pointed | undefined) => void;
  /** What a voice's sign is called. */
  readonly nameOfVoice: (sign: MapGeoJSONFeature) => string;
  readonly nameOfFeature: (feature: MapGeoJSONFeature) => string;
  /** The feature of an imported layer under the pointer. */
  readonly onHoverFeature: (feature: MapGeoJSONFeature | undefined) => void;
  /** The name of what is under the pointer, and where; undefined beside all that has one. */
  readonly onHover: (name: string | undefined, x: number, y: number) => void;
}

/** Follow the pointer over the map. */
export function followPointerOnMap(
  map: MapLibreMap,
  districts: readonly District[],
  highlight: Highlight,
  on: MapPointing,
): void {
  map.on("mousemove", (event) => {
    const hit = hitOf(map, event, districts, on.hasCells);
    const { pointed, place, voice, imported } = hit;
    const named = voice ?? place ?? imported;
    const district =
      named === undefined ? undefined : districtAt(districts, event.lngLat.lng, event.lngLat.lat);
    highlight.point(pointed ?? (district && { kind: "district", id: district.id }));
    on.onHover(nameOf(hit, on), event.point.x, event.point.y);
    on.onHoverFeature(imported);
    map.getCanvas().style.cursor = pointed || named ? "pointer" : "";
  });
  map.on("mouseout", () => {
    on.onHover(undefined, 0, 0);
    on.onHoverFeature(undefined);
  });
  map.on("click", (event) => {
    if (isMarker(event.originalEvent.target)) return;
    const { pointed, place, voice, imported, cells } = hitOf(map, event, districts, on.hasCells);
    if (voice !== undefined) on.onVoice(voice);
    else if (imported !== undefined) on.onFeature(imported);
    else if (cells) on.onCells(event.lngLat);
    else if (place === undefined) on.onClick(pointed);
    else on.onPlace(place);
  });
}

/** The name of what is hit, where nothing else on the map says it. */
function nameOf({ place, voice, imported }: Hit, on: MapPointing): string | undefined {
  if (voice !== undefined) return on.nameOfVoice(voice);
  if (imported !== undefined) return on.nameOfFeature(imported);
  return place && String(place.name ?? "");
}

/** Markers and badges act by themselves. */
function isMarker(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".map-marker, .map-badge") !== null;
}
