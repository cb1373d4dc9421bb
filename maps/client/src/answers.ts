/** What the server answers, turned into what the map draws. */
import type {
  Feature,
  FeatureCollection,
  Geometry,
  MultiPolygon,
  Polygon,
  Position,
} from "geojson";
import type { Bbox } from "./filter";
import { type MercatorPoint, mercatorRings, toMercator } from "./geometry/mercator";
import type { Rings } from "./geometry/rings";

export const STATUSES = ["idea", "planned", "under_way", "done", "dropped"] as const;
export type Status = (typeof STATUSES)[number];

/** Where city-wide projects belong: beside the nine districts, never on the map's areas. */
export const CITYWIDE = "citywide";

export interface District {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  /** Inside of the sign's SVG. */
  readonly sign: string;
  /** Mercator. */
  readonly area: Rings;
  readonly bbox: Bbox;
}

export interface Project {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly status: Status;
  /** Those it belongs to, largest share first; empty or `citywide` when it has none of its own. */
  readonly districts: readonly string[];
  /** Where its marker belongs, mercator; undefined without a known place. */
  readonly place: MercatorPoint | undefined;
  /** Extent of its geometry. */
  readonly bbox: Bbox | undefined;
  readonly accuracyM: number | undefined;
  readonly costEur: number | undefined;
  readonly periodFrom: string | undefined;
  readonly periodTo: string | undefined;
  /** Path of its page without language prefix. */
  readonly url: string;
}

export interface ProjectAnswer {
  readonly projects: readonly Project[];
  readonly total: number;
  readonly withPlace: number;
  /** All nine and the whole city; what is missing is not known. */
  readonly byDistrict: Readonly<Record<string, number>>;
}

interface DistrictProperties {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly sign?: string;
}

interface ProjectProperties {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly name_en?: string | null;
  readonly status: Status;
  readonly districts: readonly { readonly id: string; readonly share: number }[];
  readonly citywide: boolean;
  readonly accuracy_m?: number | null;
  readonly cost_eur?: number | null;
  readonly period_from?: string | null;
  readonly period_to?: string | null;
  readonly label_point?: readonly [number, number] | null;
  readonly url: string;
}

type DistrictCollection = FeatureCollection<Polygon | MultiPolygon, DistrictProperties>;
type ProjectCollection = FeatureCollection<Geometry | null, ProjectProperties> & {
  readonly counts: {
    readonly total: number;
    readonly with_geometry: number;
    readonly by_district: Readonly<Record<string, number>>;
  };
};

/** A request that did not bring what it should. */
export class AnswerError extends Error {
  readonly status: number;

  constructor(address: string, status: number) {
    super(`${address} answered ${status}`);
    this.status = status;
  }
}

/** Fetch JSON from our own server. */
export async function fetchJson<Answer>(address: string, signal?: AbortSignal): Promise<Answer> {
  const response = await fetch(address, {
    headers: { Accept: "application/json" },
    ...(signal && { signal }),
  });
  if (!response.ok) throw new AnswerError(address, response.status);
  return (await response.json()) as Answer;
}

export async function fetchDistricts(address: string): Promise<readonly District[]> {
  const separator = address.includes("?") ? "&" : "?";
  return toDistricts(await fetchJson<DistrictCollection>(`${address}${separator}f=geojson`));
}

export async function fetchProjects(
  address: string,
  lang: string,
  signal: AbortSignal,
): Promise<ProjectAnswer> {
  return toProjects(await fetchJson<ProjectCollection>(address, signal), lang);
}

export function toDistricts(collection: DistrictCollection): readonly District[] {
  return collection.features.map(({ geometry, properties }) => ({
    id: properties.id,
    code: properties.code,
    name: properties.name,
    sign: properties.sign ?? "",
    area: mercatorRings(geometry),
    bbox: bboxOf(geometry),
  }));
}

export function toProjects(collection: ProjectCollection, lang: string): ProjectAnswer {
  return {
    projects: collection.features.map((feature) => toProject(feature, lang)),
    total: collection.counts.total,
    withPlace: collection.counts.with_geometry,
    byDistrict: collection.counts.by_district,
  };
}

function toProject(feature: Feature<Geometry | null, ProjectProperties>, lang: string): Project {
  const { geometry, properties } = feature;
  const point = properties.label_point ?? undefined;
  const byShare = properties.districts.toSorted((a, b) => b.share - a.share).map(({ id }) => id);
  return {
    id: properties.id,
    number: properties.number,
    name: (lang === "en" ? properties.name_en : undefined) ?? properties.name,
    status: properties.status,
    districts: properties.citywide ? [...byShare, CITYWIDE] : byShare,
    place: point && toMercator(point[0], point[1]),
    bbox: geometry === null ? undefined : bboxOf(geometry),
    accuracyM: properties.accuracy_m ?? undefined,
    costEur: properties.cost_eur ?? undefined,
    periodFrom: properties.period_from ?? undefined,
    periodTo: properties.period_to ?? undefined,
    url: properties.url,
  };
}

/** The extent of a geometry. */
export function bboxOf(geometry: Geometry): Bbox {
  const positions = positionsOf(geometry);
  const lons = positions.map(([lon = 0]) => lon);
  const lats = positions.map(([, lat = 0]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** The extent of several extents; undefined when there are none. */
export function bboxAround(bboxes: readonly Bbox[]): Bbox | undefined {
  if (bboxes.length === 0) return undefined;
  return [
    Math.min(...bboxes.map(([west]) => west)),
    Math.min(...bboxes.map(([, south]) => south)),
    Math.max(...bboxes.map(([, , east]) => east)),
    Math.max(...bboxes.map(([, , , north]) => north)),
  ];
}

function positionsOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case "Point":
      return [geometry.coordinates];
    case "MultiPoint":
    case "LineString":
      return geometry.coordinates;
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates.flat();
    case "MultiPolygon":
      return geometry.coordinates.flat(2);
    case "GeometryCollection":
      return geometry.geometries.flatMap(positionsOf);
  }
}
