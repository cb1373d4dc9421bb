/** Rasters on the map, and what the card says about their values at a spot. */
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { type District, fetchJson } from "../answers";
import type { CardContent } from "../card";
import type { PageFacts } from "../cards";
import type { Speech } from "../messages";
import { type ImportedFacts, importedOf, titleOf } from "./facts";

export interface Spot {
  readonly lng: number;
  readonly lat: number;
}

export interface BandValue {
  readonly name: string;
  /** Null where the raster says nothing. */
  readonly value: number | null;
  /** What the number stands for, where it names a class. */
  readonly class: string | null;
}

/** What the server tells about a raster at a spot. */
export interface SpotAnswer {
  readonly unit: string;
  /** The one that the map draws, from 1. */
  readonly band: number;
  readonly bands: readonly BandValue[];
}

/** A raster at a spot; without an answer where the server says nothing. */
export interface SpotValue {
  readonly facts: ImportedFacts;
  readonly answer: SpotAnswer | undefined;
}

/** The rasters with values that the map shows at a spot, the topmost first. */
export function rastersAt(
  map: Pick<MapLibreMap, "getLayer" | "getLayoutProperty">,
  style: StyleSpecification,
  spot: Spot,
): readonly ImportedFacts[] {
  const order = style.layers.filter(
    ({ id, type }) =>
      type === "raster" &&
      map.getLayer(id) !== undefined &&
      map.getLayoutProperty(id, "visibility") !== "none",
  );
  const sources = order.map((layer) => ("source" in layer ? layer.source : "")).toReversed();
  const known = Object.values(importedOf(style));
  return sources
    .map((source) => known.find((facts) => facts.source === source))
    .filter((facts) => facts !== undefined)
    .filter((facts) => facts.raster && facts.feature !== "" && reaches(style, facts, spot));
}

function reaches(
  style: StyleSpecification,
  { source }: ImportedFacts,
  { lng, lat }: Spot,
): boolean {
  const found = style.sources[source];
  if (found?.type !== "raster" || found.bounds === undefined) return true;
  const [west, south, east, north] = found.bounds;
  return west <= lng && lng <= east && south <= lat && lat <= north;
}

/** Ask what rasters say at a spot. */
export async function fetchSpot(
  rasters: readonly ImportedFacts[],
  { lng, lat }: Spot,
  signal: AbortSignal,
): Promise<readonly SpotValue[]> {
  return await Promise.all(
    rasters.map(async (facts) => {
      const address = facts.feature
        .replace("{lon}", lng.toFixed(6))
        .replace("{lat}", lat.toFixed(6));
      const answer = await fetchJson<SpotAnswer>(address, signal).catch(() => undefined);
      return { facts, answer };
    }),
  );
}

/** The value of one raster in the title, those of several in rows. */
export function spotCard(
  values: readonly SpotValue[],
  district: District | undefined,
  speech: Speech,
  { prefix }: PageFacts,
): CardContent {
  const { say, lang } = speech;
  const [first] = values;
  const alone = values.length === 1 ? first : undefined;
  const rows = alone === undefined ? rowsOf(values, speech) : bandRows(alone.answer, speech);
  const where = district && { term: say("spot_district"), value: district.name };
  return {
    about: { kind: "spot", id: values.map(({ facts }) => facts.source).join(" ") },
    tone: "feature",
    ...(alone && { kicker: titleOf(alone.facts, lang) }),
    title:
      alone === undefined ? say("spot_values") : say("spot_value", { value: shown(alone, speech) }),
    rows: where === undefined ? rows : [...rows, where],
    ...(values.some(({ answer }) => answer === undefined) && { note: say("spot_missing") }),
    links: [
      ...values.map(({ facts }) => ({
        text: alone === undefined ? titleOf(facts, lang) : say("feature_layer"),
        href: prefix + facts.page,
      })),
      ...(district === undefined
        ? []
        : [{ text: say("district_page"), href: `${prefix}/stadtteile/${district.id}` }]),
    ],
  };
}

type Rows = CardContent["rows"];

function rowsOf(values: readonly SpotValue[], speech: Speech): Rows {
  return values.map((one) => ({
    term: titleOf(one.facts, speech.lang),
    value: shown(one, speech),
  }));
}

/** All bands, where there is more than the one in the title. */
function bandRows(answer: SpotAnswer | undefined, speech: Speech): Rows {
  if (answer === undefined || answer.bands.length <= 1) return [];
  return answer.bands.map((band) => ({
    term: band.name,
    value: valueText(band, answer.unit, speech),
  }));
}

function shown({ answer }: SpotValue, speech: Speech): string {
  const band = answer?.bands[answer.band - 1];
  if (answer === undefined || band === undefined) return speech.say("not_given");
  return valueText(band, answer.unit, speech);
}

function valueText(band: BandValue, unit: string, speech: Speech): string {
  if (band.value === null) return speech.say("spot_none");
  const number = rounded(band.value, speech.lang);
  if (band.class === null) return unit === "" ? number : `${number} ${unit}`;
  return band.class === String(band.value) ? number : `${band.class} (${number})`;
}

/** Four digits that count: what cells were measured with says no more. */
function rounded(value: number, lang: string): string {
  const digits =
    Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  return new Intl.NumberFormat(lang, { useGrouping: "min2", ...digits }).format(value);
}
