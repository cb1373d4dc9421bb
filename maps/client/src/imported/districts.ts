/** Showing the features of the chosen districts only. Their tiles are the same for everybody. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  Map as MapLibreMap,
  StyleSpecification,
} from "maplibre-gl";
import type { Filter } from "../filter";
import { importedOf } from "./facts";

/** What of a layer is drawn: of its `own` features those that lie in one of the districts. */
export function inDistricts(
  own: FilterSpecification | undefined,
  districts: readonly string[],
): FilterSpecification | undefined {
  if (districts.length === 0) return own;
  // With a comma on both sides, so that no id is found within another.
  const list = ["concat", ",", ["to-string", ["get", "districts"]], ","];
  const chosen = ["any", ...districts.map((id) => ["in", `,${id},`, list])];
  return (own === undefined ? chosen : ["all", own, chosen]) as ExpressionSpecification;
}

/** The layers of a style, those that staff brought in with what the districts leave of them. */
export function withDistricts(
  style: StyleSpecification,
  layers: readonly LayerSpecification[],
  { districts }: Filter,
): LayerSpecification[] {
  const sources = sourcesOf(style);
  return layers.map((layer) => {
    if (!isFiltered(layer, sources)) return layer;
    const filter = inDistricts(layer.filter, districts);
    return filter === undefined ? layer : { ...layer, filter };
  });
}

/** Let the map show the features of these districts. */
export function showDistricts(map: MapLibreMap, style: StyleSpecification, filter: Filter): void {
  const sources = sourcesOf(style);
  for (const layer of style.layers) {
    if (!isFiltered(layer, sources) || map.getLayer(layer.id) === undefined) continue;
    map.setFilter(layer.id, inDistricts(layer.filter, filter.districts) ?? null);
  }
}

type FilteredLayer = Exclude<LayerSpecification, { type: "background" | "raster" | "hillshade" }>;

function isFiltered(
  layer: LayerSpecification,
  sources: ReadonlySet<string>,
): layer is FilteredLayer {
  return "source" in layer && sources.has(layer.source) && layer.type !== "raster";
}

function sourcesOf(style: StyleSpecification): ReadonlySet<string> {
  return new Set(Object.values(importedOf(style)).map(({ source }) => source));
}
