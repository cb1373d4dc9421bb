/**
 * The style the map draws: the workbench's own, perhaps upon somebody else's base map.
 *
 * Pure functions from style documents to style documents; colors and widths are the server's.
 */
import type {
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
  VectorSourceSpecification,
} from "maplibre-gl";
import { type Filter, tileFilter, withFilter } from "./filter";
import { withDistricts } from "./imported/districts";
import { importedOf } from "./imported/facts";
import { VOICES, withVoiceSigns } from "./voices/layers";
import { signFactsOf } from "./voices/signs";

export const DISTRICTS = "districts";
export const PROJECTS = "projects";
export const PLACES = "places";
/** Not drawn: what a page sends so that "no layer at all" can be said in a URL. */
const NO_LAYERS = "none";
/** Layers whose tiles answer the filter. */
export const FILTERED = [PROJECTS, VOICES] as const;
/** Prefix of all that comes from a base map's own style. */
const BASE_PREFIX = "base-map/";

export interface BaseMapFacts {
  readonly id: string;
  readonly kind: "raster" | "style";
  readonly url: string;
  readonly attribution: string;
}

type Switches = Readonly<Record<string, readonly string[]>>;

/** Layers by the switch that turns them on and off, as the style document says. */
export function switchesOf(style: StyleSpecification): Switches {
  const found = metadataOf(style)["werkbank:switches"];
  return (found as Switches | undefined) ?? {};
}

/** The base map the style was asked for; undefined when there is none. */
export function baseMapOf(style: StyleSpecification): BaseMapFacts | undefined {
  const found = metadataOf(style)["werkbank:base-map"];
  return (found as BaseMapFacts | null | undefined) ?? undefined;
}

/** The chosen layer that is a base map; the first of several. */
export function chosenBaseMap(
  style: StyleSpecification,
  shown: Iterable<string>,
): string | undefined {
  const own = switchesOf(style);
  const standing = baseMapOf(style)?.id;
  return [...shown].find((id) => id === standing || (!(id in own) && id !== NO_LAYERS));
}

/**
 * The workbench's style as this page draws it.
 *
 * Points of projects are left out, since the page draws markers; voices get their signs; features
 * are known by their text id, so that feature states name districts and projects as the page does;
 * only the chosen layers are visible; tiles answer the filter, and of imported layers only what
 * lies in the chosen districts is drawn.
 */
export function pageStyle(
  style: StyleSpecification,
  filter: Filter,
  shown: ReadonlySet<string>,
): StyleSpecification {
  const hidden = new Set(
    Object.entries(switchesOf(style))
      .filter(([id]) => !shown.has(id))
      .flatMap(([, layers]) => layers),
  );
  const visible = new Set(Object.values(switchesOf(style)).flat());
  const sources = Object.entries(style.sources).map(([id, source]) => [
    id,
    pageSource(id, source, filter),
  ]);
  const facts = signFactsOf(style);
  return {
    ...style,
    sources: Object.fromEntries(sources),
    layers: withDistricts(
      style,
      facts === undefined ? style.layers : withVoiceSigns(style.layers, facts),
      filter,
    )
      .filter((layer) => !(layer.type === "circle" && layer.source === PROJECTS))
      .map((layer) =>
        visible.has(layer.id) ? withVisibility(layer, !hidden.has(layer.id)) : layer,
      ),
  };
}

function pageSource(id: string, source: SourceSpecification, filter: Filter): SourceSpecification {
  if (source.type !== "vector") return source;
  const known = [DISTRICTS, PROJECTS, PLACES].includes(id);
  const named: VectorSourceSpecification = known ? { ...source, promoteId: "id" } : source;
  const answers = FILTERED.some((layer) => layer === id);
  return answers && source.tiles !== undefined
    ? { ...named, tiles: filteredTiles(source.tiles, filter, id) }
    : named;
}

/** Tile addresses that answer the filter. */
export function filteredTiles(tiles: readonly string[], filter: Filter, layer: string): string[] {
  return tiles.map((address) => withFilter(address, tileFilter(filter, layer)));
}

function withVisibility(layer: LayerSpecification, visible: boolean): LayerSpecification {
  const visibility = visible ? "visible" : "none";
  return { ...layer, layout: { ...layer.layout, visibility } } as LayerSpecification;
}

/**
 * Our style upon a base map's: paper, base map, then all else of ours.
 *
 * Names from the base map get a prefix so that they cannot meet ours; its credit is the one its
 * publisher demands. Fonts and pictures are the base map's, since our style needs none.
 */
export function mergeBaseMap(
  own: StyleSpecification,
  base: StyleSpecification,
  attribution: string,
): StyleSpecification {
  const paper = own.layers.filter((layer) => layer.type === "background");
  const rest = own.layers.filter((layer) => layer.type !== "background");
  const sources = Object.entries(base.sources).map(([id, source], index) => [
    BASE_PREFIX + id,
    "attribution" in source || index === 0 ? { ...source, attribution } : source,
  ]);
  return {
    ...own,
    ...(base.sprite !== undefined && { sprite: base.sprite }),
    ...(base.glyphs !== undefined && { glyphs: base.glyphs }),
    sources: { ...Object.fromEntries(sources), ...own.sources },
    layers: [...paper, ...base.layers.map(prefixed), ...rest],
  };
}

function prefixed(layer: LayerSpecification): LayerSpecification {
  const source = "source" in layer ? { source: BASE_PREFIX + layer.source } : {};
  return { ...layer, id: BASE_PREFIX + layer.id, ...source } as LayerSpecification;
}

/** The credits of a style, in the order of its sources; of imported layers those that are shown. */
export function creditsOf(
  style: StyleSpecification,
  shown: ReadonlySet<string> = new Set(),
): string[] {
  const hidden = new Set(
    Object.entries(importedOf(style))
      .filter(([id]) => !shown.has(id))
      .map(([, { source }]) => source),
  );
  return Object.entries(style.sources)
    .filter(([id]) => !hidden.has(id))
    .map(([, source]) =>
      "attribution" in source && typeof source.attribution === "string" ? source.attribution : "",
    );
}

function metadataOf(style: StyleSpecification): Readonly<Record<string, unknown>> {
  return (style.metadata as Readonly<Record<string, unknown>> | undefined) ?? {};
}
