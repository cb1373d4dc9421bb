/**
 * What others said already, drawn faintly below the point somebody sets.
 *
 * Only where a single place can be told from the next: farther away the map stays calm. Nothing
 * here is to be touched; the list of the next step tells it in words.
 */
import type {
  FilterSpecification,
  LayerSpecification,
  Map as MapLibreMap,
  StyleSpecification,
} from "maplibre-gl";
import { element } from "../elements";
import { VOICES } from "../voices/layers";

/** From here on the map shows streets rather than districts. */
export const OTHERS_FROM_ZOOM = 14;
const FAINT = 0.45;
/** The ring around "about here" is wide, and may cover little of what lies below. */
const FAINT_RING = 0.05;

/** The server's style with the voices as faint plain points, without those of whole districts. */
export function withOthers(
  style: StyleSpecification,
  layers: readonly LayerSpecification[],
): LayerSpecification[] {
  const others = style.layers.flatMap((layer) =>
    layer.type === "circle" && layer.source === VOICES ? [faint(layer)] : [],
  );
  const own = new Set(others.map(({ id }) => id));
  return [...layers.filter(({ id }) => !own.has(id)), ...others];
}

type CircleLayer = Extract<LayerSpecification, { type: "circle" }>;

function faint(layer: CircleLayer): CircleLayer {
  const opacity = layer.paint?.["circle-opacity"];
  const isRing = typeof opacity === "number" && opacity < 1;
  return {
    ...layer,
    minzoom: OTHERS_FROM_ZOOM,
    filter: [
      "all",
      ["!=", ["get", "form"], "district"],
      layer.filter ?? true,
    ] as FilterSpecification,
    paint: {
      ...layer.paint,
      "circle-opacity": isRing ? FAINT_RING : FAINT,
      "circle-stroke-opacity": FAINT,
    },
  };
}

/** Say what the faint points are, as long as they can be seen. */
export function sayOthers(map: MapLibreMap, words: string): void {
  const line = element("p", { class: "pin-others" }, [words]);
  const follow = (): void => {
    line.hidden = map.getZoom() < OTHERS_FROM_ZOOM;
  };
  map.getContainer().append(line);
  map.on("zoom", follow);
  follow();
}
