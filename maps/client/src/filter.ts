/** The filter as the URL holds it: what map, list, counts and tiles all ask for. */

/** Parameters that choose things. `ebenen`, which chooses layers, is not one of them. */
const FILTER_KEYS = [
  "stadtteil",
  "thema",
  "status",
  "art",
  "verfahren",
  "antwort",
  "von",
  "bis",
  "q",
  "bbox",
] as const;
/** What each layer does not ask: its tiles stay when only that changes. */
const UNASKED: Readonly<Record<string, readonly string[]>> = {
  projects: ["bbox", "art", "verfahren", "antwort"],
  voices: ["bbox", "status"],
};
const LAYERS_KEY = "ebenen";

/** West, south, east, north in degrees. */
export type Bbox = readonly [west: number, south: number, east: number, north: number];

export interface Filter {
  /** In the order of the URL; `citywide` is one of them. */
  readonly districts: readonly string[];
  readonly bbox: Bbox | undefined;
  /** All parameters that are set, in a fixed order: equal filters are equal strings. */
  readonly query: string;
}

/** Read the filter from the part of a URL that begins with `?`. Empty parameters ask nothing. */
export function filterFromSearch(search: string): Filter {
  const given = new URLSearchParams(search);
  return {
    districts: valuesOf(given, "stadtteil"),
    bbox: bboxFromText(given.get("bbox") ?? ""),
    query: pick(given, FILTER_KEYS).toString(),
  };
}

/** `west,south,east,north` as four numbers; undefined when it is anything else. */
export function bboxFromText(text: string): Bbox | undefined {
  const parts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [west, south, east, north] = parts;
  if (parts.length !== 4 || !parts.every(Number.isFinite)) return undefined;
  return [west ?? 0, south ?? 0, east ?? 0, north ?? 0];
}

/** About 10 cm: fine enough for an extent, and the same extent is the same text. */
const BBOX_DIGITS = 6;

export function bboxToText(bbox: Bbox): string {
  return bbox.map((degrees) => degrees.toFixed(BBOX_DIGITS)).join(",");
}

/** The address with the filter's parameters; parameters of its own that are no filter stay. */
export function withFilter(address: string, filter: Filter): string {
  const [path = "", own = ""] = address.split("?", 2);
  const query = new URLSearchParams(own);
  for (const key of FILTER_KEYS) query.delete(key);
  for (const [key, value] of new URLSearchParams(filter.query)) query.append(key, value);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/**
 * The filter for the tiles of a layer: without the extent, and without what it does not ask.
 *
 * A tile is an extent already, so a moved map need not ask for the same tiles again.
 */
export function tileFilter(filter: Filter, layer: string): Filter {
  const query = new URLSearchParams(filter.query);
  for (const key of UNASKED[layer] ?? []) query.delete(key);
  return { ...filter, bbox: undefined, query: query.toString() };
}

/** The search part of a URL that shows one district only and keeps the rest of the filter. */
export function searchForDistrict(search: string, district: string): string {
  const query = pick(new URLSearchParams(search), [...FILTER_KEYS, LAYERS_KEY]);
  query.delete("stadtteil");
  query.delete("bbox");
  return `?${new URLSearchParams([["stadtteil", district], ...query])}`;
}

function valuesOf(given: URLSearchParams, key: string): string[] {
  return given.getAll(key).filter((value) => value !== "");
}

function pick(given: URLSearchParams, keys: readonly string[]): URLSearchParams {
  return new URLSearchParams(
    keys.flatMap((key) => valuesOf(given, key).map((value): [string, string] => [key, value])),
  );
}
