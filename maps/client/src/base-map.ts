/** Switching a base map on and off: the only part of the map that may ask another host. */
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { fetchJson } from "./answers";
import type { Filter } from "./filter";
import {
  baseMapOf,
  chosenBaseMap,
  creditsOf,
  mergeBaseMap,
  pageStyle,
  switchesOf,
} from "./map-style";

/** The style for the chosen layers; asks for the base map's own style if it has one. */
export async function styleFor(
  address: string,
  filter: Filter,
  shown: ReadonlySet<string>,
  known?: StyleSpecification,
): Promise<StyleSpecification> {
  const plain = known ?? (await fetchJson<StyleSpecification>(address));
  const wanted = chosenBaseMap(plain, shown);
  if (wanted === undefined) return pageStyle(plain, filter, shown);
  const separator = address.includes("?") ? "&" : "?";
  const asked = `${address}${separator}ebenen=${encodeURIComponent(wanted)}`;
  const document = await fetchJson<StyleSpecification>(asked);
  const own = pageStyle(document, filter, shown);
  const facts = baseMapOf(document);
  if (facts?.kind !== "style") return own;
  return mergeBaseMap(own, await fetchJson<StyleSpecification>(facts.url), facts.attribution);
}

export interface LayerView {
  /** Show exactly these layers. */
  readonly show: (shown: ReadonlySet<string>) => Promise<void>;
}

/**
 * Let the map follow the layer switches.
 *
 * `plain` is the style without base map; `onCredits` hears whose map is shown.
 */
export function layerView(
  map: MapLibreMap,
  plain: StyleSpecification,
  address: string,
  filter: () => Filter,
  onCredits: (credits: readonly string[]) => void,
): LayerView {
  let standing: string | undefined;
  let drawn = plain;
  let turn = 0;
  return {
    show: async (shown) => {
      turn += 1;
      const mine = turn;
      showLayers(map, plain, shown);
      const wanted = chosenBaseMap(plain, shown);
      if (wanted === standing) {
        onCredits(creditsOf(drawn, shown));
        return;
      }
      const style = await styleFor(address, filter(), shown, plain);
      if (mine !== turn) return; // switched again meanwhile
      standing = wanted;
      drawn = style;
      map.setStyle(style, { diff: true });
      onCredits(creditsOf(style, shown));
    },
  };
}

/** Show these of the style's own layers that have a switch, and hide the others. */
export function showLayers(
  map: MapLibreMap,
  plain: StyleSpecification,
  shown: ReadonlySet<string>,
): void {
  for (const [id, layers] of Object.entries(switchesOf(plain))) {
    for (const layer of layers.filter((one) => map.getLayer(one) !== undefined)) {
      map.setLayoutProperty(layer, "visibility", shown.has(id) ? "visible" : "none");
    }
  }
}
