/** Tells labels and markers where signs of voices stand, whenever the map has come to rest. */
import type { MapGeoJSONFeature, Map as MapLibreMap } from "maplibre-gl";
import { type MercatorPoint, toMercator } from "../geometry/mercator";
import { shiftOf, VOICE_POINTS } from "./layers";
import type { SignFacts } from "./signs";

/** More than this leave no room that could be kept clear. */
const MANY = 150;

/** `tell` hears the middles of all signs in view. */
export function followSigns(
  map: MapLibreMap,
  facts: SignFacts,
  tell: (places: readonly MercatorPoint[]) => void,
): void {
  let last = "";
  map.on("idle", () => {
    const found =
      map.getLayer(VOICE_POINTS) === undefined
        ? []
        : map.queryRenderedFeatures({ layers: [VOICE_POINTS] });
    const places = found.length > MANY ? [] : found.flatMap((sign) => middleOf(map, facts, sign));
    const now = JSON.stringify(places);
    if (now === last) return; // telling lays out anew, which makes the map idle again
    last = now;
    tell(places);
  });
}

function middleOf(map: MapLibreMap, facts: SignFacts, sign: MapGeoJSONFeature): MercatorPoint[] {
  const { geometry, properties } = sign;
  const [lon, lat] = geometry.type === "Point" ? geometry.coordinates : [];
  if (lon === undefined || lat === undefined) return [];
  const { x, y } = map.project([lon, lat]);
  const [right, down] = shiftOf(properties, facts);
  const middle = map.unproject([x + right, y + down]);
  return [toMercator(middle.lng, middle.lat)];
}
