/** Which feature of an imported layer is under the pointer, and which one the card tells about. */
import type { MapGeoJSONFeature, Map as MapLibreMap } from "maplibre-gl";
import { FEATURES } from "./facts";

export type Marked = Pick<MapGeoJSONFeature, "source" | "id"> | undefined;

export interface FeatureMarks {
  readonly hover: (feature: Marked) => void;
  readonly choose: (feature: Marked) => void;
}

export function featureMarks(
  map: Pick<MapLibreMap, "getSource" | "setFeatureState">,
): FeatureMarks {
  const marked: { hover: Marked; choose: Marked } = { hover: undefined, choose: undefined };
  const set = (feature: Marked, hover: boolean): void => {
    if (feature?.id === undefined || map.getSource(feature.source) === undefined) return;
    const { source, id } = feature;
    map.setFeatureState({ source, sourceLayer: FEATURES, id }, { hover });
  };
  const move = (kind: keyof typeof marked, feature: Marked): void => {
    const before = marked[kind];
    if (isSame(before, feature)) return;
    marked[kind] = feature;
    if (!isSame(before, marked.hover) && !isSame(before, marked.choose)) set(before, false);
    set(feature, true);
  };
  return {
    hover: (feature) => move("hover", feature),
    choose: (feature) => move("choose", feature),
  };
}

function isSame(one: Marked, other: Marked): boolean {
  return one?.source === other?.source && one?.id === other?.id;
}
